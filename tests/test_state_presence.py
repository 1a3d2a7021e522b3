"""A server is left when no bot that shares the database is in it any more."""

from datetime import UTC, datetime, timedelta

from bot.state.state import State


def long_after() -> datetime:
    """Return a moment by which everything has happened."""
    return datetime.now(UTC) + timedelta(days=1)


def test_a_server_is_left_when_the_last_bot_left_it(state: State) -> None:
    """Which of them was where is known of each."""
    state.presence.note(91, {1, 2})
    state.presence.note(92, {2, 3})
    assert state.presence.left_before(long_after()) == []
    state.presence.note(91, set())
    assert state.presence.left_before(long_after()) == [1]
    state.presence.note(92, {3})
    assert state.presence.left_before(long_after()) == [1, 2]


def test_the_time_counts_from_when_it_was_left(state: State) -> None:
    """To be told again changes nothing, and to be invited again begins anew."""
    state.presence.note(91, {1})
    before = datetime.now(UTC)
    state.presence.note(91, set())
    after = datetime.now(UTC)
    state.presence.note(91, set())
    assert state.presence.left_before(before) == []
    assert state.presence.left_before(after) == [1]
    state.presence.note(91, {1})
    assert state.presence.left_before(long_after()) == []


def test_nothing_is_known_of_servers_that_were_never_seen(state: State) -> None:
    """A bot's first start leaves nothing."""
    state.presence.note(91, set())
    assert state.presence.left_before(long_after()) == []
