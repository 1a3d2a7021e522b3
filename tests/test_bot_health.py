"""Whoever watches the bot learns whether it works, and what of it doesn't."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.client import FootnoteBot
from bot.health import Watch, health_endpoint
from bot.in_flight import InFlight
from bot.turns import Turns
from index.errors import ConfigurationError
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work
from tests.indexes import segment_folders
from tests.local_discord import Fault

LONG_ENOUGH = 15  # seconds
LOCALHOST = "127.0.0.1"


class Watcher:
    """Asks the endpoint how the bot is."""

    def __init__(self, port: int) -> None:
        self._address = f"http://{LOCALHOST}:{port}/health"

    async def look(self) -> tuple[int, dict[str, Any]]:
        """Return the status and what is told beside it."""
        async with aiohttp.request("GET", self._address) as response:
            return response.status, await response.json()

    async def sees(self, status: int) -> dict[str, Any]:
        """Return what is told once the status is this one."""
        async with asyncio.timeout(LONG_ENOUGH):
            while True:
                seen, told = await self.look()
                if seen == status:
                    return told
                await asyncio.sleep(0.05)


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.create_server((LOCALHOST, 0)) as free:
        number: int = free.getsockname()[1]
        return number


@asynccontextmanager
async def watched(
    library: Library, port: int, *, bot: FootnoteBot | None = None, fresh: float = 0
) -> AsyncIterator[Watcher]:
    """Have a bot watched, its index looked at each time."""
    watch = Watch(library, InFlight(), Turns(), fresh=fresh)
    watch.bot = bot
    async with health_endpoint(watch, host=LOCALHOST, port=port):
        yield Watcher(port)


async def test_a_bot_that_works_is_green(newsroom: Newsroom, archive: Library, port: int) -> None:
    """Its connection, its index and how much there is to do are told."""
    async with at_work(newsroom, archive) as bot, watched(archive, port, bot=bot) as watcher:
        told = await watcher.sees(200)
        [shard] = told["shards"]
        assert told["healthy"]
        assert shard["connected"]
        assert 0 <= shard["heartbeat_age"] < LONG_ENOUGH
        assert told["index"] == {
            "answers": True,
            "generation": archive.status().generation,
            "newest": "2025-01-07",
            "problem": None,
        }
        assert told["queue"] == 0


async def test_the_latency_of_each_shard_is_told(
    newsrooms: tuple[Newsroom, Newsroom], archive: Library, port: int
) -> None:
    """It is that of the last heartbeat."""
    async with at_work(newsrooms[0], archive) as bot, watched(archive, port, bot=bot) as watcher:
        told = await watcher.sees(200)
    assert [shard["id"] for shard in told["shards"]] == [0, 1]
    assert all(0 < shard["latency"] < LONG_ENOUGH for shard in told["shards"])


async def test_a_bot_that_never_connected_is_red(archive: Library, port: int) -> None:
    """An index that answers is no bot that does."""
    async with watched(archive, port) as watcher:
        status, told = await watcher.look()
    assert (status, told["healthy"], told["index"]["answers"]) == (503, False, True)


async def test_a_gateway_that_stays_away_is_red(
    newsroom: Newsroom, archive: Library, port: int
) -> None:
    """The bot is there and hears nothing, until it can connect again."""
    server = newsroom.discord
    async with at_work(newsroom, archive) as bot, watched(archive, port, bot=bot) as watcher:
        await watcher.sees(200)
        server.inject(Fault("GET /gw/", status=503, times=2))
        server.gateway.drop()
        told = await watcher.sees(503)
        assert told["shards"] == [
            {"id": 0, "connected": False, "latency": None, "heartbeat_age": None}
        ]
        assert told["index"]["answers"]
        await watcher.sees(200)


async def test_a_gateway_that_acknowledges_nothing_is_red(
    newsroom: Newsroom, archive: Library, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection may be open and dead."""
    monkeypatch.setattr("bot.health._LONGEST_SILENCE", 0.2)
    newsroom.discord.gateway.silent = True
    async with at_work(newsroom, archive) as bot, watched(archive, port, bot=bot) as watcher:
        told = await watcher.sees(503)
    assert told["shards"][0]["connected"]


@pytest.mark.parametrize("loss", ["pointer", "generation", "damage"])
async def test_an_index_that_is_lost_is_red(
    newsroom: Newsroom, own_archive: Library, port: int, loss: str
) -> None:
    """Even while the bot has it open; the problem comes with its mend."""
    data = own_archive.settings.data
    [segment] = segment_folders(data)
    async with (
        at_work(newsroom, own_archive) as bot,
        watched(own_archive, port, bot=bot) as watcher,
    ):
        await watcher.sees(200)
        if loss == "pointer":
            (data / "CURRENT").unlink()
        elif loss == "generation":
            shutil.rmtree(data / "generations")
        else:
            (segment / "catalogue.sqlite").write_bytes(b"something else")
        status, told = await watcher.look()
    assert status == 503
    assert told["shards"][0]["connected"]
    assert "footnote rebuild" in told["index"]["problem"]


async def test_the_index_is_not_asked_more_often_than_it_can_change(
    own_archive: Library, port: int
) -> None:
    """Many watchers cost no more than one."""
    async with watched(own_archive, port, fresh=60) as watcher:
        await watcher.look()
        (own_archive.settings.data / "CURRENT").unlink()
        _, told = await watcher.look()
    assert told["index"]["answers"]


async def test_what_is_being_answered_is_counted(archive: Library) -> None:
    """The queue is how many wait for an answer, those among them who wait for a core apart."""
    in_flight, turns = InFlight(), Turns(at_once=1)

    async def wait() -> None:
        async with turns.turn("a place"):
            pass

    with in_flight.taking():
        async with turns.turn("a place"):
            waiting = asyncio.create_task(wait())
            health = await Watch(archive, in_flight, turns).health()
        await waiting
    assert (health.queue, health.waiting) == (1, 1)


async def test_a_port_in_use_is_a_wrong_setting(archive: Library, port: int) -> None:
    """It is named, with what can be done."""
    wrong = pytest.raises(ConfigurationError, match=rf"HEALTH_PORT is {port}.*leave it empty")
    with socket.create_server((LOCALHOST, port)), wrong:
        async with watched(archive, port):
            pass


async def test_without_a_port_nothing_listens(archive: Library, port: int) -> None:
    """The bot opens no door that it wasn't told to."""
    async with health_endpoint(Watch(archive, InFlight(), Turns()), host=LOCALHOST, port=None):
        with pytest.raises(aiohttp.ClientConnectorError):
            await Watcher(port).look()
