"""Whoever asks how things stand is told where the sources are old or have no date."""

from datetime import date

import pytest

from index.answer import Citation, Filters
from index.answering.freshness import UNDATED, freshness_notices
from index.article import Reference
from index.dates.partial_date import PartialDate
from index.scope import Scope, understand_scope

ASKED = date(2026, 11, 20)


def _cited(*published: str | None) -> list[Citation]:
    dates = [PartialDate.parse(day) if day else None for day in published]
    articles = [Reference(id="a", path="a.md", published=day) for day in dates]
    return [
        Citation(number=number, quote="It", start=0, end=2, article=article)
        for number, article in enumerate(articles, start=1)
    ]


def _scope(question: str, *, as_of: date | None = ASKED) -> Scope:
    return understand_scope(question, Filters(as_of=as_of), publishers=(), today=ASKED)


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2022-11", "November 2022, four years"),
        ("2024", "2024, two years"),
        ("2026-08-30", "30 August 2026, three months"),
        ("2025-11-20", "20 November 2025, twelve months"),
        ("2001-02-03", "3 February 2001, 26 years"),
    ],
)
def test_old_sources_are_told_with_their_age(published: str, told: str) -> None:
    """A vague date is as new as it may be; the newest source counts."""
    [notice] = freshness_notices(_cited("1999", published, None), _scope("Who is the mayor?"))
    assert notice == f"The newest source is from {told} before the day of asking."


def test_the_words_of_a_question_ask_for_news_too() -> None:
    """Without a day of asking it is the latest that is wanted to be new."""
    old = _cited("2022-11")
    assert freshness_notices(old, _scope("What is the latest on the talks?", as_of=None))
    assert not freshness_notices(old, _scope("Who led the talks?", as_of=None))


@pytest.mark.parametrize("published", ["2026-11-20", "2026-09-21", "2026-11", "2026"])
def test_news_is_nothing_to_tell_of(published: str) -> None:
    """Two months are no age, and neither is a date that may be today's."""
    assert freshness_notices(_cited("2020", published), _scope("Who is the mayor?")) == ()


def test_a_question_of_the_past_wants_old_sources() -> None:
    """Nobody needs to be told that news of 2022 is of 2022."""
    assert freshness_notices(_cited("2022-11"), _scope("What happened in November 2022?")) == ()


def test_sources_without_any_date_are_told() -> None:
    """One date among them is enough, and what cites nothing has nothing to date."""
    scope = _scope("Who led the talks?", as_of=None)
    assert freshness_notices(_cited(None, None), scope) == (UNDATED,)
    assert freshness_notices(_cited(None, "2022"), scope) == ()
    assert freshness_notices([], scope) == ()
