"""Everyone sees that the bot is thinking; only the asker, if nothing comes of it, why."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import discord

from bot.insisting import SENDING_FAILURES, insist


@asynccontextmanager
async def thinking(interaction: discord.Interaction) -> AsyncIterator[None]:
    """Show "thinking…" in the channel, and take it away if the block fails."""
    await insist(interaction.response.defer)
    try:
        yield
    except Exception:
        with suppress(*SENDING_FAILURES):
            await interaction.delete_original_response()
        raise
