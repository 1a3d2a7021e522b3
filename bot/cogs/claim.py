"""The message command “Check this claim”: what the articles say for and against a message."""

import discord
from discord import app_commands
from discord.ext import commands
from discord.utils import remove_markdown

from bot.acknowledging import acknowledge
from bot.delivery import fill_in, follow_up
from bot.desk import Desk
from bot.messages.claim_pages import claim_pages
from bot.messages.layout import layout
from bot.readership import readable_in
from bot.refusal import Refusal
from bot.state.answers import Occasion
from index.library import Library

NO_TEXT = "There is no text in that message that I could check: pictures and embeds I can’t read."


class ClaimCheck(commands.Cog):
    """The entry “Check this claim” in the menu of every message."""

    def __init__(self, bot: commands.AutoShardedBot, library: Library, desk: Desk) -> None:
        self._tree = bot.tree
        self._library = library
        self._desk = desk
        self._menu = app_commands.ContextMenu(
            name="Check this claim",
            callback=self.check,
            extras={"description": "what the articles say for and against it; only you see it"},
        )

    async def cog_load(self) -> None:
        """Add the entry: discord.py finds commands of cogs by itself, but not these."""
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the entry away."""
        self._tree.remove_command(self._menu.name, type=self._menu.type)

    async def check(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Show what the articles say of a message to whoever wants to know, and nobody else."""
        occasion = Occasion(server=interaction.guild_id, asker=interaction.user.id)
        settings = await self._desk.settings_in(interaction.guild_id)
        with self._desk.taking(occasion, settings):
            claim = _words(message)
            if not claim:
                raise Refusal(NO_TEXT)
            await acknowledge(
                interaction, lambda: interaction.response.defer(ephemeral=True, thinking=True)
            )
            library = readable_in(interaction.guild_id, self._library)
            checked = await self._desk.look_up(occasion, library.check_claim, claim)
            first, *others = map(layout, claim_pages(checked))
            await fill_in(interaction, view=first)
            for view in others:
                await follow_up(interaction, view=view, ephemeral=True)


def _words(message: discord.Message) -> str:
    """Return what a message says, without its formatting and with the names of who it mentions."""
    return remove_markdown(message.clean_content, ignore_links=False).strip()
