"""Means over questions, and how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

# Enough that another seed hardly moves the bounds.
_RESAMPLES = 2_000
_SEED = 1
_BOUNDS = (2.5, 97.5)  # per cent: 95 % of the resampled means lie between


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with the bounds of its 95 % interval."""

    mean: float
    low: float
    high: float
    questions: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Return the mean of one value a question, bounded by the percentile bootstrap.

        The questions are drawn anew with replacement, each draw has its mean, and the bounds are
        percentiles of those (Efron and Tibshirani 1993, chapter 13).
        """
        known = np.asarray(values, dtype=np.float64)
        draws = np.random.default_rng(_SEED).choice(known, (_RESAMPLES, len(known)))
        low, high = np.percentile(draws.mean(axis=1), _BOUNDS)
        return cls(float(known.mean()), float(low), float(high), len(known))


Measures = Mapping[str, Estimate]


def estimates(values: Mapping[str, Sequence[float]]) -> Measures:
    """Return the estimate of each measure from its values, one a question."""
    return {name: Estimate.of(column) for name, column in values.items()}
