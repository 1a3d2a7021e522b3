"""The picture of figures over time: dates against values, each point with its footnote's number.

It is drawn on a dark ground of its own, and so reads the same in Discord's dark and light themes.
Only `draw` needs matplotlib, which takes a second to load.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from textwrap import wrap
from typing import Any

from bot.messages.markdown import plain, shorten
from index.dates.partial_date import PartialDate
from index.timeline import Point, Series

FILE_NAME = "figures.png"
# What Discord reads out to whoever can't see a picture
# (https://docs.discord.com/developers/components/reference#media-gallery).
_LONGEST_DESCRIPTION = 1_024
_GROUND, _INK, _FAINT, _POINTS = "#1E1F22", "#F2F3F5", "#80848E", "#56B4E9"
_FONT = "DejaVu Sans"  # comes with matplotlib: every machine draws the same
_TEXT: dict[str, Any] = {"color": _INK, "fontfamily": _FONT, "parse_math": False}
_MARGIN = 0.15  # inches
_SIZE, _DOTS_AN_INCH = (8.0, 4.2), 150
_TITLE_WIDTH, _TITLE_LINES = 70, 2
_LONGEST_UNIT = 40
# More points than this are too many to spell their figures out beside them.
_MOST_SPELT_OUT = 6
# Dates closer than this share of the axis would be written over each other.
_BETWEEN_TICKS = 0.16
# Points this near to each other, by their share of either axis, would share their labels' room.
_CROWDED = 0.12
_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
# Beyond, no word is usual.
_LARGEST_SPOKEN = 1e15


def description(series: Series) -> str:
    """Return the same in words."""
    return shorten(f"Chart. {plain(series.told)}", _LONGEST_DESCRIPTION)


def draw(series: Series) -> bytes:
    """Return the picture as a PNG file."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN)
    figure = Figure(figsize=_SIZE, dpi=_DOTS_AN_INCH, facecolor=_GROUND, layout=layout)
    axes = figure.add_subplot(facecolor=_GROUND)
    for point in series.points:
        _mark(
            axes,
            point,
            spelt_out=len(series.points) <= _MOST_SPELT_OUT,
            label_below=_is_under_another(point, series.points),
        )
    _set_dates(axes, [point.when for point in series.points])
    _set_values(axes, [point.value for point in series.points])
    axes.set_title(_title(series), fontsize=13, **_TEXT)
    axes.set_ylabel(shorten(_drawable(series.unit), _LONGEST_UNIT), fontsize=11, **_TEXT)
    _clear(axes)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _mark(axes: Any, point: Point, *, spelt_out: bool, label_below: bool) -> None:
    """Draw a point, as wide as its date is vague, and the number of its footnote beside it."""
    span = [point.when.earliest.toordinal(), point.when.latest.toordinal()]
    axes.plot(span, [point.value] * 2, color=_POINTS, linewidth=3, alpha=0.5)
    axes.plot(_middle(point.when), point.value, "o", color=_POINTS, markersize=8)
    figure = f" {shorten(_drawable(point.spoken), _LONGEST_UNIT)}" if spelt_out else ""
    axes.annotate(
        f"[{point.citation}]{figure}",
        (_middle(point.when), point.value),
        textcoords="offset points",
        xytext=(0, -9 if label_below else 9),
        ha="center",
        va="top" if label_below else "bottom",
        fontsize=11,
        **_TEXT,
    )


def _is_under_another(point: Point, points: Sequence[Point]) -> bool:
    """Tell whether a higher point beside it needs the room above it."""
    days = [_middle(other.when) for other in points]
    wide = _CROWDED * max(1.0, max(days) - min(days))
    high = _CROWDED * max(other.value for other in points)
    return any(
        abs(_middle(other.when) - _middle(point.when)) < wide
        and 0 < other.value - point.value < high
        for other in points
    )


def _set_dates(axes: Any, dates: Sequence[PartialDate]) -> None:
    """Name the points' own dates along the axis, as far as there is room."""
    first = min(when.earliest for when in dates).toordinal()
    last = max(when.latest for when in dates).toordinal()
    length = max(1, last - first)
    axes.set_xlim(first - 0.15 * length, last + 0.15 * length)
    ticks: dict[float, str] = {}
    for when in sorted(dates):
        if not ticks or _middle(when) - max(ticks) >= _BETWEEN_TICKS * length:
            ticks[_middle(when)] = _brief(when)
    axes.set_xticks(list(ticks), labels=list(ticks.values()))


def _set_values(axes: Any, values: Sequence[float]) -> None:
    """Begin the axis at nothing, so that heights compare as figures do, and say the values."""
    axes.set_ylim(0, 1.25 * max(values) or 1)
    axes.yaxis.set_major_formatter(lambda value, _place: _spoken(value))


def _clear(axes: Any) -> None:
    axes.tick_params(colors=_INK, labelcolor=_INK, labelfontfamily=_FONT, labelsize=10)
    axes.grid(axis="y", color=_FAINT, alpha=0.35, linewidth=0.6)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_FAINT)


def _title(series: Series) -> str:
    lines = wrap(_drawable(series.subject), _TITLE_WIDTH, max_lines=_TITLE_LINES, placeholder=" …")
    return "\n".join(lines)


def _drawable(text: str) -> str:
    """Return a text in one line, with a mark where the font lacks a letter."""
    from matplotlib.font_manager import findfont, get_font

    letters = get_font(findfont(_FONT)).get_charmap()
    return "".join(letter if ord(letter) in letters else "□" for letter in plain(text))


def _middle(when: PartialDate) -> float:
    return (when.earliest.toordinal() + when.latest.toordinal()) / 2


def _brief(when: PartialDate) -> str:
    """Return a date as short as an axis wants it: "18 Nov 2024"."""
    if when.month is None:
        return str(when.year)
    month = f"{date(2000, when.month, 1):%b} {when.year}"
    return month if when.day is None else f"{when.day} {month}"


def _spoken(value: float) -> str:
    if value >= _LARGEST_SPOKEN:
        return f"{value:.3g}"
    for scale, name in _SCALES:
        if value >= scale:
            return f"{value / scale:g}{name}"
    return f"{value:,g}" if value < 1 else f"{value:,.10g}"
