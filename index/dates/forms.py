"""How questions write dates: one row for each form, with the reader of its words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from index.dates import readers, words
from index.dates.patterns import (
    BEGIN,
    COUNT,
    FLAGS,
    LED,
    LED_BY_ARTICLE,
    MONTH,
    NO_COUNT,
    NO_NAME,
    PART,
    SEASON,
    SURE_MONTH,
    UNIT,
    UNITS,
    WEEKDAY,
    WHICH,
    WHOLE,
    YEAR,
    day_of_month,
)
from index.dates.period import Period
from index.dates.words import any_of

# The longest that LED and LED_BY_ARTICLE need, in characters.
_LONGEST_LEAD = 30

_Reader = Callable[[readers.Words, date], Period | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date.

    With ``led``, it counts only right behind a match of that. Where it ``recurs`` and doesn't give
    its year, the words beside it may move it: in "June to August 2022", June is of 2022 too.
    """

    pattern: re.Pattern[str]
    read: _Reader
    led: re.Pattern[str] | None
    recurs: bool

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each place where a text writes a date so."""
        for match in self.pattern.finditer(text):
            behind = max(0, match.start() - _LONGEST_LEAD)
            if self.led is None or self.led.search(text, behind, match.start()):
                yield match

    def days(self, said: readers.Words, *, asked: date) -> Period | None:
        """Return the days that these words name, None where there are no such days."""
        try:
            period = self.read(said, asked)
        except ValueError:
            return None
        if period is None or period.last < period.first:
            return None
        return period.part(*words.PARTS[said["part"]]) if "part" in said else period


@dataclass(frozen=True, slots=True)
class Mention:
    """The days that a text names with the words from ``start`` to ``end``."""

    form: Form
    words: readers.Words
    start: int
    end: int
    period: Period

    @property
    def recurs(self) -> bool:
        """Whether the words beside it may move it to another year or week."""
        return self.form.recurs and "year" not in self.words

    def seen_from(self, asked: date) -> Period | None:
        """Return the days that it names if asked on another day."""
        return self.form.days(self.words, asked=asked)


def _form(
    pattern: str,
    read: _Reader,
    *,
    led: str | None = None,
    recurs: bool = False,
) -> Form:
    behind = re.compile(led, FLAGS) if led else None
    return Form(re.compile(rf"{BEGIN}(?:{pattern})(?!\w)", FLAGS), read, behind, recurs)


def _day_forms() -> Iterator[Form]:
    for day_first in (True, False):
        sure, any_month = (
            day_of_month(month, day_first=day_first) for month in (SURE_MONTH, MONTH)
        )
        yield _form(rf"{any_month},? (?:of )?{YEAR}", readers.read_date)
        yield _form(sure, readers.read_date, recurs=True)
        yield _form(any_month, readers.read_date, led=LED, recurs=True)


# Of two that begin together and are equally long, the first listed is meant.
_FORMS = (
    _form(
        rf"(?P<year>\d{{4}})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?{WHOLE}", readers.read_date
    ),
    *_day_forms(),
    _form(rf"(?:{PART})?{MONTH},? (?:of )?{YEAR}", readers.read_date),
    _form(rf"(?:{PART}|{WHICH}){SURE_MONTH}", readers.read_date, recurs=True),
    _form(MONTH, readers.read_date, led=LED, recurs=True),
    _form(rf"(?:{PART})?{SEASON},? (?:of )?{YEAR}", readers.read_season),
    _form(rf"(?:{PART})?{WHICH}{SEASON}", readers.read_season, recurs=True),
    _form(rf"(?:{PART})?{SEASON}", readers.read_season, led=LED_BY_ARTICLE, recurs=True),
    _form(rf"{PART}{YEAR}", readers.read_years),
    _form(NO_NAME + YEAR + NO_COUNT, readers.read_years),
    _form(
        rf"(?P<year>(?:1[89]|20)\d\d) ?[–—/-] ?(?P<until>\d{{4}}|\d\d){WHOLE}", readers.read_years
    ),
    _form(rf"(?:{PART})?(?P<decade>\d{{3}}0)[’']?s", readers.read_decade),
    _form(rf"(?:{PART}|the )[’'‘]?(?P<decade>\d0)[’']?s", readers.read_decade),
    _form(rf"{WHICH}(?P<weekday>{WEEKDAY}|weekend)", readers.read_weekday, recurs=True),
    _form(
        rf"(?P<weekday>{WEEKDAY}|weekend)", readers.read_weekday, led=LED_BY_ARTICLE, recurs=True
    ),
    _form(rf"(?<!\busa )(?<!\brussia )(?P<near>{any_of(words.NEAR_DAYS)})", readers.read_near_day),
    _form("this (?:past )?week", readers.read_this_week),
    _form(rf"(?:{PART})?(?P<direction>{any_of(words.DIRECTIONS)}) {UNIT}", readers.read_unit),
    _form(rf"{COUNT} {UNITS} ago", readers.read_ago),
    _form(rf"(?:last|past|previous) {COUNT} {UNITS}", readers.read_past),
    _form(rf"(?:past|the last) {UNIT}", readers.read_past),
    _form(rf"(?:next|coming) {COUNT} {UNITS}", readers.read_coming),
)


def find_dates(text: str, *, asked: date) -> list[Mention]:
    """Return the dates that a text writes, in order; of those that overlap, the longest."""
    matches = [(form, match) for form in _FORMS for match in form.matches(text)]
    matches.sort(key=lambda pair: (pair[1].start(), -pair[1].end()))
    found: list[Mention] = []
    for form, match in matches:
        start, end = match.span()
        if found and start < found[-1].end:
            continue
        said = {name: word.lower() for name, word in match.groupdict().items() if word}
        if period := form.days(said, asked=asked):
            found.append(Mention(form, said, start, end, period))
    return found
