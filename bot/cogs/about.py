"""The command /about: versions, index, mode and connection."""

import platform
from importlib.metadata import version

import discord
from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.acknowledging import acknowledge
from bot.delivery import fill_in
from bot.messages.about_page import about_text
from bot.off_loop import off_loop
from bot.readership import readable_in
from index.errors import IndexMissing
from index.library import Library
from index.status import Status


class About(commands.Cog):
    """The command /about; a class made at login, from when on the bot counts as connected."""

    def __init__(self, bot: commands.AutoShardedBot, library: Library) -> None:
        self._bot = bot
        self._library = library
        self._connected = utcnow()

    @app_commands.command(description="What I am made of and how fresh my index is")
    async def about(self, interaction: discord.Interaction) -> None:
        """Tell whoever asks."""
        await acknowledge(interaction, lambda: interaction.response.defer(ephemeral=True))
        text = about_text(
            await off_loop(_status, readable_in(interaction.guild_id, self._library)),
            versions=_versions(),
            language_model=self._library.settings.language_model,
            latency=self._bot.latency,
            connected=self._connected,
        )
        await fill_in(interaction, content=text)


def _status(library: Library) -> Status | None:
    try:
        return library.status()
    except IndexMissing:
        return None


def _versions() -> str:
    python = platform.python_version()
    return f"Footnote {version('footnote')}, discord.py {discord.__version__}, Python {python}"
