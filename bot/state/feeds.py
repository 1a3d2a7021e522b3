"""The feeds that servers watch, and which of their entries have been seen."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Select, delete, or_, select

from bot.state.database import Database
from bot.state.tables import EntryRow, FeedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFeed:
    """A feed as a server watches it, and how its polls went.

    ``channel`` is where new articles are told of, if anywhere. ``etag`` and ``last_modified`` are
    what its server said last. A feed without ``next_poll`` is not polled any more. ``failures``
    counts those in a row.
    """

    server: int
    url: str
    watched_since: datetime
    channel: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_poll: datetime | None = None
    next_poll: datetime | None = None
    failures: int = 0
    last_error: str | None = None

    @property
    def host(self) -> str | None:
        """What of its address may be logged; the rest is as somebody typed it, keys included."""
        return urlsplit(self.url).hostname


_FIELDS = tuple(WatchedFeed.__dataclass_fields__)


class FeedStore:
    """Every feed that is watched, by server and address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def watch(self, feed: WatchedFeed) -> bool:
        """Keep a feed, and return whether its server wasn't watching it already."""
        with self._database.writing() as session:
            if session.scalar(_named(feed.server, feed.url)):
                return False
            session.add(FeedRow(**asdict(feed)))
            return True

    def unwatch(self, server: int, url: str) -> bool:
        """Forget a feed with its entries, and return whether it was watched."""
        named = delete(FeedRow).where(FeedRow.server == server, FeedRow.url == url)
        with self._database.writing() as session:
            return bool(session.execute(named.returning(FeedRow.number)).all())

    def of(self, server: int) -> list[WatchedFeed]:
        """Return the feeds that a server watches, oldest first."""
        return self._all(select(FeedRow).where(FeedRow.server == server).order_by(FeedRow.number))

    def due(self, now: datetime) -> list[WatchedFeed]:
        """Return the feeds whose next poll has come, the longest overdue first.

        One whose last poll is to come was polled before the clock was put back: it is due, too.
        """
        is_due = or_(FeedRow.next_poll <= now, FeedRow.last_poll > now)
        wanted = select(FeedRow).where(FeedRow.next_poll.is_not(None), is_due)
        return self._all(wanted.order_by(FeedRow.next_poll, FeedRow.number))

    def save(self, feed: WatchedFeed) -> bool:
        """Keep how a poll went, and return whether the feed is still watched."""
        with self._database.writing() as session:
            row = session.scalar(_named(feed.server, feed.url))
            if row is None:
                return False
            for name, value in asdict(feed).items():
                setattr(row, name, value)
            return True

    def unseen(self, feed: WatchedFeed, entries: Iterable[str]) -> list[str]:
        """Return those of the entries that weren't marked as seen, in their order."""
        keys = {_key(entry): entry for entry in entries}
        with self._database.reading() as session:
            row = session.scalar(_named(feed.server, feed.url))
            if row is None:
                return []
            wanted = select(EntryRow.entry).where(EntryRow.feed == row.number)
            seen = set(session.scalars(wanted.where(EntryRow.entry.in_(keys))))
        return [entry for key, entry in keys.items() if key not in seen]

    def mark_seen(self, feed: WatchedFeed, entries: Iterable[str]) -> None:
        """Note that entries have been seen, unless the feed isn't watched any more."""
        now = datetime.now(UTC)
        with self._database.writing() as session:
            if row := session.scalar(_named(feed.server, feed.url)):
                for key in {_key(entry) for entry in entries}:
                    session.merge(EntryRow(feed=row.number, entry=key, seen_at=now))

    def _all(self, wanted: Select[FeedRow]) -> list[WatchedFeed]:
        with self._database.reading() as session:
            return [_feed(row) for row in session.scalars(wanted)]


def _named(server: int, url: str) -> Select[FeedRow]:
    return select(FeedRow).where(FeedRow.server == server, FeedRow.url == url)


def _feed(row: FeedRow) -> WatchedFeed:
    fields: dict[str, Any] = {name: getattr(row, name) for name in _FIELDS}
    return WatchedFeed(**fields)


def _key(entry: str) -> str:
    return sha256(entry.encode("utf-8", "replace")).hexdigest()
