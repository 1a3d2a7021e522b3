"""How good a sentence is as an answer, and how likely it is to be one."""

import math

from index.answering.evidence import Signals

# Set by hand in the order and size that a softmax over sentences found, and rounded.
_RANKING = {
    "meaning": 1.0,
    "flow": 0.5,
    "source": 0.5,
    "passage": 0.4,
    "coverage": 0.4,
    "fits": 0.35,
    "context": 0.2,
    "names": 0.2,
    "known": 0.2,
}
# `python -m benchmarks.weighing` fits them: a logistic regression on whether the question can be
# answered, given its best sentence. Signals it found worth nothing are left out.
_CONFIDENCE = {
    "known": 3.3,
    "meaning": 2.4,
    "fits": 2.3,
    "names": 1.9,
    "flow": 1.5,
    "passage": 0.8,
}
_BIAS = -9.2
# Where about nine of ten questions that can be answered are, and most that can't be aren't.
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
