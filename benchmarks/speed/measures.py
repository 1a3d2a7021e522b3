"""What the benchmark's parts measured, and the file that keeps it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure: what it is of, its unit, and what it has to come to, if anything.

    ``size`` is the number of passages asked of, where that varies. Without a value, ``detail``
    tells why there is none.
    """

    name: str
    value: float | None
    unit: str = ""
    size: int | None = None
    at_least: float | None = None
    at_most: float | None = None
    detail: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the value is what it has to be; None where nothing is asked of it."""
        if self.value is None or (self.at_least is None and self.at_most is None):
            return None
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part measured, and when; ``run`` is the same for all parts of one run."""

    run: str
    seconds: float
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The machine and every part's newest measures, by the part's name."""

    machine: Mapping[str, str]
    parts: Mapping[str, Part]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read results; none where there is no file."""
        if not path.exists():
            return cls(machine={}, parts={})
        fields: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return cls(
            machine=fields["machine"],
            parts={
                name: Part(
                    run=part["run"],
                    seconds=part["seconds"],
                    measures=tuple(Measure(**each) for each in part["measures"]),
                )
                for name, part in fields["parts"].items()
            },
        )

    def with_part(self, name: str, part: Part, *, machine: Mapping[str, str]) -> "Results":
        """Return the results with one part measured anew."""
        return Results(machine=machine, parts={**self.parts, name: part})

    def save(self, path: Path) -> None:
        """Write the results, measures without what they don't have."""
        shapes = {
            name: {
                "run": part.run,
                "seconds": part.seconds,
                "measures": [_shape(each) for each in part.measures],
            }
            for name, part in self.parts.items()
        }
        content = {"machine": dict(self.machine), "parts": shapes}
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")

    def find(self, part: str, name: str, size: int | None = None) -> Measure | None:
        """Return a part's measure of a name and size, if it was taken."""
        measures: Sequence[Measure] = self.parts[part].measures if part in self.parts else ()
        return next((m for m in measures if (m.name, m.size) == (name, size)), None)


def _shape(measure: Measure) -> dict[str, Any]:
    return {
        key: float(f"{value:.5g}") if isinstance(value, float) else value
        for key, value in asdict(measure).items()
        if value not in (None, "") or key == "value"
    }


def now() -> str:
    """Return the time by which a run is known: UTC, to the minute."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
