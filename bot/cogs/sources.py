"""The sources of an answer: a button beneath it, a command, and pages to leaf through."""

import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import Button, DynamicItem, Item, LayoutView

from bot.error_door import failures_told
from bot.messages.layout import layout
from bot.messages.source_pages import source_pages
from bot.off_loop import off_loop
from bot.refusal import Refusal
from bot.state.answers import AnswerStore
from index.answer import Answer


class SourcesButton(
    DynamicItem[Button[LayoutView]], template=r"sources:(?P<answer>[^:]+):(?P<page>\d+)"
):
    """Opens a page of an answer's sources; it names both itself, so it survives a restart."""

    def __init__(self, answer_id: str, *, page: int = 1, label: str = "Sources") -> None:
        super().__init__(Button(label=label, custom_id=f"sources:{answer_id}:{page}"))
        self._answer_id = answer_id
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(match["answer"], page=int(match["page"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page to whoever pressed, in place of the one they were reading."""
        async with failures_told(interaction):
            assert interaction.message
            is_reading = interaction.message.flags.ephemeral
            await interaction.response.defer(ephemeral=True, thinking=not is_reading)
            answers: AnswerStore = interaction.client.state.answers
            answer = await off_loop(answers.get, self._answer_id)
            await interaction.edit_original_response(view=_page(answer, self._page))


class Sources(commands.Cog):
    """The command /sources."""

    def __init__(self, answers: AnswerStore) -> None:
        self._answers = answers

    @app_commands.command(description="Show the passages behind an answer")
    @app_commands.describe(answer="The answer's id; without it, the newest answer in this channel")
    async def sources(self, interaction: discord.Interaction, answer: str | None = None) -> None:
        """Show the sources of one answer to whoever asks for them."""
        await interaction.response.defer(ephemeral=True)
        found = await off_loop(self._find, answer, interaction.channel_id, interaction.user.id)
        await interaction.edit_original_response(view=_page(found, 1))

    def _find(self, answer_id: str | None, channel: int | None, reader: int) -> Answer | None:
        if answer_id:
            return self._answers.get(answer_id.strip())
        return self._answers.newest(channel, reader=reader)


def _page(answer: Answer | None, number: int) -> LayoutView:
    if answer is None:
        raise Refusal("I don’t know that answer: without an id, /sources shows the newest here.")
    if not answer.citations:
        raise Refusal("That answer cites nothing: the articles didn’t say.")
    pages = source_pages(answer)
    number = min(number, len(pages))
    neighbours = [other for other in (number - 1, number + 1) if 0 < other <= len(pages)]
    return layout(
        pages[number - 1],
        [
            SourcesButton(answer.id, page=other, label=f"Page {other} of {len(pages)}")
            for other in neighbours
        ],
    )
