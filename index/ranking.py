"""How likely a passage is the one that answers, from everything known short of its words."""

import math
from dataclasses import dataclass
from datetime import date

from index.dates.partial_date import PartialDate

# Days in which an article's newness falls to 1/e: the news of the fortnight, of the season.
_FORTNIGHT, _SEASON = 14.0, 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSignals:
    """What speaks for a passage, each from 0 to 1.

    ``words`` is its BM25 score and ``article`` its article's, each against the best candidate's;
    ``meaning`` its cosine to the question and ``support`` the mean of its article's best three;
    ``lead`` falls from the article's first passage on. ``timely`` is 1 where the article was
    published on the days the question names, and falls with the distance. ``fortnight`` and
    ``season`` say how new the article was when the question was asked. Signals of time are 0 where
    the question gives no reason for them.
    """

    words: float
    article: float
    meaning: float
    support: float
    lead: float
    timely: float = 0.0
    fortnight: float = 0.0
    season: float = 0.0


# `python -m benchmarks.ranking` fits them, and tells what each is worth; rounded, because no set of
# questions tells nearer values apart.
WEIGHTS = {
    "support": 5.0,
    "meaning": 3.4,
    "fortnight": 3.2,
    "season": 2.4,
    "words": 2.0,
    "article": 2.0,
    "timely": 2.0,
    "lead": 1.0,
}


def relevance(signals: RankingSignals) -> float:
    """Return the weighted sum of the signals."""
    return math.fsum(weight * getattr(signals, name) for name, weight in WEIGHTS.items())


def newness(published: PartialDate | None, asked: date) -> dict[str, float]:
    """Return how new an article was on the day of asking; an undated one isn't new."""
    if published is None:
        return {}
    age = max(0, (asked - published.latest).days)
    return {"fortnight": math.exp(-age / _FORTNIGHT), "season": math.exp(-age / _SEASON)}


def timeliness(published: PartialDate | None, wanted: tuple[date, date]) -> float:
    """Return how near to the wanted days an article was published; 0 for an undated one."""
    if published is None:
        return 0.0
    first, last = wanted
    distance = max(0, (first - published.latest).days, (published.earliest - last).days)
    return math.exp(-distance / _FORTNIGHT)
