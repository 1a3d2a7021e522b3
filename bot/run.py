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
from bot.open_files import warn_of_open_secrets
from bot.pulling import pulling
from bot.rebuilding import Rebuilder
from bot.settings import BotSettings, StateSettings
from bot.state.state import State
from bot.supervision import keep_connected, stop_signal
from bot.turns import Turns
from index.errors import FootnoteError
from index.library import Library
from index.secrets import masked, secrets_in
from index.settings import Settings, environment

# How long answers that were begun may take after the signal to stop, and how long Discord may to
# take leave; with the last words of what is late, less than the 10 seconds that process managers
# wait before they kill.
_PATIENCE = 6.0  # seconds
_LEAVE = 1.0

log = logging.getLogger(__name__)


def run(settings: Settings, bot_settings: BotSettings, state_settings: StateSettings) -> int:
    """Run the bot until it is told to stop, and return the exit code."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot is silent
    begin_logging(bot_settings, secrets_in(environment()))
    warn_of_open_secrets()
    try:
        asyncio.run(_serve(settings, bot_settings, state_settings))
    except FootnoteError as error:
        click.echo(f"footnote: {masked(str(error), secrets_in(environment()))}", err=True)
        return error.exit_code
    return 0


async def _serve(
    settings: Settings, bot_settings: BotSettings, state_settings: StateSettings
) -> None:
    token = bot_settings.require_token()
    library = Library.open(settings)
    state = State.open(state_settings.database_url, data=settings.data)
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
            state_settings=state_settings,
        )
        return bot

    def servers() -> list[int]:
        return [guild.id for guild in watch.bot.guilds] if watch.bot else []

    host, port = bot_settings.health_host, bot_settings.health_port
    stop = stop_signal()
    with closing(library), closing(state):
        async with (
            fetcher,
            health_endpoint(watch, host=host, port=port),
            pulling(settings, servers),
            catching_up(library, rebuilder),
        ):
            await _until_told(stop, keep_connected(make_bot, token), in_flight, rebuilder)


async def _until_told(
    stop: asyncio.Event,
    work: Coroutine[Any, Any, None],
    in_flight: InFlight,
    rebuilder: Rebuilder,
) -> None:
    """Work until the signal to stop, then finish what was begun."""
    told = asyncio.create_task(stop.wait())
    connected = asyncio.create_task(work)
    try:
        await asyncio.wait({told, connected}, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            return connected.result()
        log.info("Told to stop: finishing the answers that were begun.")
        await asyncio.gather(in_flight.close(patience=_PATIENCE), rebuilder.stop())
    finally:
        await rebuilder.stop()
        connected.cancel()
        await asyncio.wait({connected}, timeout=_LEAVE)
