"""What speaks for a passage adds up, and time counts only where there is a reason."""

from dataclasses import fields
from datetime import date

import pytest

from index.dates.partial_date import PartialDate
from index.ranking import WEIGHTS, RankingSignals, newness, relevance, timeliness

ASKED = date(2024, 11, 20)
MAY = (date(2024, 5, 1), date(2024, 5, 31))


def test_every_signal_has_its_weight_and_speaks_for_the_passage() -> None:
    """A signal without a weight, or a weight without a signal, would go unnoticed."""
    assert {field.name for field in fields(RankingSignals)} == WEIGHTS.keys()
    assert all(weight > 0 for weight in WEIGHTS.values())


def test_relevance_is_the_weighted_sum() -> None:
    """Signals that aren't given count nothing."""
    signals = RankingSignals(words=1.0, article=0.5, meaning=0.0, support=0.0, lead=0.0)
    assert relevance(signals) == pytest.approx(WEIGHTS["words"] + WEIGHTS["article"] / 2)


def test_newness_falls_with_age() -> None:
    """Today's article is new, last week's less so, an undated one not at all."""
    today, week = (newness(PartialDate.parse(d), ASKED) for d in ("2024-11-20", "2024-11-13"))
    assert today == {"fortnight": 1.0, "season": 1.0}
    assert 0 < week["fortnight"] < week["season"] < 1
    assert newness(None, ASKED) == {}


def test_a_vague_date_is_as_new_as_it_may_be() -> None:
    """An article of this month may be today's."""
    assert newness(PartialDate.parse("2024-11"), ASKED)["season"] == 1.0


@pytest.mark.parametrize(
    ("published", "expected"), [("2024-05-14", 1.0), ("2024-05", 1.0), (None, 0.0)]
)
def test_an_article_of_the_wanted_days_is_timely(published: str | None, expected: float) -> None:
    """An undated one can't be said to be."""
    assert timeliness(published and PartialDate.parse(published), MAY) == expected  # type: ignore[arg-type]


def test_timeliness_falls_on_both_sides() -> None:
    """The day after counts as much as the day before."""
    before, after = (timeliness(PartialDate.parse(d), MAY) for d in ("2024-04-30", "2024-06-01"))
    assert 0 < before == after < 1
