"""How questions write dates: one row for each form, with the reader of its words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from index import date_readers as readers
from index import date_words as words
from index.date_words import any_of
from index.period import Period

_FLAGS = re.IGNORECASE | re.ASCII
# A number or a hyphen before a date makes another thing of it: 12.5, pre-2022.
_BEGIN = r"(?<![\w.,/$€£#-])"
# A number that goes on like this is no year and no day: 2022.5, 2022-11, 2022%.
_WHOLE = r"(?!\w|[.,/-]\d|%)"

_YEAR = rf"(?P<year>(?:1[89]|20)\d\d){_WHOLE}"
_NO_NAME = "".join(rf"(?<!\b{word} )" for word in words.BEFORE_NUMBERS)
_NO_COUNT = rf"(?!(?: (?:and|or|to) [\d,]+)? (?:{any_of(words.COUNTED)})\b)"
_LONG_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
_MONTH = rf"(?P<month>(?:{_LONG_MONTH}|sept|{any_of(words.MONTHS)})\b)\.?"
# In small letters, these two are verbs as often.
_SURE_MONTH = rf"(?!(?-i:may|march)\b){_MONTH}"
_DAYS = (
    r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
    r"(?: ?(?:[-–—]|and|to|until) ?(?P<to_day>\d\d?)(?:st|nd|rd|th)?)?"
)
_WEEKDAY = any_of(words.WEEKDAYS)
_PART = rf"(?P<part>{any_of(words.PARTS)})[ -](?:(?:of|in) )?(?:the )?"
_WHICH = r"(?P<which>last|this|next) "
_SEASON = rf"(?P<season>{any_of(words.SEASONS)})\b(?! (?:of [a-z]|games|olympics?|solstice))"
_UNIT = rf"(?P<unit>{any_of(words.UNITS)})\b(?! of\b)"
_COUNT = rf"(?:a )?(?P<count>{any_of(words.COUNTS)}|\d{{1,4}})(?: of)?"
_UNITS = rf"(?P<unit>{any_of(words.UNITS)})s?\b(?! of\b)"

# What stands before a word that could mean other things, where it means a date.
_LED = (
    r"\b(?:in|on|of|by|from|since|after|before|between|during|until|till|through|throughout) \Z"
    rf"|(?:\b(?:{_LONG_MONTH})|\d) (?:and|or|to|until|through) \Z|\d ?[–—-] ?\Z"
)
_LED_BY_ARTICLE = (
    r"\b(?:in|on|at|by|from|since|after|before|between|during|over|until|early|late)(?: the)? \Z"
    rf"|\b(?:{_WEEKDAY}|{any_of(words.SEASONS)}) (?:and|or|to|until|through)(?: the)? \Z"
)
_LONGEST_LEAD = 30  # characters


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
    behind = re.compile(led, _FLAGS) if led else None
    return Form(re.compile(rf"{_BEGIN}(?:{pattern})(?!\w)", _FLAGS), read, behind, recurs)


def _day_forms() -> Iterator[Form]:
    for day_first in (True, False):
        sure, any_month = (_day(month, day_first=day_first) for month in (_SURE_MONTH, _MONTH))
        yield _form(rf"{any_month},? (?:of )?{_YEAR}", readers.read_date)
        yield _form(sure, readers.read_date, recurs=True)
        yield _form(any_month, readers.read_date, led=_LED, recurs=True)


def _day(month: str, *, day_first: bool) -> str:
    """Return the pattern of a day of the month, or of days that follow each other."""
    order = rf"{_DAYS} (?:of )?{month}" if day_first else rf"{month} (?:the )?{_DAYS}{_WHOLE}"
    return rf"(?:(?:{_WEEKDAY}),? (?:the )?)?{order}"


# Of two that begin together and are equally long, the first listed is meant.
_FORMS = (
    _form(
        rf"(?P<year>\d{{4}})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?{_WHOLE}", readers.read_date
    ),
    *_day_forms(),
    _form(rf"(?:{_PART})?{_MONTH},? (?:of )?{_YEAR}", readers.read_date),
    _form(rf"(?:{_PART}|{_WHICH}){_SURE_MONTH}", readers.read_date, recurs=True),
    _form(_MONTH, readers.read_date, led=_LED, recurs=True),
    _form(rf"(?:{_PART})?{_SEASON},? (?:of )?{_YEAR}", readers.read_season),
    _form(rf"(?:{_PART})?{_WHICH}{_SEASON}", readers.read_season, recurs=True),
    _form(rf"(?:{_PART})?{_SEASON}", readers.read_season, led=_LED_BY_ARTICLE, recurs=True),
    _form(rf"{_PART}{_YEAR}", readers.read_years),
    _form(_NO_NAME + _YEAR + _NO_COUNT, readers.read_years),
    _form(
        rf"(?P<year>(?:1[89]|20)\d\d) ?[–—/-] ?(?P<until>\d{{4}}|\d\d){_WHOLE}", readers.read_years
    ),
    _form(rf"(?:{_PART})?(?P<decade>\d{{3}}0)[’']?s", readers.read_decade),
    _form(rf"(?:{_PART}|the )[’'‘]?(?P<decade>\d0)[’']?s", readers.read_decade),
    _form(rf"{_WHICH}(?P<weekday>{_WEEKDAY}|weekend)", readers.read_weekday, recurs=True),
    _form(
        rf"(?P<weekday>{_WEEKDAY}|weekend)", readers.read_weekday, led=_LED_BY_ARTICLE, recurs=True
    ),
    _form(rf"(?P<near>{any_of(words.NEAR_DAYS)})", readers.read_near_day),
    _form("this (?:past )?week", readers.read_this_week),
    _form(rf"(?:{_PART})?(?P<direction>{any_of(words.DIRECTIONS)}) {_UNIT}", readers.read_unit),
    _form(rf"{_COUNT} {_UNITS} ago", readers.read_ago),
    _form(rf"(?:last|past|previous) {_COUNT} {_UNITS}", readers.read_past),
    _form(rf"(?:past|the last) {_UNIT}", readers.read_past),
    _form(rf"(?:next|coming) {_COUNT} {_UNITS}", readers.read_coming),
)


def find_dates(text: str, *, asked: date) -> list[Mention]:
    """Return the dates that a text writes, in order; of those that overlap, the longest."""
    mentions = [mention for form in _FORMS for mention in _mentions(form, text, asked)]
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    found: list[Mention] = []
    for mention in mentions:
        if not found or found[-1].end <= mention.start:
            found.append(mention)
    return found


def _mentions(form: Form, text: str, asked: date) -> Iterator[Mention]:
    for match in form.pattern.finditer(text):
        start, end = match.span()
        if form.led and not form.led.search(text, max(0, start - _LONGEST_LEAD), start):
            continue
        said = {name: word.lower() for name, word in match.groupdict().items() if word}
        if period := form.days(said, asked=asked):
            yield Mention(form, said, start, end, period)
