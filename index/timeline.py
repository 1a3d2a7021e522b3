"""Timelines: the dated statements on a topic, and figures among them that can be compared."""

from dataclasses import dataclass
from typing import Any

from index.answer import Citation
from index.dates.partial_date import PartialDate

NOTHING = "The articles say nothing on that topic."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement with its date: that of what it tells, or that on which it was ``reported``."""

    when: PartialDate | None
    reported: bool
    citation: Citation

    @property
    def text(self) -> str:
        """The statement on one line."""
        return " ".join(self.citation.quote.split())

    @property
    def spoken_date(self) -> str:
        """The date for a reader, and which of the two kinds it is."""
        if self.when is None:
            return "undated"
        return f"reported {self.when.spoken}" if self.reported else self.when.spoken

    def to_json(self) -> dict[str, Any]:
        """Return the fields, the citation by its number."""
        return {
            "date": str(self.when) if self.when else None,
            "reported": self.reported,
            "text": self.text,
            "citation": self.citation.number,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure at a date: ``spoken`` as the article writes it, ``citation`` the number of that."""

    when: PartialDate
    value: float
    spoken: str
    citation: int

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return {
            "date": str(self.when),
            "value": self.value,
            "spoken": self.spoken,
            "citation": self.citation,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Figures for one thing at two dates or more, in order; ``unit`` is empty where unknown."""

    subject: str
    unit: str
    points: tuple[Point, ...]

    @property
    def told(self) -> str:
        """The figures in one line, for whoever sees no picture."""
        figures = "; ".join(
            f"{point.spoken}, {point.when.spoken} [{point.citation}]" for point in self.points
        )
        return f"{self.subject}: {figures}"

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return {
            "subject": self.subject,
            "unit": self.unit,
            "points": [point.to_json() for point in self.points],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The dated statements on a topic, the oldest first and undated ones last."""

    topic: str
    entries: tuple[Entry, ...]
    series: Series | None = None
    notices: tuple[str, ...] = ()
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the shape that ``footnote timeline --json`` prints."""
        return {
            "topic": self.topic,
            "found": bool(self.entries),
            "entries": [entry.to_json() for entry in self.entries],
            "citations": [entry.citation.to_json() for entry in self.entries],
            "series": self.series.to_json() if self.series else None,
            "notices": list(self.notices),
            "seconds": round(self.seconds, 4),
        }
