"""Watched feeds are visited when they are due, for as long as the bot is there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.feeds.poller import Poller
from bot.feeds.visiting import Visit, Visitor
from bot.fetching.fetcher import Fetcher
from bot.intake import Intake
from bot.rebuilding import Rebuilder
from bot.state.feeds import WatchedFeed
from bot.state.state import State
from index.library import Library
from tests.conftest import settings_in
from tests.eventually import eventually
from tests.feeds import rss
from tests.web import Site, website

HERE, ELSEWHERE = 1, 2


@dataclass(slots=True)
class Polling:
    """A poller for one server, and the visits that it told of."""

    site: Site
    state: State
    fetcher: Fetcher
    library: Library
    told: list[Visit] = field(default_factory=list)

    @property
    def poller(self) -> Poller:
        """A new poller, which looks once a test's time unless it is woken."""
        intake = Intake(self.library, self.fetcher, Rebuilder(self.library.settings))
        visitor = Visitor(self.state.feeds, self.fetcher, intake)
        return Poller(self.state.feeds, visitor, is_here=HERE.__eq__, tell=self.tell)

    async def tell(self, visit: Visit) -> None:
        """Note a visit, and fail."""
        self.told.append(visit)
        raise RuntimeError("nobody listens")

    def watch(self, path: str, *, server: int = HERE) -> None:
        """Have a feed watched that is due."""
        now = datetime.now(UTC)
        self.state.feeds.watch(
            WatchedFeed(
                server=server,
                url=self.site.url(path),
                watched_since=now,
                next_poll=now,
            )
        )


@pytest.fixture
async def polling(tmp_path: Path) -> AsyncIterator[Polling]:
    """A poller's surroundings; no article is ever there, so nothing is indexed."""
    library = Library.open(settings_in(tmp_path))
    state = State.open("", data=library.settings.data)
    async with website() as site, Fetcher(private=True) as fetcher:
        yield Polling(site, state, fetcher, library)
    library.close()
    state.close()


async def stop(task: asyncio.Task[None]) -> None:
    """Cancel a poller's task and wait for its end."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_due_feeds_are_visited_where_the_bot_is(
    polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever happens to one of them, or to what is told of it."""
    polling.site.put("/good", rss([]))
    for path in ("/good", "/bad"):
        polling.watch(path)
    polling.watch("/theirs", server=ELSEWHERE)
    poller = polling.poller
    task = asyncio.create_task(poller.run())
    await polling.site.asked(2)
    polling.site.put("/new", rss([]))
    polling.watch("/new")
    poller.wake()
    await polling.site.asked(3)
    await eventually(lambda: len(polling.told) == 3)
    await stop(task)
    assert sorted(polling.site.paths) == ["/bad", "/good", "/new"]
    assert {visit.feed.failures for visit in polling.told} == {0, 1}
    assert "nobody listens" in caplog.text
    [theirs] = polling.state.feeds.due(datetime.now(UTC))
    assert theirs.server == ELSEWHERE


async def test_a_visit_under_way_is_not_begun_again(polling: Polling) -> None:
    """However often the poller looks; and closing doesn't wait for it."""

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(1)
        return web.Response()

    polling.site.pages["/slow"] = slow
    polling.watch("/slow")
    poller = polling.poller
    task = asyncio.create_task(poller.run())
    await polling.site.asked()
    for _ in range(3):
        poller.wake()
        await asyncio.sleep(0.05)
    assert polling.site.paths == ["/slow"]
    before = len(asyncio.all_tasks())
    await stop(task)
    assert len(asyncio.all_tasks()) < before
    assert not polling.told


async def test_a_feed_that_is_given_up_meanwhile_is_not_told_of(polling: Polling) -> None:
    """It isn't watched again either."""
    release = asyncio.Event()

    async def waiting(_: web.Request) -> web.Response:
        await release.wait()
        return web.Response(text=rss([]))

    polling.site.pages["/feed"] = waiting
    polling.watch("/feed")
    task = asyncio.create_task(polling.poller.run())
    await polling.site.asked()
    polling.state.feeds.unwatch(HERE, polling.site.url("/feed"))
    release.set()
    await asyncio.sleep(0.3)
    await stop(task)
    assert not polling.told
    assert not polling.state.feeds.of(HERE)


async def test_a_database_in_trouble_is_looked_at_again(
    polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    """The poller doesn't end with it."""
    file = polling.library.settings.data / "answers.sqlite"
    polling.watch("/feed")
    good = file.read_bytes()
    file.write_bytes(b"no database" * 1_000)
    poller = polling.poller
    task = asyncio.create_task(poller.run())
    await eventually(lambda: "can't be read" in caplog.text)
    file.write_bytes(good)
    poller.wake()
    await polling.site.asked()
    await stop(task)
