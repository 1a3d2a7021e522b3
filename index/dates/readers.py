"""What the words of a date name: the days, as seen from the day the question is asked.

A reader gets the named words in small letters and returns None, or raises ValueError, where they
name no day that there is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta

from index.dates.partial_date import PartialDate
from index.dates.period import Period, days_later
from index.dates.words import (
    COUNTS,
    DIRECTIONS,
    MONTHS,
    NEAR_DAYS,
    SEASONS,
    UNITS,
    WEEKDAYS,
)

Words = Mapping[str, str]
_Choice = Callable[[Iterable[Period], date], Period | None]

# Which of several, newest first, is meant by a date that could be each; None: it doesn't say.
_CHOICES: dict[str | None, _Choice] = {
    None: lambda periods, asked: next((p for p in periods if p.first <= asked), None),
    "last": lambda periods, asked: next((p for p in periods if p.last < asked), None),
    "next": lambda periods, asked: min((p for p in periods if p.first > asked), default=None),
    "this": lambda periods, asked: min(periods, key=lambda p: _distance(p, asked), default=None),
}
# The 29th of February may be eight years back.
_YEARS_BACK = 8


def read_date(words: Words, asked: date) -> Period | None:
    """Return a day, a few days or a month."""
    return _in_its_year(words, asked, _days_of_month)


def read_season(words: Words, asked: date) -> Period | None:
    """Return a season; the winter of a year begins in its December."""
    return _in_its_year(
        words, asked, lambda _, year: Period.of_months(year * 12 + SEASONS[words["season"]] - 1, 3)
    )


def read_years(words: Words, _asked: date) -> Period:
    """Return a year, or the years up to another: ``2019–2021``, ``2019/20``."""
    year, until = words["year"], words.get("until", words["year"])
    last = PartialDate(int(year[: -len(until)] + until))
    return Period(PartialDate(int(year)).earliest, last.latest)


def read_decade(words: Words, asked: date) -> Period:
    """Return ten years; without its century, a decade is the newest of that name."""
    decade = int(words["decade"])
    if decade < 100:
        decade += asked.year // 100 * 100
        decade -= 100 * (decade > asked.year)
    return UNITS["decade"].around(PartialDate(decade).earliest)


def read_weekday(words: Words, asked: date) -> Period | None:
    """Return one day of the weeks around; of a weekend, two."""
    weekend = words["weekday"] == "weekend"
    weekday = WEEKDAYS.index("saturday" if weekend else words["weekday"])
    this_week = weekday - asked.weekday()
    begins = (days_later(asked, this_week + 7 * weeks) for weeks in (1, 0, -1, -2))
    return _choose((Period(day, days_later(day, int(weekend))) for day in begins), words, asked)


def read_near_day(words: Words, asked: date) -> Period:
    """Return today or a day beside it."""
    day = days_later(asked, NEAR_DAYS[words["near"]])
    return Period(day, day)


def read_this_week(_words: Words, asked: date) -> Period:
    """Return the seven days up to the one asked: on a Monday nobody means that day alone."""
    return Period(days_later(asked, -6), asked)


def read_unit(words: Words, asked: date) -> Period:
    """Return the calendar's week, month or year that ``last``, ``this`` or ``next`` points at."""
    unit = UNITS[words["unit"]]
    return unit.around(unit.later(asked, DIRECTIONS[words["direction"]]))


def read_ago(words: Words, asked: date) -> Period:
    """Return the day, week, month or year that lies so many of them back."""
    unit = UNITS[words["unit"]]
    return unit.around(unit.later(asked, -_count(words)))


def read_past(words: Words, asked: date) -> Period:
    """Return so many days, weeks, months or years up to the day asked."""
    return Period(UNITS[words["unit"]].later(asked, -_count(words)), asked)


def read_coming(words: Words, asked: date) -> Period:
    """Return so many days, weeks, months or years from the day asked on."""
    return Period(asked, UNITS[words["unit"]].later(asked, _count(words)))


def _in_its_year(words: Words, asked: date, read: Callable[[Words, int], Period]) -> Period | None:
    """Return what ``read`` finds in the year given, else in the year that the words mean."""
    if "year" in words:
        return read(words, int(words["year"]))
    return _choose(_each_year(words, asked, read), words, asked)


def _each_year(words: Words, asked: date, read: Callable[[Words, int], Period]) -> Iterator[Period]:
    """Yield what ``read`` finds in the years around the day asked, newest first."""
    for year in range(asked.year + 1, asked.year - _YEARS_BACK - 1, -1):
        with suppress(ValueError):  # no such day in this year
            yield read(words, year)


def _days_of_month(words: Words, year: int) -> Period:
    name = words["month"]
    month = int(name) if name.isdecimal() else MONTHS.index(name[:3]) + 1
    if "day" not in words:
        return Period.of(PartialDate(year, month))
    days = [int(words["day"]), int(words.get("to_day", words["day"]))]
    first, last = (PartialDate(year, month, day) for day in days)
    return Period(first.earliest, last.latest)


def _choose(periods: Iterable[Period], words: Words, asked: date) -> Period | None:
    return _CHOICES[words.get("which")](periods, asked)


def _distance(period: Period, day: date) -> timedelta:
    return max(period.first - day, day - period.last, timedelta())


def _count(words: Words) -> int:
    said = words.get("count", "one")
    return COUNTS.get(said) or int(said)
