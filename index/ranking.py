"""How likely a passage is the one that answers, from everything known short of its words."""

import math
from dataclasses import dataclass

# Days in which an article's newness falls to 1/e: the news of the fortnight, of the season.
_FORTNIGHT, _SEASON = 14.0, 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSignals:
    """What speaks for a passage, each from 0 to 1.

    ``words`` is its BM25 score and ``article`` its article's, each against the best candidate's;
    ``meaning`` its cosine to the question and ``support`` the mean of its article's best three;
    ``lead`` falls from the article's first passage on. ``fortnight`` and ``season`` say how new the
    article was when the question was asked; both are 0 where newness doesn't matter.
    """

    words: float
    article: float
    meaning: float
    support: float
    lead: float
    fortnight: float = 0.0
    season: float = 0.0


# Fitted by `python -m benchmarks.fit_ranking`; see there for the questions and the method.
_WEIGHTS = {
    "words": 3.0,
    "article": 2.4,
    "meaning": 3.4,
    "support": 3.3,
    "lead": 1.0,
    "fortnight": 3.2,
    "season": 2.4,
}


def relevance(signals: RankingSignals) -> float:
    """Return the weighted sum of the signals."""
    return math.fsum(weight * getattr(signals, name) for name, weight in _WEIGHTS.items())


def newness(age: int | None) -> dict[str, float]:
    """Return the newness signals of an article ``age`` days old; an undated one has none."""
    if age is None:
        return {}
    return {
        "fortnight": math.exp(-age / _FORTNIGHT),
        "season": math.exp(-age / _SEASON),
    }
