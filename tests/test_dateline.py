"""A line that says when an article was published is told from prose with a date."""

import pytest

from index.dates.dateline import Dateline, read_dateline
from index.dates.partial_date import PartialDate

DAY = PartialDate(2025, 6, 5)


@pytest.mark.parametrize(
    "line",
    [
        "June 5, 2025",
        "5 June 2025",
        "Jun. 5, 2025",
        "5th June, 2025",
        "THURSDAY, JUNE 5, 2025",
        "2025-06-05",
        "2025-06-05T10:30:00Z",
        "Published 5 June 2025",
        "First published on June 5, 2025 at 10:30 a.m. EDT",
        "Thu 5 Jun 2025 10.30 BST",
        "Updated June 6, 2025 — Published June 5, 2025",
        "Published: 5 June 2025; last updated: 6 June 2025 14:00 GMT",
    ],
)
def test_a_dateline_is_read(line: str) -> None:
    """Forms, weekdays, times and zones don't matter; the day of publication counts."""
    assert read_dateline(line) == Dateline(DAY)


def test_a_revision_is_no_publication() -> None:
    """A line that tells only of a change is a dateline without a date."""
    assert read_dateline("Last updated 6 June 2025") == Dateline(None)


@pytest.mark.parametrize("line", ["February 30, 2025", "31 June 2025", "2025-13-01"])
def test_a_day_that_never_was_is_unknown(line: str) -> None:
    """No date is made of an impossible one."""
    assert read_dateline(line) == Dateline(None)


@pytest.mark.parametrize(
    "line",
    [
        "The council voted on June 5, 2025.",
        "On June 5, 2025, the bridge closed",
        "June",
        "At 10:30",
        "2025",
        "Five lessons from 5 June 2025",
    ],
)
def test_prose_is_no_dateline(line: str) -> None:
    """A line with other words, or without a whole date, isn't a dateline."""
    assert read_dateline(line) is None
