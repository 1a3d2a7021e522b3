"""Stretches of days: weeks, months, years, parts of them and counts of them."""

from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import NamedTuple, Self

from index.dates.partial_date import PartialDate

# Months are counted from January of the year 0, so that years, decades and centuries begin at
# multiples of their lengths.
_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 11


class Period(NamedTuple):
    """The days from ``first`` to ``last``; an open side lies at ``date.min`` or ``date.max``."""

    first: date
    last: date

    @classmethod
    def of(cls, when: PartialDate) -> Self:
        """Return every day that a date may mean."""
        return cls(when.earliest, when.latest)

    @classmethod
    def of_months(cls, begin: int, count: int) -> Self:
        """Return ``count`` whole months, the first of them ``begin`` after January of year 0."""
        return cls(_month(begin).earliest, _month(begin + count - 1).latest)

    def part(self, begin: int, end: int, of: int) -> Self:
        """Return what lies between two fractions: the second half is ``part(1, 2, 2)``.

        Of several whole months the part is whole months too.
        """
        months = self._whole_months
        if months > 1:
            start, stop = months * begin // of, months * end // of
            return self.of_months(_number(self.first) + start, max(1, stop - start))
        days = (self.last - self.first).days + 1
        first = days_later(self.first, days * begin // of)
        return type(self)(first, max(first, days_later(self.first, days * end // of - 1)))

    @property
    def spoken(self) -> str:
        """For a reader: ``November 2022``, ``14–20 November 2022``, ``since 1 March 2022``."""
        if self.last == date.max:
            return f"since {PartialDate.of(self.first).spoken}"
        if self.first == date.min:
            return f"until {PartialDate.of(self.last).spoken}"
        begin, end = (when.spoken.split() for when in self._ends)
        if begin == end:
            return " ".join(end)
        pairs = zip(reversed(begin), reversed(end), strict=True)
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        kept = begin[: len(begin) - shared]
        return " ".join(kept) + ("–" if len(kept) == 1 else " – ") + " ".join(end)

    @property
    def _ends(self) -> tuple[PartialDate, PartialDate]:
        """The first and last year, month or day, whichever is the vaguest that is still exact."""
        first, last = PartialDate.of(self.first), PartialDate.of(self.last)
        if not self._whole_months:
            return first, last
        if (first.month, last.month) == (1, 12):
            return PartialDate(first.year), PartialDate(last.year)
        return PartialDate(first.year, first.month), PartialDate(last.year, last.month)

    @property
    def _whole_months(self) -> int:
        """How many months these are, 0 where some days are missing."""
        begin = _number(self.first)
        count = _number(self.last) - begin + 1
        return count if self == self.of_months(begin, count) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A length of the calendar, in days or in months."""

    days: int = 0
    months: int = 0

    def around(self, day: date) -> Period:
        """Return the calendar's week, month or year that holds ``day``; weeks begin on Monday."""
        if self.months:
            begin = _number(day) // self.months * self.months
            return Period.of_months(begin, self.months)
        # Day 1 of the proleptic calendar is a Monday.
        offset = (day.toordinal() - 1) % self.days
        first = days_later(day, -offset)
        return Period(first, days_later(first, self.days - 1))

    def later(self, day: date, count: int) -> date:
        """Return the day ``count`` units later, or earlier; the 31st becomes a month's last."""
        if self.days:
            return days_later(day, self.days * count)
        month = _month(_number(day) + self.months * count)
        return min(month.latest, days_later(month.earliest, day.day - 1))


def days_later(day: date, count: int) -> date:
    """Return the day ``count`` days later, or earlier, no further than the calendar goes."""
    ordinal = day.toordinal() + count
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _number(month_of: date) -> int:
    return month_of.year * 12 + month_of.month - 1


def _month(number: int) -> PartialDate:
    """Return a month by its number, no further than the calendar goes."""
    year, month = divmod(min(max(number, _FIRST_MONTH), _LAST_MONTH), 12)
    return PartialDate(year, month + 1)
