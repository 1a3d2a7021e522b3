"""When a feed is visited next."""

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.pace import Pace

PACE = Pace(usual=100, longest=10_000)


def test_a_feed_is_visited_as_often_as_usual() -> None:
    """Unless it or its server wants to be visited more rarely, up to a limit."""
    assert PACE.after_success(chance=0) == 100
    assert PACE.after_success(None, 5, chance=0) == 100
    assert PACE.after_success(600, 900, chance=0) == 900
    assert PACE.after_success(1e12, chance=0) == 10_000


def test_a_feed_that_fails_is_visited_more_and_more_rarely() -> None:
    """Twice as long every time, up to a limit."""
    waits = [PACE.after_failure(n, retry_after=None, chance=0) for n in (1, 2, 3, 30, 10_000)]
    assert waits == [100, 200, 400, 10_000, 10_000]


def test_a_server_that_asks_for_time_gets_it() -> None:
    """But a feed isn't forgotten for it."""
    assert PACE.after_failure(1, retry_after=500, chance=0) == 500
    assert PACE.after_failure(3, retry_after=5, chance=0) == 400
    assert PACE.after_failure(1, retry_after=1e12, chance=0) == 10_000


@given(st.floats(0, 1), st.integers(1, 50), st.none() | st.floats(0, 1e9))
def test_chance_only_adds_a_tenth(chance: float, failures: int, wish: float | None) -> None:
    """Nobody is visited earlier than they wish."""
    for least, wait in (
        (PACE.after_success(wish, chance=0), PACE.after_success(wish, chance=chance)),
        (
            PACE.after_failure(failures, retry_after=wish, chance=0),
            PACE.after_failure(failures, retry_after=wish, chance=chance),
        ),
    ):
        assert least <= wait <= least * 1.1
