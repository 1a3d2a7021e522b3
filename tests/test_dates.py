"""A publication date is kept as exactly as it is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.partial_date import PartialDate

_DAYS = st.dates().map(PartialDate.of)
_MONTHS = st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12))
_YEARS = st.builds(PartialDate, st.integers(1, 9999))
_DATES = _DAYS | _MONTHS | _YEARS


@given(_DATES)
def test_a_date_is_read_back_as_it_is_written(known: PartialDate) -> None:
    """What is stored of a date is the whole of it."""
    assert PartialDate.parse(str(known)) == known


@given(_DATES)
def test_a_date_covers_the_days_it_may_mean(known: PartialDate) -> None:
    """The first and the last day share what is known, and the days around them don't."""
    first, last = known.earliest, known.latest
    assert str(first).startswith(str(known))
    assert str(last).startswith(str(known))
    if first > date.min:
        assert not str(first - timedelta(days=1)).startswith(str(known))
    if last < date.max:
        assert not str(last + timedelta(days=1)).startswith(str(known))


@given(st.lists(_DATES))
def test_dates_sort_by_their_first_day(dates: list[PartialDate]) -> None:
    """An answer that lists the oldest first lists them as they came out."""
    firsts = [known.earliest for known in sorted(dates)]
    assert firsts == sorted(firsts)


def test_the_vaguer_date_sorts_first() -> None:
    """A year stands before its January, and that before its first day."""
    day, month, year = PartialDate(2024, 1, 1), PartialDate(2024, 1), PartialDate(2024)
    assert sorted([day, month, year]) == [year, month, day]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("2024-11-18", "18 November 2024"),
        ("2024-1-5", "5 January 2024"),
        (" 2024-11-18T08:30:00Z ", "18 November 2024"),
        ("2024-11-18 08:30", "18 November 2024"),
        ("2024-11", "November 2024"),
        ("2024", "2024"),
    ],
)
def test_a_date_is_spoken_as_exactly_as_it_was_written(text: str, spoken: str) -> None:
    """No day is added to a month, and no time of day is kept."""
    assert PartialDate.parse(text).spoken == spoken


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024-13",
        "2024-02-30",
        "2024-00",
        "2024-11-00",
        "18.11.2024",
        "24-11-18",
        "2024-11-",
        "0000",
    ],
)
def test_what_is_no_date_is_named(text: str) -> None:
    """The error repeats the text."""
    with pytest.raises(ValueError, match=f"^{text!r} is not a date"):
        PartialDate.parse(text)


def test_a_day_needs_its_month() -> None:
    """There is no 18th of 2024."""
    with pytest.raises(ValueError, match="a day needs its month"):
        PartialDate(2024, None, 18)
