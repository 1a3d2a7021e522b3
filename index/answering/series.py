"""Figures that several articles give for one thing, as values over time."""

import re
from collections.abc import Iterable, Mapping, Sequence

from index.answer import Citation
from index.answering.conflicts import same_things, subject_of
from index.answering.measurements import Measurement
from index.dates.partial_date import PartialDate
from index.timeline import Point, Series

_FEWEST_DATES = 2
# No news counts as far; an accident of reading may, and can't be drawn.
_BEYOND_NEWS = 1e15

_COUNTED = re.compile(r"(?:[\w’'-]+ )*?(?:[\w’'-]+s|people|men|women|children)\b")


def longest_series(statements: Iterable[tuple[PartialDate, Citation]]) -> Series | None:
    """Return the figures for the thing that most of the dated statements measure.

    None where nothing is measured at two dates or more.
    """
    dated = list(statements)
    dates = {citation.number: when for when, citation in dated}
    groups = (
        group
        for group in same_things(citation for _, citation in dated)
        if len({dates[item.citation.number] for item in group}) >= _FEWEST_DATES
        and all(item.figure.value < _BEYOND_NEWS for item in group)
    )
    longest = max(groups, key=len, default=None)
    return _series(longest, dates) if longest else None


def _series(group: Sequence[Measurement], dates: Mapping[int, PartialDate]) -> Series:
    points = (_point(item, dates[item.citation.number]) for item in group)
    return Series(
        subject=subject_of(group),
        unit=_unit(group),
        points=tuple(sorted(points, key=lambda point: (str(point.when), point.citation))),
    )


def _point(measurement: Measurement, when: PartialDate) -> Point:
    return Point(
        when=when,
        value=measurement.figure.value,
        spoken=measurement.figure.spoken,
        citation=measurement.citation.number,
    )


def _unit(group: Sequence[Measurement]) -> str:
    """Return what the figures are in, or what they count: the words up to the first plural."""
    counted = (_COUNTED.match(item.counted) for item in group)
    nouns = [match[0] for match in counted if match]
    return group[0].figure.unit or min(nouns, key=len, default="")
