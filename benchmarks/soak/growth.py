"""Whether disk, memory or waiting grew while the articles stayed as many."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How much more than in the middle there may be at the end: a factor, and so much beside."""

    factor: float
    beside: float


# A generation may be of more or fewer pieces, and one more may be being written.
OF_DISK = Tolerance(factor=1.15, beside=MEGABYTE)
# Allocators keep what they once had, and have had most of it by the middle.
OF_MEMORY = Tolerance(factor=1.05, beside=8 * MEGABYTE)
# How busy the machine is changes from minute to minute.
OF_WAITING = Tolerance(factor=2.0, beside=0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thirds:
    """What something came to in the three thirds of the time after warming up."""

    name: str
    values: tuple[float, float, float]
    tolerance: Tolerance

    @property
    def grew(self) -> bool:
        """Tell whether the last third is above the middle one by more than is tolerated."""
        _, middle, last = self.values
        return last > middle * self.tolerance.factor + self.tolerance.beside


def thirds(
    name: str,
    samples: Sequence[tuple[float, float]],
    of: Callable[[Sequence[float]], float],
    *,
    since: float,
    tolerance: Tolerance,
) -> Thirds:
    """Sum up samples, of a moment and a value each, in every third of the time since then."""
    end = max((moment for moment, _ in samples), default=since)
    length = (end - since) / 3 or 1.0
    parts: list[list[float]] = [[], [], []]
    for moment, value in samples:
        if moment >= since:
            parts[min(2, int((moment - since) / length))].append(value)
    first, middle, last = (of(part) if part else 0.0 for part in parts)
    return Thirds(name=name, values=(first, middle, last), tolerance=tolerance)


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values are below."""
    return sorted(values)[int(len(values) * 0.95)]


def median(values: Sequence[float]) -> float:
    """Return the middle one of the values."""
    return float(statistics.median(values))


def disk(folder: Path) -> dict[str, int]:
    """Return what each part of a folder takes on the disk, in bytes; links lead elsewhere."""
    return {path.name: _size(path) for path in sorted(folder.iterdir()) if not path.is_symlink()}


def _size(path: Path) -> int:
    """Return the bytes of a file or folder, of which anything may be deleted meanwhile."""
    total = 0
    for each in (path, *path.rglob("*")):
        try:
            total += each.lstat().st_blocks * 512
        except FileNotFoundError:
            continue
    return total
