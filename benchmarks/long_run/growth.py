"""Whether the last third of a run holds more, or waits longer, than the first."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.long_run.process import Holding
from benchmarks.soak.growth import MEGABYTE, Tolerance

# What is loaded and cached at first questions isn't growth.
_WARMING_UP = 0.1  # of the run
# Fewer samples of a third than this, a second each, tell more of the machine than of the bot.
_ENOUGH = 60

# Allocators keep what they once had; a leak of a kilobyte a question would be 13 MB from the middle
# of the first third of 20,000 to the middle of the last.
_OF_MEMORY = Tolerance(factor=1.02, beside=6 * MEGABYTE)
# One question more or less is under way at a look.
_OF_COUNTS = Tolerance(factor=1.0, beside=8)
# How busy the machine is changes from minute to minute.
_OF_WAITING = Tolerance(factor=1.5, beside=0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The middle value of something in the first third of a run, and in the last."""

    name: str
    first: float
    last: float
    tolerance: Tolerance

    @property
    def grew(self) -> bool:
        """Whether the last is above the first by more than is tolerated."""
        return self.last > self.first * self.tolerance.factor + self.tolerance.beside


def growth_of(
    holdings: Sequence[Holding], waits: Sequence[tuple[float, float]]
) -> Iterator[Growth]:
    """Yield what can be told of each: nothing of a run that was too short.

    Args:
        holdings: What the bot's process held, by and by.
        waits: Moments, and the seconds that an answer then took.
    """
    samples = {
        "memory": ([(each.moment, float(each.memory)) for each in holdings], _OF_MEMORY),
        "open files": ([(each.moment, float(each.handles)) for each in holdings], _OF_COUNTS),
        "threads": ([(each.moment, float(each.threads)) for each in holdings], _OF_COUNTS),
        "tasks": ([(each.moment, float(each.tasks)) for each in holdings], _OF_COUNTS),
        "seconds an answer": (list(waits), _OF_WAITING),
    }
    for name, (values, tolerance) in samples.items():
        thirds = _thirds(values)
        if min(map(len, thirds)) >= _ENOUGH:
            first, _, last = map(statistics.median, thirds)
            yield Growth(name=name, first=first, last=last, tolerance=tolerance)


def _thirds(samples: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Return the values in each third of the time after warming up."""
    if not samples:
        return [[], [], []]
    start, end = min(samples)[0], max(samples)[0]
    start += (end - start) * _WARMING_UP
    length = (end - start) / 3 or 1.0
    parts: list[list[float]] = [[], [], []]
    for moment, value in samples:
        if moment >= start:
            parts[min(2, int((moment - start) / length))].append(value)
    return parts
