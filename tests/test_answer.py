"""An answer says what it rests on, and filters say what it may rest on."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from index.answer import Answer, Citation, Filters, Sentence
from index.article import Reference
from index.dates.partial_date import PartialDate
from tests.bot_answers import answers


def _article(published: str | None = None, publisher: str | None = None) -> Reference:
    day = PartialDate.parse(published) if published else None
    return Reference(id="a", path="a.md", publisher=publisher, published=day)


def _citation(number: int, published: str | None = None) -> Citation:
    return Citation(number=number, quote="It", start=0, end=2, article=_article(published))


ANSWER = Answer(
    question="Is it?",
    answered=True,
    sentences=(Sentence("It is.", (1, 2)), Sentence("It was.", (2,))),
    citations=(_citation(1), _citation(2)),
)


@given(answers())
@settings(deadline=None)
def test_an_answer_is_read_back_as_it_was_written(answer: Answer) -> None:
    """Its JSON has all that a source shown later needs."""
    written = json.loads(json.dumps(answer.to_json()))
    assert Answer.from_json(written) == answer
    assert Answer.from_json(written).to_json() == answer.to_json()


def test_the_text_has_the_markers_behind_its_sentences() -> None:
    """Whoever reads the paragraph sees which citation backs what."""
    assert ANSWER.text == "It is. [1] [2] It was. [2]"


def test_an_answer_is_as_new_as_its_newest_article() -> None:
    """Undated articles say nothing of that, and alone they leave it open."""
    cited = (_citation(1, "2024-11-18"), _citation(2, "2024-12"), _citation(3))
    assert replace(ANSWER, citations=cited).as_of == PartialDate(2024, 12)
    assert ANSWER.as_of is None


@pytest.mark.parametrize("published", ["2024", "2024-11", "2024-11-18", "2023-12-31", None])
def test_nothing_from_after_the_question_is_admitted(published: str | None) -> None:
    """A vague date passes where one of its days had come."""
    assert Filters(as_of=date(2024, 11, 18)).admits(_article(published))


@pytest.mark.parametrize("published", ["2025", "2024-12", "2024-11-19"])
def test_what_was_published_later_is_not_admitted(published: str) -> None:
    """Nobody could have known it on the day of the question."""
    assert not Filters(as_of=date(2024, 11, 18)).admits(_article(published))


@pytest.mark.parametrize(
    ("published", "is_admitted"),
    [
        ("2024", True),
        ("2024-11", True),
        ("2024-11-10", True),
        ("2024-11-20", True),
        ("2024-11-09", False),
        ("2024-11-21", False),
        ("2023", False),
        (None, False),
    ],
)
def test_a_range_admits_what_may_lie_in_it(published: str | None, is_admitted: bool) -> None:
    """First and last day belong to it; what has no date can't be known to."""
    filters = Filters(since=date(2024, 11, 10), until=date(2024, 11, 20))
    assert filters.admits(_article(published)) == is_admitted


def test_a_publisher_is_known_by_name_whatever_the_case() -> None:
    """Another one's articles, and those without a publisher, are left out."""
    filters = Filters(publisher="the gazette")
    assert filters.admits(_article(publisher="The Gazette"))
    assert not filters.admits(_article(publisher="The Courier"))
    assert not filters.admits(_article())
