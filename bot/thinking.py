"""Whoever will see the answer sees the bot think; only the asker, if none comes of it, why."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import discord

from bot.acknowledging import acknowledge
from bot.insisting import SENDING_FAILURES


@asynccontextmanager
async def thinking(
    interaction: discord.Interaction, *, private: bool = False
) -> AsyncIterator[None]:
    """Show "thinking…", in the channel unless ``private``, and take it away if the block fails."""
    await acknowledge(
        interaction, lambda: interaction.response.defer(ephemeral=private, thinking=True)
    )
    try:
        yield
    except Exception:
        with suppress(*SENDING_FAILURES):
            await interaction.delete_original_response()
        raise
