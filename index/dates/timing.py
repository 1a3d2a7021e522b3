"""When the events that a question asks for may have been in the news, as its words say."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from index.dates.forms import Mention, find_dates
from index.dates.period import Period, days_later
from index.dates.words import UNITS

_FLAGS = re.IGNORECASE | re.ASCII
# Years aren't recent days, and some names hold such a word: "direct current", "USA Today".
_RECENT = re.compile(
    r"\b(?:latest|newest|most recent|recently|lately|of late|now|nowadays|currently|tonight|so far"
    r"|these days|to date|up[ -]to[ -]date|ongoing|at (?:the moment|present)|as of this"
    r"|recent(?! (?:years|decades|centuries|history))"
    r"|(?<!direct )(?<!alternating )(?<!electric )current(?! of)|(?<!usa )(?<!russia )today"
    r"|breaking (?:news|stor(?:y|ies)|developments?)|(?:has|have|had|was|were|’s|'s) just)\b"
    r"|(?<![\w-])breaking\W*\Z|\A\W*breaking\b(?! bad\b)",
    _FLAGS,
)
_AND = re.compile(
    r",? (?:and|or|to|until|till|through) (?:(?:in|on|from) )?(?:the )?| ?[-–—] ?", _FLAGS
)
# "Higher than in 2019" asks for no news of 2019.
_COMPARED = re.compile(r"\b(?:than|compared (?:to|with))(?: (?:in|on|of))?(?: the)? \Z", _FLAGS)
# What the words before a date make of it.
_OPENINGS: tuple[tuple[re.Pattern[str], Callable[[Period], Period]], ...] = tuple(
    (re.compile(rf"\b(?:{said})(?: the)? \Z", _FLAGS), read)
    for said, read in (
        ("between|from", lambda days: days),
        ("since", lambda days: Period(days.first, date.max)),
        ("after", lambda days: Period(days_later(days.last, 1), date.max)),
        ("before|prior to", lambda days: Period(date.min, days_later(days.first, -1))),
        ("by|until|till|up to|through", lambda days: Period(date.min, days.last)),
        (
            "week of",
            lambda days: UNITS["week"].around(days.first) if days.first == days.last else days,
        ),
    )
)
_LONGEST_OPENING = 30  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The time that a question is about.

    ``wanted`` is the first and the last day that its words name, an open side at ``date.min`` or
    ``date.max``; ``phrase`` are these words, and ``spoken`` says the days to a reader. ``recent``
    means that the newest news is wanted.
    """

    wanted: tuple[date, date] | None
    phrase: str | None
    recent: bool
    spoken: str | None


class _Stretch(NamedTuple):
    """The days that the words from ``start`` to ``end`` name."""

    period: Period
    start: int
    end: int


def understand_timing(text: str, *, asked: date) -> Timing:
    """Return the time that a question is about, as seen from the day it is asked.

    Of several, the last that had begun counts: news is published after what it looks back on.
    """
    text = " ".join(text.split())
    stretches = [_opened(stretch, text) for stretch in _stretches(text, asked)]
    recent = _RECENT.search(text) is not None
    if not stretches:
        return Timing(wanted=None, phrase=None, recent=recent, spoken=None)
    period, start, end = max(stretches, key=lambda s: (s.period.first <= asked, s.period.first))
    touches = period.first != date.min and period.last >= asked
    return Timing(
        wanted=period, phrase=text[start:end], recent=recent or touches, spoken=period.spoken
    )


def _stretches(text: str, asked: date) -> list[_Stretch]:
    """Return what the dates of a text name: two joined are one, what it compares with is none."""
    stretches: list[_Stretch] = []
    before = None
    for mention in find_dates(text, asked=asked):
        joined = before and _joined(before, mention, text)
        if joined:
            stretches.pop()
        stretches.append(joined or _Stretch(mention.period, mention.start, mention.end))
        before = mention
    return [stretch for stretch in stretches if not _COMPARED.search(text, *_behind(stretch))]


def _behind(stretch: _Stretch) -> tuple[int, int]:
    """Return where the words begin and end that may say what the stretch is there for."""
    return max(0, stretch.start - _LONGEST_OPENING), stretch.start


def _joined(begin: Mention, end: Mention, text: str) -> _Stretch | None:
    """Return the days from one date to another that follows it with no more than an "and".

    Where one of them gives no year, it lies as near to the other as it can.
    """
    if not _AND.fullmatch(text, begin.end, end.start):
        return None
    first: Period | None = begin.period
    last: Period | None = end.period
    if begin.recurs:
        first = begin.seen_from(end.period.last)
    elif end.recurs:
        last = end.seen_from(UNITS["year"].later(begin.period.last, 1))
    if first is None or last is None or last.last < first.first:
        return None
    return _Stretch(Period(first.first, last.last), begin.start, end.end)


def _opened(stretch: _Stretch, text: str) -> _Stretch:
    """Return the stretch as the words before it mean it: since then, until then, the week of it."""
    for pattern, read in _OPENINGS:
        if match := pattern.search(text, *_behind(stretch)):
            return _Stretch(read(stretch.period), match.start(), stretch.end)
    return stretch
