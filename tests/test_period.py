"""Stretches of days know their parts and their wording, and end where the calendar does."""

from datetime import date

import pytest

from index.dates.partial_date import PartialDate
from index.dates.period import Period, Unit

WEEK, MONTH, YEAR = Unit(days=7), Unit(months=1), Unit(months=12)


@pytest.mark.parametrize(
    ("first", "last", "spoken"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2019, 1, 1), date(2021, 12, 31), "2019–2021"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 2, 1), date(2024, 2, 28), "1–28 February 2024"),
        (date(2022, 6, 1), date(2022, 8, 31), "June–August 2022"),
        (date(2021, 12, 1), date(2022, 2, 28), "December 2021 – February 2022"),
        (date(2022, 6, 28), date(2022, 8, 28), "28 June – 28 August 2022"),
        (date(2022, 6, 3), date(2022, 6, 3), "3 June 2022"),
        (date(2022, 3, 1), date.max, "since 1 March 2022"),
        (date.min, date(2022, 12, 31), "until 31 December 2022"),
    ],
)
def test_a_period_is_spoken_as_vaguely_as_is_exact(first: date, last: date, spoken: str) -> None:
    """Whole years and months are named as such, and what both ends share is said once."""
    assert Period(first, last).spoken == spoken


@pytest.mark.parametrize(
    ("whole", "fraction", "spoken"),
    [
        (PartialDate(2022), (2, 3, 4), "July–September 2022"),
        (PartialDate(2022), (0, 1, 3), "January–April 2022"),
        (PartialDate(2022, 11), (2, 3, 3), "21–30 November 2022"),
        (PartialDate(2022, 11, 18), (0, 1, 3), "18 November 2022"),
    ],
)
def test_a_part_keeps_whole_months(
    whole: PartialDate, fraction: tuple[int, int, int], spoken: str
) -> None:
    """Months of a year stay whole, a month is cut by days, and a day isn't cut."""
    assert Period.of(whole).part(*fraction).spoken == spoken


def test_months_later_stay_in_their_month() -> None:
    """A day that the month doesn't have becomes its last."""
    assert MONTH.later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert YEAR.later(date(2024, 2, 29), -1) == date(2023, 2, 28)


@pytest.mark.parametrize("unit", [WEEK, MONTH, YEAR])
@pytest.mark.parametrize("edge", [date.min, date.max])
def test_the_calendar_has_ends(unit: Unit, edge: date) -> None:
    """What would lie beyond the first or the last day there is stops there."""
    assert date.min <= unit.later(edge, -9_999) <= unit.later(edge, 9_999) <= date.max
    assert edge in unit.around(edge)
