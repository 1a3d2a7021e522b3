"""For how long a server wants to be left alone."""

from datetime import UTC, datetime

import pytest

from bot.fetching.waiting import fresh_seconds, retry_seconds

NOON = datetime(2024, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("public, max-age=600", 600), ('Max-Age="60"', 60), ("no-cache", None), ("s-maxage=9", None)],
)
def test_freshness_is_the_age_that_is_allowed(value: str, expected: float | None) -> None:
    """The one for shared caches is not for us."""
    assert fresh_seconds({"Cache-Control": value}) == expected
    assert fresh_seconds({}) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120),
        ("Mon, 18 Nov 2024 12:01:00 GMT", 60),
        ("Mon, 18 Nov 2024 11:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("9" * 40, None),
    ],
)
def test_the_next_request_is_welcome_after_seconds_or_at_a_time(
    value: str, expected: float | None
) -> None:
    """As HTTP has it; what is neither says nothing."""
    assert retry_seconds({"Retry-After": value}, now=NOON) == expected
