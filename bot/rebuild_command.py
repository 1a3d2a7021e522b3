"""The command /rebuild: progress edited in place, then the report."""

import asyncio
from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.markdown import escape, shorten
from bot.rebuilding import Rebuilder
from index.errors import FootnoteError
from index.rebuild import Progress, RebuildReport

# Often enough to see it move, and within what Discord lets a bot edit.
_BETWEEN_EDITS = 1.0  # seconds
_BAR_LENGTH = 12
# So that a report fits one message; the log and `footnote rebuild` name them all.
_MOST_FAILURES = 10
_LONGEST_FAILURE = 150


class RebuildCommand(commands.Cog):
    """The command /rebuild, for those who manage the server."""

    def __init__(self, rebuilder: Rebuilder) -> None:
        self._rebuilder = rebuilder

    @app_commands.command(description="Bring the index in line with the articles")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    # A server's admins can override the default; whoever runs the bot may count on this one.
    @app_commands.checks.has_permissions(manage_guild=True)
    async def rebuild(self, interaction: discord.Interaction) -> None:
        """Rebuild, and show how it goes and what came of it."""
        work = self._rebuilder.start()
        await interaction.response.send_message(_progress_line(None))
        shown: Progress | None = None
        while not (await asyncio.wait({work}, timeout=_BETWEEN_EDITS))[0]:
            if self._rebuilder.progress != shown:
                shown = self._rebuilder.progress
                # One look less at the progress is no failure of the rebuild.
                with suppress(discord.HTTPException):
                    await interaction.edit_original_response(content=_progress_line(shown))
        await _conclude(interaction, _outcome(work))


async def _conclude(interaction: discord.Interaction, text: str) -> None:
    """Put the outcome in place of the progress, or beneath it once that can't be edited."""
    try:
        await interaction.edit_original_response(content=text)
    except discord.HTTPException:  # after 15 minutes an interaction is over
        assert isinstance(interaction.channel, discord.abc.Messageable)
        await interaction.channel.send(text)


def _outcome(work: asyncio.Task[RebuildReport]) -> str:
    try:
        return report_text(work.result())
    except asyncio.CancelledError:
        return "The rebuild was ended because I’m being restarted; the index is as it was."
    except FootnoteError as error:
        reason = shorten(escape(str(error)), 1_500)
        return f"The rebuild failed, and the index is as it was: {reason}"
