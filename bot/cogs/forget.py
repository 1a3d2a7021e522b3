"""The command /forget me: all that is kept about whoever uses it, deleted once they confirm."""

import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import Button, DynamicItem, Item, LayoutView

from bot.acknowledging import acknowledge
from bot.delivery import fill_in
from bot.error_door import failures_told
from bot.messages.forgetting_texts import BEFORE, forgotten_text
from bot.messages.layout import layout
from bot.state.forgetting import Forgotten


class ForgetButton(DynamicItem[Button[LayoutView]], template=r"forget:me"):
    """Forgets whoever presses it; it names nobody, so that nobody can be named."""

    def __init__(self) -> None:
        super().__init__(
            Button(label="Forget me", style=discord.ButtonStyle.danger, custom_id="forget:me")
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Forget, and tell what that came to in place of the question."""
        async with failures_told(interaction):
            await acknowledge(interaction, interaction.response.defer)
            bot = interaction.client
            forgotten: Forgotten = await bot.desk.forget(interaction.user.id)
            bot.withdrawer.wake()
            await fill_in(interaction, view=layout((forgotten_text(forgotten),)))


class Forget(commands.GroupCog, group_name="forget", group_description="What I keep about you"):
    """The command /forget me."""

    @app_commands.command(description="Delete everything I keep about you")
    async def me(self, interaction: discord.Interaction) -> None:
        """Ask whether that is meant."""
        view = layout((BEFORE,), [ForgetButton()])
        await acknowledge(
            interaction, lambda: interaction.response.send_message(view=view, ephemeral=True)
        )
