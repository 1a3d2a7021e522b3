"""The command /timeline: what the articles say on a topic, oldest first, figures drawn."""

import asyncio
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import LayoutView, MediaGallery

from bot.delivery import follow_up
from bot.desk import Desk
from bot.insisting import insist
from bot.messages.figure_chart import FILE_NAME, description, draw
from bot.messages.layout import layout
from bot.messages.timeline_pages import timeline_pages
from bot.off_loop import off_loop
from bot.readership import readable_in
from bot.state.answers import Occasion
from bot.thinking import thinking
from index.library import Library
from index.timeline import Series, Timeline

_LONGEST_TOPIC = 200


class TimelineCommand(commands.Cog):
    """The command /timeline."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self._library = library
        self._desk = desk
        self._easel = asyncio.Lock()  # matplotlib draws one picture at a time

    @app_commands.command(description="What the articles say on a topic, the oldest first")
    @app_commands.describe(topic="A subject, a name, an event")
    async def timeline(
        self, interaction: discord.Interaction, topic: app_commands.Range[str, 1, _LONGEST_TOPIC]
    ) -> None:
        """Show the dated statements on a topic, to everyone unless answers are private here."""
        occasion = Occasion(server=interaction.guild_id, asker=interaction.user.id)
        settings = await self._desk.settings_in(interaction.guild_id)
        with self._desk.taking(occasion, settings):
            async with thinking(interaction, private=settings.private_by_default):
                library = readable_in(interaction.guild_id, self._library)
                timeline = await self._desk.look_up(occasion, library.timeline, topic)
                picture = await self._draw(timeline.series) if timeline.series else None
                first, *others = _messages(timeline)
                await insist(lambda: _show(interaction, first, picture))
            for view in others:
                await follow_up(interaction, view=view, ephemeral=settings.private_by_default)

    async def _draw(self, series: Series) -> bytes:
        async with self._easel:
            return await off_loop(draw, series)


def _messages(timeline: Timeline) -> list[LayoutView]:
    """Return the messages that show a timeline, the place of its picture in the first."""
    views = [layout(page) for page in timeline_pages(timeline)]
    if timeline.series:
        gallery: MediaGallery[LayoutView] = MediaGallery()
        gallery.add_item(
            media=f"attachment://{FILE_NAME}", description=description(timeline.series)
        )
        views[0].add_item(gallery)
    return views


async def _show(
    interaction: discord.Interaction, view: LayoutView, picture: bytes | None
) -> discord.InteractionMessage:
    """Put a message in place of "thinking…"; a file can be sent only once, so it is made anew."""
    files = [discord.File(BytesIO(picture), FILE_NAME)] if picture else []
    return await interaction.edit_original_response(view=view, attachments=files)
