"""A button beneath an answer."""

import re
from collections.abc import Callable
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item, LayoutView

from bot.error_door import failures_told
from bot.state.state import State


class AnswerButton(DynamicItem[Button[LayoutView]], template=r"(?!)"):
    """Does something with the answer that its custom id names, so it survives a restart.

    Each kind makes itself from the groups of its template, the answer's id first, and does its work
    in `press`.
    """

    def __init__(self, answer_id: str, button: Button[LayoutView]) -> None:
        super().__init__(button)
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        make: Callable[..., Self] = cls
        return make(*match.groups())

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do the work, or tell whoever pressed what went wrong."""
        async with failures_told(interaction):
            await self.press(interaction, interaction.client.state)

    async def press(self, interaction: discord.Interaction[Any], state: State) -> None:
        """Do the work."""
        raise NotImplementedError
