"""Telling Discord in time, and once, that a command or button was heard."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.insisting import insist

_ACKNOWLEDGED = 40060  # Discord's error code


async def acknowledge(
    interaction: discord.Interaction[Any], respond: Callable[[], Awaitable[object]]
) -> None:
    """Make the first response to an interaction, again if the connection fails underneath.

    Where Discord had taken the one before, of which only its word got lost, all is well.
    """
    try:
        await insist(respond)
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise
        # As discord.py would have noted it: what comes next follows up on the response.
        kind = discord.InteractionResponseType.deferred_channel_message
        interaction.response._response_type = kind
