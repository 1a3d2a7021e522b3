"""How good a sentence is as an answer, and how likely it is to be one."""

import math

from index.answering.evidence import Signals

_RANKING = {
    "meaning": 1.0,
    "flow": 0.5,
    "passage": 0.2,
    "coverage": 0.4,
    "context": 0.2,
    "surroundings": 0.0,
    "names": 0.2,
    "known": 0.2,
    "fits": 0.35,
}
_CONFIDENCE = {
    "meaning": 6.0,
    "flow": 2.0,
    "passage": 0.0,
    "coverage": 1.0,
    "context": 1.0,
    "surroundings": 1.0,
    "names": 2.0,
    "known": 2.0,
    "fits": 1.5,
}
_BIAS = -6.0
_ENOUGH = 0.5


def worth(signals: Signals) -> float:
    """Return how well a sentence answers, compared with others for the same question."""
    return math.fsum(weight * getattr(signals, name) for name, weight in _RANKING.items())


def confidence(signals: Signals) -> float:
    """Return how likely it is that the best sentence answers the question, from 0 to 1."""
    total = _BIAS + math.fsum(
        weight * getattr(signals, name) for name, weight in _CONFIDENCE.items()
    )
    return 1 / (1 + math.exp(-total))


def is_answer(signals: Signals) -> bool:
    """Tell whether a sentence answers the question rather than being merely near it."""
    return confidence(signals) >= _ENOUGH
