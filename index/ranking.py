"""How likely a passage is the one that answers, from everything known short of its words."""

import math
from dataclasses import asdict, dataclass

# Days in which an article's newness falls to 1/e: the news of the day, of the fortnight, of the
# season.
_DAY, _FORTNIGHT, _SEASON = 3.5, 14.0, 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSignals:
    """What speaks for a passage, each from 0 to 1.

    ``words`` is its BM25 score and ``article`` its article's, each against the best candidate's;
    ``meaning`` its cosine to the question and ``support`` the mean of its article's best three;
    ``headline`` the share of the question's words in its headline, weighted by rarity; ``lead``
    falls from the article's first passage on. ``day``, ``fortnight`` and ``season`` say how new the
    article was when the question was asked; all are 0 where newness doesn't matter.
    """

    words: float
    article: float
    meaning: float
    support: float
    headline: float
    lead: float
    day: float = 0.0
    fortnight: float = 0.0
    season: float = 0.0


# Fitted by `python -m benchmarks.fit_ranking`; see there for the questions and the method.
_WEIGHTS = {
    "words": 2.18,
    "article": 2.32,
    "meaning": 1.7,
    "support": 1.8,
    "headline": 0.5,
    "lead": 1.0,
    "day": 0.85,
    "fortnight": 2.56,
    "season": 1.82,
}


def relevance(signals: RankingSignals) -> float:
    """Return the weighted sum of the signals."""
    return sum(_WEIGHTS[name] * value for name, value in asdict(signals).items())


def newness(age: int | None) -> dict[str, float]:
    """Return the newness signals of an article ``age`` days old; an undated one has none."""
    if age is None:
        return {}
    return {
        "day": math.exp(-age / _DAY),
        "fortnight": math.exp(-age / _FORTNIGHT),
        "season": math.exp(-age / _SEASON),
    }
