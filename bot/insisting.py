"""Telling Discord something again when the connection fails underneath."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord

# Everything that can go wrong between the bot and Discord.
SENDING_FAILURES = (discord.HTTPException, aiohttp.ClientError, OSError)
# Of this, what may pass and discord.py doesn't try again itself: HTTP 503, dropped connections.
_PASSING = (discord.DiscordServerError, aiohttp.ClientError, OSError)
# Soon enough for an acknowledgement, which Discord expects within 3 seconds.
_PAUSES = (0.3, 1.0)  # seconds

Result = TypeVar("Result")


async def insist(send: Callable[[], Awaitable[Result]]) -> Result:
    """Return what ``send`` returns, sent again if it fails for a reason that may pass.

    A request that failed may have been carried out: ``send`` must do no harm the second time.
    """
    for pause in _PAUSES:
        try:
            return await send()
        except _PASSING:
            await asyncio.sleep(pause)
    return await send()
