"""The command /unanswered: what the articles should say and don't, for those who can add it."""

import re
from io import BytesIO
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import Button, DynamicItem, Item, LayoutView

from bot.acknowledging import acknowledge
from bot.alike import Alike, put_together
from bot.custom_ids import PAGE
from bot.delivery import fill_in
from bot.error_door import failures_told
from bot.insisting import insist
from bot.messages.layout import layout
from bot.messages.unanswered_pages import CSV_NAME, page_count, unanswered_csv, unanswered_page
from bot.permissions import for_admins, require_admin
from bot.state.answers import Occasion
from bot.state.state import State
from index.library import Library

# Comparing them takes a core for a second.
_MOST = 300


class UnansweredButton(DynamicItem[Button[LayoutView]], template=rf"unanswered:{PAGE}"):
    """Opens a page; it names the page itself, so it survives a restart."""

    def __init__(self, page: int, *, label: str = "Page") -> None:
        super().__init__(Button(label=label, custom_id=f"unanswered:{page}"))
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(int(match[1]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page in place of the one that was read."""
        async with failures_told(interaction):
            await acknowledge(interaction, interaction.response.defer)
            await require_admin(interaction)
            groups = await _found(interaction)
            await fill_in(interaction, view=_page(groups, self._page))


class UnansweredCommand(commands.Cog):
    """The command /unanswered."""

    @app_commands.command(description="List the questions that got no answer, or no good one")
    @for_admins
    async def unanswered(self, interaction: discord.Interaction) -> None:
        """Show the first page to an admin, and all of it as a file."""
        await acknowledge(interaction, lambda: interaction.response.defer(ephemeral=True))
        groups = await _found(interaction)
        await fill_in(interaction, view=_page(groups, 1))
        if groups:
            listed = unanswered_csv(groups)
            await insist(lambda: _send_file(interaction, listed))


async def _send_file(interaction: discord.Interaction, listed: bytes) -> None:
    """Send the list beneath; a file can be sent only once, so it is made anew."""
    file = discord.File(BytesIO(listed), CSV_NAME)
    await interaction.followup.send(file=file, ephemeral=True)


async def _found(interaction: discord.Interaction[Any]) -> list[Alike]:
    """Return the questions of the server where somebody looks for them."""
    bot, server = interaction.client, interaction.guild_id
    assert server
    occasion = Occasion(server=server, asker=interaction.user.id)
    found: list[Alike] = await bot.desk.look_up(occasion, _find, server, bot.state, bot.library)
    return found


def _find(server: int, state: State, library: Library) -> list[Alike]:
    return put_together(state.unanswered.newest(server, limit=_MOST), library.embedder)


def _page(groups: list[Alike], number: int) -> LayoutView:
    pages = page_count(groups)
    number = min(max(1, number), pages)
    has_more = sum(len(group.questions) for group in groups) == _MOST
    neighbours = [other for other in (number - 1, number + 1) if 0 < other <= pages]
    return layout(
        (unanswered_page(groups, number, has_more=has_more),),
        [UnansweredButton(other, label=f"Page {other} of {pages}") for other in neighbours],
    )
