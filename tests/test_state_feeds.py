"""Feeds are watched by server, and each of their entries is new once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from bot.state.feeds import WatchedFeed
from bot.state.state import State

NOW = datetime(2024, 11, 18, 12, 30, 15, 250, tzinfo=UTC)
FEED = WatchedFeed(
    server=1,
    url="https://post.example/feed",
    watched_since=NOW,
    next_poll=NOW,
    etag='"abc"',
)
LONG_NAMES = ["https://post.example/" + "a" * 5_000, "tag:1", "tag:1", "tag:2 🐎"]


def test_a_feed_is_watched_once_a_server(state: State) -> None:
    """Another server may watch it as well, and each sees its own."""
    other = replace(FEED, server=2)
    assert state.feeds.watch(FEED)
    assert not state.feeds.watch(replace(FEED, failures=8))
    assert state.feeds.watch(other)
    assert state.feeds.of(1) == [FEED]
    assert state.feeds.of(2) == [other]
    assert state.feeds.unwatch(1, FEED.url)
    assert not state.feeds.unwatch(1, FEED.url)
    assert not state.feeds.of(1)
    assert state.feeds.of(2) == [other]


def test_feeds_are_due_when_their_time_has_come(state: State) -> None:
    """The longest overdue first; one that is given up never."""
    feeds = [
        replace(FEED, url=f"https://{number}.example/", next_poll=when)
        for number, when in enumerate([NOW, NOW - timedelta(1), NOW + timedelta(seconds=1), None])
    ]
    for feed in feeds:
        assert state.feeds.watch(feed)
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    assert state.feeds.due(elsewhere) == [feeds[1], feeds[0]]


def test_how_a_poll_went_is_kept(state: State) -> None:
    """Unless the feed was given up meanwhile."""
    failed = replace(FEED, failures=3, last_error="It is gone.", last_poll=NOW, next_poll=None)
    assert not state.feeds.save(failed)
    state.feeds.watch(FEED)
    assert state.feeds.save(failed)
    assert state.feeds.of(1) == [failed]


def test_an_entry_is_new_once(state: State) -> None:
    """However long its name; after the feed was given up everything is new again."""
    state.feeds.watch(FEED)
    assert state.feeds.unseen(FEED, LONG_NAMES) == [LONG_NAMES[0], "tag:1", "tag:2 🐎"]
    state.feeds.mark_seen(FEED, LONG_NAMES[:2])
    state.feeds.mark_seen(FEED, LONG_NAMES[:2])
    assert state.feeds.unseen(FEED, LONG_NAMES) == ["tag:2 🐎"]
    state.feeds.unwatch(1, FEED.url)
    state.feeds.mark_seen(FEED, LONG_NAMES)
    assert not state.feeds.unseen(FEED, LONG_NAMES)
    state.feeds.watch(FEED)
    assert len(state.feeds.unseen(FEED, LONG_NAMES)) == 3
