"""Buttons that the bot doesn't know, or no longer: whoever presses one is told so."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import discord
from discord.ext import commands
from discord.ui import DynamicItem

from bot.custom_ids import is_known
from bot.error_door import failures_told
from bot.refusal import Refusal

UNKNOWN = "I don’t know that button any more: ask again, or use the command."


class OldButtons(commands.Cog):
    """Answers for every button that no other part of the bot answers for."""

    def __init__(self, items: Sequence[type[DynamicItem[Any]]]) -> None:
        self._patterns: list[re.Pattern[str]] = [
            item.__discord_ui_compiled_template__ for item in items
        ]

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Tell whoever presses such a button; nothing is looked up for it."""
        if interaction.type is not discord.InteractionType.component:
            return
        data = cast(Mapping[str, Any], interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        if not is_known(custom_id, self._patterns):
            async with failures_told(interaction):
                raise Refusal(UNKNOWN)
