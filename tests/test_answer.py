"""An answer says what it rests on, and filters say what it may rest on."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from index.answer import (
    Answer,
    Citation,
    Conflict,
    Filters,
    RankedPassage,
    SearchResult,
    Sentence,
    by_article,
)
from index.article import Passage, Reference
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


def test_what_has_no_date_cannot_be_known_to_lie_in_a_range() -> None:
    """Whichever end of it is given."""
    assert not Filters(since=date(2024, 11, 10)).admits(_article(None))
    assert not Filters(until=date(2024, 11, 10)).admits(_article(None))
    assert Filters().admits(_article(None))


@pytest.mark.parametrize(
    ("start", "end", "is_from"),
    [(0, 11, True), (0, 10, False), (19, 30, True), (20, 30, False), (12, 15, True), (5, 40, True)],
)
def test_a_quote_is_from_a_passage_that_holds_a_part_of_it(
    start: int, end: int, is_from: bool
) -> None:
    """One character is enough, and the next article's same places aren't."""
    citation = Citation(number=1, quote="…", start=start, end=end, article=_article())
    passage = Passage(_article(), 10, 20, "0123456789")
    assert citation.is_from(passage) == is_from
    assert not citation.is_from(replace(passage, article=replace(_article(), id="b")))


def test_citations_are_gathered_by_article() -> None:
    """Both in the order in which they came."""
    other = replace(_citation(2), article=replace(_article(), id="b"))
    gathered = by_article([_citation(1), other, _citation(3)])
    assert list(gathered.values()) == [[_citation(1), _citation(3)], [other]]
    assert list(gathered) == [_article(), other.article]


def test_a_conflict_says_of_which_kind_it_is() -> None:
    """A figure that changed is no disagreement."""
    assert Conflict("10 or 12", (1, 2)).told == "Sources disagree: 10 or 12"
    assert Conflict("1, later 2", (1, 2), over_time=True).told == "Over time: 1, later 2"


def test_the_whole_question_is_the_one_that_was_answered() -> None:
    """The one that was typed, or what it was understood as."""
    assert ANSWER.whole_question == "Is it?"
    assert replace(ANSWER, understood_as="Is it so?").whole_question == "Is it so?"


def test_an_answer_is_written_in_the_shape_that_is_promised() -> None:
    """Whoever scripts against it finds each field under its name."""
    answer = replace(
        ANSWER,
        id="1",
        citations=(_citation(1, "2024-11"),),
        conflicts=(Conflict("10 or 12", (1, 2), over_time=True),),
        notices=("Old.",),
        closest=(_citation(2),),
        mode="language model",
        seconds=0.123456,
        question_id="q7",
        understood_as="Is it so?",
        sentences=(Sentence("It is.", (1, 2)), Sentence("It was.", (2,), supported=False)),
    )
    article = {
        "id": "a",
        "title": None,
        "publisher": None,
        "author": None,
        "published": "2024-11",
        "url": None,
        "path": "a.md",
    }
    cited = {
        "number": 1,
        "quote": "It",
        "start": 0,
        "end": 2,
        "link": None,
        "before": "",
        "after": "",
        "article": article,
    }
    assert answer.to_json() == {
        "id": "1",
        "question_id": "q7",
        "question": "Is it?",
        "understood_as": "Is it so?",
        "answered": True,
        "answer": "It is. [1] [2] It was. [2]",
        "sentences": [
            {"text": "It is.", "citations": [1, 2], "supported": True},
            {"text": "It was.", "citations": [2], "supported": False},
        ],
        "citations": [cited],
        "as_of": "2024-11",
        "conflicts": [{"statement": "10 or 12", "citations": [1, 2], "over_time": True}],
        "notices": ["Old."],
        "closest": [cited | {"number": 2, "article": article | {"published": None}}],
        "mode": "language model",
        "seconds": 0.1235,
    }
    assert Answer.from_json(answer.to_json()) == replace(answer, seconds=0.1235)
    assert ANSWER.to_json()["as_of"] is None


def test_an_answer_from_before_follow_ups_can_be_read() -> None:
    """What is kept says nothing of how its question was understood."""
    kept = ANSWER.to_json()
    del kept["understood_as"]
    assert Answer.from_json(kept) == ANSWER


def test_a_search_is_written_in_the_shape_that_is_promised() -> None:
    """Rank, rounded score, words and their place in the article."""
    passage = RankedPassage(1, 0.123456, Passage(_article(), 3, 5, "It"))
    found = SearchResult(
        question="Is it?",
        passages=(passage,),
        notices=("Old.",),
        seconds=1.00009,
        question_id="q7",
    )
    assert found.to_json() == {
        "question_id": "q7",
        "question": "Is it?",
        "passages": [
            {
                "rank": 1,
                "score": 0.1235,
                "text": "It",
                "start": 3,
                "end": 5,
                "article": _article().to_json(),
            }
        ],
        "notices": ["Old."],
        "seconds": 1.0001,
    }
