"""Visits the watched feeds whenever they are due, for as long as the bot is connected."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.feeds.visiting import Visit, Visitor
from bot.off_loop import off_loop
from bot.state.feeds import FeedStore, WatchedFeed
from bot.waking import Waking

# A feed is visited at most so much later than it is due.
_BETWEEN_LOOKS = 20.0  # seconds
# More at once would only wait for each other's index.
_AT_ONCE = 4

log = logging.getLogger(__name__)


class Poller(Waking):
    """Looks for feeds that are due, visits them, and tells how it went.

    Args:
        feeds: the feeds that are watched.
        visitor: what visits one.
        is_here: whether the bot is in a server; the feeds of others are left to whom it is.
        tell: what is done with every visit.
    """

    def __init__(
        self,
        feeds: FeedStore,
        visitor: Visitor,
        *,
        is_here: Callable[[int], bool],
        tell: Callable[[Visit], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._feeds = feeds
        self._visitor = visitor
        self._is_here = is_here
        self._tell = tell
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._under_way: set[tuple[int, str]] = set()

    async def run(self) -> None:
        """Visit feeds until cancelled; visits under way are then given up."""
        async with asyncio.TaskGroup() as visits:
            while True:
                self._begin_round()
                for feed in await self._due():
                    visits.create_task(self._visit(feed))
                await self._pause(_BETWEEN_LOOKS)

    async def _due(self) -> list[WatchedFeed]:
        under_way = set(self._under_way)  # one that ends while the database is read is due no more
        try:
            due = await off_loop(self._feeds.due, datetime.now(UTC))
        except Exception:  # a database that can't be reached now may be in a moment
            log.exception("The feeds that are due can't be read.")
            return []
        free = [feed for feed in due if _key(feed) not in under_way | self._under_way]
        return [feed for feed in free if self._is_here(feed.server)]

    async def _visit(self, feed: WatchedFeed) -> None:
        self._under_way.add(_key(feed))
        try:
            async with self._turns:
                visit = await self._visitor.visit(feed)
            if await off_loop(self._feeds.save, visit.feed):
                await self._tell(visit)
        except Exception:  # one feed's trouble is none of the others'
            log.exception("A visit to %s can't be kept or told of.", feed.host)
        finally:
            self._under_way.discard(_key(feed))


def _key(feed: WatchedFeed) -> tuple[int, str]:
    return feed.server, feed.url
