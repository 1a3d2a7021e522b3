"""What keeps the bot connected, and what tells it to stop."""

import asyncio
import itertools
import logging
import signal
from collections.abc import Callable, Sequence

import aiohttp
import discord

from bot.settings import WHERE_TO_GET_ONE
from bot.stopping import SIGNALS
from index.errors import ConfigurationError

# Pauses before the next login: short at first, then as often as an operator would look.
_PAUSES = (5.0, 10.0, 20.0, 40.0, 60.0)  # seconds
_OUTAGES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
_AUTHENTICATION_FAILED = 4004  # the gateway's close code

log = logging.getLogger(__name__)


async def keep_connected(
    make_bot: Callable[[], discord.AutoShardedClient],
    token: str,
    *,
    pauses: Sequence[float] = _PAUSES,
) -> None:
    """Run a bot, and another one after it when Discord can't be reached, until one is closed.

    discord.py takes up lost connections itself, each shard's for itself, but gives up when the
    login fails or the gateway closes a connection for good.

    Raises:
        ConfigurationError: Discord refuses the token, or the bot one of its settings.
    """
    for attempt in itertools.count():
        try:
            async with make_bot() as bot:
                await bot.start(token)
            return
        except discord.PrivilegedIntentsRequired:
            raise ConfigurationError(
                "Discord refuses MESSAGE_CONTENT_INTENT: open "
                "https://discord.com/developers/applications, choose your application, Bot, and "
                "enable Message Content Intent, or set MESSAGE_CONTENT_INTENT to off."
            ) from None
        except Exception as error:
            if _is_about_the_token(error):
                raise ConfigurationError(
                    f"Discord refuses DISCORD_TOKEN: {WHERE_TO_GET_ONE}"
                ) from None
            if not isinstance(error, _OUTAGES):
                raise
            pause = pauses[min(attempt, len(pauses) - 1)]
            log.warning("Discord can't be reached, trying again in %g s: %s", pause, error)
        await asyncio.sleep(pause)


def stop_signal() -> asyncio.Event:
    """Return what is set at the first SIGTERM or SIGINT; a second one does what it did before."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    earlier = {number: signal.getsignal(number) for number in SIGNALS}

    def on_signal(*_: object) -> None:
        for number, handler in earlier.items():
            signal.signal(number, handler)
        loop.call_soon_threadsafe(stop.set)

    for number in earlier:
        signal.signal(number, on_signal)
    return stop


def _is_about_the_token(error: Exception) -> bool:
    return isinstance(error, discord.LoginFailure) or (
        isinstance(error, discord.ConnectionClosed) and error.code == _AUTHENTICATION_FAILED
    )
