"""How far a rebuild has come."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` in one step; the total may grow, and one of 0 is not known."""

    step: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]
