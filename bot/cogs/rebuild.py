"""The command /rebuild: progress edited in place, then the report."""

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.utils import format_dt

from bot.acknowledging import acknowledge
from bot.in_flight import InFlight
from bot.messages.counting import counted
from bot.messages.markdown import escape, shorten
from bot.off_loop import off_loop
from bot.permissions import for_admins
from bot.rebuilding import Rebuilder
from bot.refusal import NO_INDEX, Refusal
from bot.reporting import conclude, show
from bot.thinking import thinking
from index.errors import FootnoteError, IndexMissing, RebuildRunning
from index.library import Library
from index.progress import Progress
from index.rebuild import RebuildReport
from index.store.generations import Undone

# Often enough to see it move, and within what Discord lets a bot edit.
_BETWEEN_EDITS = 1.0  # seconds
_BAR_LENGTH = 12
# So that two reports fit in one message; `footnote rebuild` names every article that failed.
_MOST_FAILURES = 5
_LONGEST_REASON = 150
_LONGEST_FAILURE = 800
_SHARED, _OWN = "The index", "The index of this server’s own articles"


class RebuildCommand(commands.Cog):
    """The command /rebuild, for the admins of a server."""

    def __init__(self, library: Library, rebuilder: Rebuilder, in_flight: InFlight) -> None:
        self._library = library
        self._rebuilder = rebuilder
        self._in_flight = in_flight

    @app_commands.command(description="Bring the index in line with the articles")
    @app_commands.describe(
        undo="Answer from everyone’s articles as they were before their last rebuild"
    )
    @for_admins
    async def rebuild(self, interaction: discord.Interaction[Any], undo: bool = False) -> None:
        """Rebuild, and show how it goes and what came of it; or take the last rebuild back."""
        with self._in_flight.taking():
            if undo:
                async with thinking(interaction):
                    await _require_say(interaction)
                    await conclude(interaction, await self._undo())
                return
            work = self._rebuilder.start()
            own = self._start_own(str(interaction.guild_id))
            await acknowledge(
                interaction, lambda: interaction.response.send_message(progress_text(None))
            )
            await self._show_progress(interaction, work)
            outcomes = [_outcome(work, _SHARED)]
            if own:
                await asyncio.wait({own})
                outcomes.append(_outcome(own, _OWN))
            await conclude(interaction, "\n".join(outcomes))

    async def _undo(self) -> str:
        try:
            return undone_text(await off_loop(self._library.undo_rebuild))
        except IndexMissing:
            raise Refusal(NO_INDEX) from None

    def _start_own(self, server: str) -> asyncio.Task[RebuildReport] | None:
        """Begin with the server's own articles, unless it has none or they are at it already."""
        if not self._rebuilder.has_articles(server):
            return None
        with suppress(RebuildRunning):
            return self._rebuilder.start(server)
        return None

    async def _show_progress(
        self, interaction: discord.Interaction, work: asyncio.Task[RebuildReport]
    ) -> None:
        shown: Progress | None = None
        while not (await asyncio.wait({work}, timeout=_BETWEEN_EDITS))[0]:
            if (progress := self._rebuilder.progress) == shown:
                continue
            shown = progress
            await show(interaction, progress_text(progress))


async def _require_say(interaction: discord.Interaction[Any]) -> None:
    """See that nobody takes other servers' answers back for the sake of their own."""
    bot = interaction.client
    if len(bot.guilds) > 1 and not await bot.is_owner(interaction.user):
        raise Refusal(
            "Other servers are answered from the same articles: only whoever runs me can take "
            "their rebuild back."
        )


def progress_text(progress: Progress | None) -> str:
    """Return how far a rebuild has come, in one line."""
    if progress is None:
        return "Rebuilding the index …"
    if not progress.total:
        return f"Rebuilding the index … {progress.step}: {progress.done:,}"
    filled = _BAR_LENGTH * progress.done // progress.total
    bar = "▰" * filled + "▱" * (_BAR_LENGTH - filled)
    return f"Rebuilding the index {bar} {progress.step}: {progress.done:,} of {progress.total:,}"


def report_text(report: RebuildReport, index: str = _SHARED) -> str:
    """Return what a rebuild did and what it couldn't read, in half a message."""
    counts = ("added", "changed", "removed", "unchanged")
    done = ", ".join(f"{getattr(report, name):,} {name}" for name in counts)
    articles = counted(report.articles, "article")
    passages = counted(report.passages, "passage")
    lines = [
        f"**{index} is up to date:** {articles}, {passages}.",
        f"{done}, {len(report.failed):,} failed, in {report.seconds:.1f} s",
        *(f"- {_brief(error, _LONGEST_REASON)}" for error in report.failed[:_MOST_FAILURES]),
    ]
    if len(report.failed) > _MOST_FAILURES:
        lines.append(f"… and {len(report.failed) - _MOST_FAILURES:,} more.")
    return "\n".join(lines)


def undone_text(undone: Undone) -> str:
    """Return which generation answers again, and what becomes of that."""
    articles = counted(undone.articles, "article")
    built = format_dt(datetime.fromisoformat(undone.built))
    return (
        f"**The last rebuild of the index is undone.** Generation {undone.generation} of {built} "
        f"answers again, with {articles}, in place of {undone.undone}. The next rebuild brings the "
        "index in line with the articles as they are then."
    )


def _brief(error: BaseException, limit: int) -> str:
    return shorten(escape(str(error)), limit)


def _outcome(work: asyncio.Task[RebuildReport], index: str) -> str:
    if work.cancelled():
        return f"I’m being restarted, so the rebuild was ended. {index} is as it was."
    if error := work.exception():
        known = isinstance(error, FootnoteError)
        reason = _brief(error, _LONGEST_FAILURE) if known else "The reason is in the bot’s log."
        return f"The rebuild failed. {index} is as it was. {reason}"
    return report_text(work.result(), index)
