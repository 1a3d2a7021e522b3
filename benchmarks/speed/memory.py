"""How much memory a process uses that answers every question once."""

import json
from collections.abc import Iterator, Sequence

from benchmarks.speed.children import answering
from benchmarks.speed.measures import Measure
from benchmarks.speed.place import Place
from benchmarks.speed.real import Asked
from benchmarks.speed.sizes import Sized

_ASKED_AT = 50_000  # passages
_MOST = 600.0  # MB


def measure_memory(
    place: Place, sizes: Sequence[Sized], questions: Sequence[Asked]
) -> Iterator[Measure]:
    """Start a process for each size, and tell the most memory it ever held."""
    for sized in sizes:
        yield Measure(
            name="peak memory",
            size=sized.size,
            value=most_memory(place, sized, questions) / 1e6,
            unit="MB",
            at_most=_MOST if sized.size == _ASKED_AT else None,
            detail=f"resident, {len(questions)} answers in quotes",
        )


def most_memory(place: Place, sized: Sized, questions: Sequence[Asked]) -> int:
    """Return the most bytes that a process held which answered these questions."""
    path = place.root / "questions.json"
    shapes = [(each.text, each.as_of.isoformat() if each.as_of else None) for each in questions]
    path.write_text(json.dumps(shapes), "utf-8")
    with answering("memory", sized.data, path) as lines:
        most = next(lines)
    assert isinstance(most, int)
    return most
