"""What is shown of work that takes long: how it goes, and in its place what came of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import discord

from bot.acknowledging import acknowledge
from bot.delivery import fill_in, send
from bot.insisting import SENDING_FAILURES


@asynccontextmanager
async def begun(
    interaction: discord.Interaction, text: str, *, private: bool = False
) -> AsyncIterator[None]:
    """Say that work has begun, and take that back should it not come to its end."""
    await acknowledge(
        interaction, lambda: interaction.response.send_message(text, ephemeral=private)
    )
    try:
        yield
    except BaseException:  # closing cancels it
        with suppress(*SENDING_FAILURES):
            await interaction.delete_original_response()
        raise


async def show(interaction: discord.Interaction, text: str) -> None:
    """Put how it goes in place of what was said before; the next time may succeed."""
    with suppress(*SENDING_FAILURES):
        await interaction.edit_original_response(content=text)


async def conclude(interaction: discord.Interaction, text: str) -> None:
    """Put the outcome in place of that, or beneath it once that can't be edited."""
    try:
        await fill_in(interaction, content=text)
    except discord.HTTPException:  # an interaction is over after 15 minutes
        assert isinstance(interaction.channel, discord.abc.Messageable)
        await send(interaction.channel, content=text)
