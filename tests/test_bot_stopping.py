"""Told to stop at any moment, the bot ends well and soon, and leaves nothing running."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from yarl import URL

from index.library import Library
from tests.articles import ARTICLES
from tests.bot_fixtures import QUESTION, Newsroom
from tests.eventually import eventually
from tests.local_discord import Fault
from tests.processes import children_of, hears_signals, is_running
from tests.test_bot_run import LONG_ENOUGH, Running, running
from tests.web import website

# What process managers wait at least before they kill.
BOUND = 10  # seconds
SIGNALS = (signal.SIGTERM, signal.SIGINT)


async def stopped(bot: Running, by: signal.Signals = signal.SIGTERM) -> str:
    """Tell the bot to stop, see that it ends as it should, and return its log."""
    began = time.monotonic()
    children = children_of(bot.process.pid)
    bot.process.send_signal(by)
    exit_code, _, log = await bot.ended()
    assert exit_code == 0, log
    assert time.monotonic() - began < BOUND
    assert not any(map(is_running, children))
    assert "Traceback" not in log
    return log


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("number", "later"),
    [
        (signal.SIGTERM, 0.0),
        (signal.SIGINT, 0.3),
        pytest.param(signal.SIGTERM, 0.6, marks=pytest.mark.trust),
        pytest.param(signal.SIGINT, 1.0, marks=pytest.mark.trust),
        pytest.param(signal.SIGTERM, 1.5, marks=pytest.mark.trust),
        pytest.param(signal.SIGTERM, 2.5, marks=pytest.mark.trust),
    ],
)
async def test_while_it_starts(
    newsroom: Newsroom, own_archive: Library, number: signal.Signals, later: float
) -> None:
    """From its first line of code on, loading libraries and opening files included."""
    async with running(newsroom.discord.token, own_archive.settings) as bot:
        await eventually(lambda: hears_signals(bot.process.pid))
        await asyncio.sleep(later)
        await stopped(bot, number)
    answer = await asyncio.to_thread(own_archive.ask, QUESTION)
    assert "2,600" in answer.text


async def test_while_it_logs_in(newsroom: Newsroom, own_archive: Library) -> None:
    """A Discord that takes its time isn't waited for."""
    newsroom.discord.inject(Fault("GET /users/@me", delay=60))
    async with running(newsroom.discord.token, own_archive.settings) as bot:
        await eventually(lambda: newsroom.discord.requests)
        await stopped(bot)


async def test_while_a_question_takes_too_long(newsroom: Newsroom, own_archive: Library) -> None:
    """Whoever asked is told, unless not even that gets through in time."""
    server = newsroom.discord
    async with running(server.token, own_archive.settings) as bot:
        await server.gateway.attended(within=LONG_ENOUGH)
        server.inject(Fault("PATCH */messages/@original", delay=30))
        pending = await newsroom.ask()
        await eventually(lambda: any(call.method == "PATCH" for call in server.requests))
        await stopped(bot)
        assert (await pending.reply()).text == "I was restarted before I had finished: try again."


async def test_while_an_index_is_rebuilt(newsroom: Newsroom, own_archive: Library) -> None:
    """The rebuild is ended with it, and the old index is whole."""
    server = newsroom.discord
    async with running(server.token, own_archive.settings) as bot:
        await server.gateway.attended(within=LONG_ENOUGH)
        asked = await server.slash(newsroom.editor, newsroom.channel, "rebuild")
        await eventually(lambda: children_of(bot.process.pid))
        await stopped(bot)
        assert "the rebuild was ended. The index is as it was." in (await asked.reply()).text
    report = await asyncio.to_thread(own_archive.rebuild)
    assert report.unchanged == len(ARTICLES)


async def test_while_a_page_is_fetched(newsroom: Newsroom, own_archive: Library) -> None:
    """A server that never answers holds up nobody."""
    server = newsroom.discord

    async def for_ever(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(60)
        raise AssertionError("nobody waits that long")

    async with (
        website() as site,
        running(server.token, own_archive.settings, FETCH_PRIVATE="on") as bot,
    ):
        site.pages["/slow"] = for_ever
        await server.gateway.attended(within=LONG_ENOUGH)
        asked = await server.slash(newsroom.editor, newsroom.channel, "add", url=site.url("/slow"))
        await site.asked()
        await stopped(bot)
        assert "restarted" in (await asked.reply(number=2)).text


@asynccontextmanager
async def silent_gateway(connected: asyncio.Event) -> AsyncIterator[str]:
    """A gateway that says hello, and from then on neither speaks nor closes."""
    over = asyncio.Event()

    async def serve(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(autoclose=False)
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}})
        connected.set()
        await over.wait()
        return socket

    app = web.Application()
    app.router.add_get("/gw/", serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        yield f"ws://{host}:{port}/gw/"
    finally:
        over.set()
        await runner.cleanup()


async def test_while_discord_is_silent(
    newsroom: Newsroom, own_archive: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It isn't waited for when one takes leave."""
    connected = asyncio.Event()
    async with silent_gateway(connected) as url:
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(url))
        monkeypatch.setattr(newsroom.discord.world, "gateway_url", url)
        async with running(newsroom.discord.token, own_archive.settings) as bot:
            await asyncio.wait_for(connected.wait(), LONG_ENOUGH)
            await asyncio.sleep(0.5)
            await stopped(bot)
