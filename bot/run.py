"""`footnote bot`: everything the Discord bot needs, put together and taken apart."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import closing
from typing import Any

import click
import discord

from bot.catching_up import catching_up
from bot.client import FootnoteBot
from bot.fetching.fetcher import Fetcher
from bot.health import Watch, health_endpoint
from bot.in_flight import InFlight
from bot.logs import begin_logging
from bot.pulling import pulling
from bot.rebuilding import Rebuilder
from bot.settings import BotSettings
from bot.state.state import State
from bot.supervision import keep_connected, stop_signal
from bot.turns import Turns
from index.errors import FootnoteError
from index.library import Library
from index.settings import Settings

# How long answers that were begun may take after the signal to stop; process managers wait at
# least 10 seconds before they kill.
_PATIENCE = 8.0  # seconds

log = logging.getLogger(__name__)


def run(settings: Settings, bot_settings: BotSettings, *, database_url: str) -> int:
    """Run the bot until it is told to stop, and return the exit code."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot is silent
    begin_logging(bot_settings)
    try:
        asyncio.run(_serve(settings, bot_settings, database_url))
    except FootnoteError as error:
        click.echo(f"footnote: {error}", err=True)
        return error.exit_code
    return 0


async def _serve(settings: Settings, bot_settings: BotSettings, database_url: str) -> None:
    token = bot_settings.require_token()
    library = Library.open(settings)
    state = State.open(database_url, data=settings.data)
    rebuilder = Rebuilder(settings)
    in_flight = InFlight()
    turns = Turns()
    watch = Watch(library, in_flight, turns)
    fetcher = Fetcher(private=bot_settings.fetch_private)

    def make_bot() -> FootnoteBot:
        watch.bot = bot = FootnoteBot(
            library,
            state,
            rebuilder,
            in_flight,
            fetcher,
            turns=turns,
            dev_guild_id=bot_settings.dev_guild_id,
            reads_messages=bot_settings.message_content_intent,
        )
        return bot

    def servers() -> list[int]:
        return [guild.id for guild in watch.bot.guilds] if watch.bot else []

    host, port = bot_settings.health_host, bot_settings.health_port
    with closing(library), closing(state):
        async with (
            fetcher,
            health_endpoint(watch, host=host, port=port),
            pulling(settings, servers),
            catching_up(library, rebuilder),
        ):
            await _until_told(keep_connected(make_bot, token), in_flight, rebuilder)


async def _until_told(
    work: Coroutine[Any, Any, None], in_flight: InFlight, rebuilder: Rebuilder
) -> None:
    """Work until the signal to stop, then finish what was begun."""
    stop = asyncio.create_task(stop_signal().wait())
    connected = asyncio.create_task(work)
    try:
        await asyncio.wait({stop, connected}, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            return connected.result()
        log.info("Told to stop: finishing the answers that were begun.")
        await asyncio.gather(in_flight.close(patience=_PATIENCE), rebuilder.stop())
    finally:
        await rebuilder.stop()
        connected.cancel()
        await asyncio.wait({connected})
