"""Times, and what becomes of them: percentiles, medians, ratios."""

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

PERCENTILES = (50, 95, 99)


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(times: Sequence[float], rank: int) -> float:
    """Return the time that so many per cent of the times don't exceed."""
    return float(np.percentile(times, rank))


def interleaved(works: Mapping[str, Callable[[], float]], *, times: int) -> dict[str, list[float]]:
    """Do each work so many times, turn by turn, so that a busy spell of the machine hits all.

    Each returns what it measured; the order turns from round to round.
    """
    names = list(works)
    measured: dict[str, list[float]] = {name: [] for name in names}
    for number in range(times):
        for name in names if number % 2 == 0 else reversed(names):
            measured[name].append(works[name]())
    return measured


def median(values: Sequence[float]) -> float:
    """Return the value in the middle."""
    return float(np.median(values))
