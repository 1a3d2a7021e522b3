"""The sources of an answer: a button beneath it, two commands, and pages to leaf through."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import Button, LayoutView

from bot.acknowledging import acknowledge
from bot.cogs.answer_button import AnswerButton
from bot.completion import choice, matching
from bot.custom_ids import ANSWER_ID, PAGE
from bot.delivery import fill_in
from bot.messages.layout import layout
from bot.messages.source_pages import source_pages
from bot.off_loop import off_loop
from bot.readership import readable_in
from bot.refusal import Refusal
from bot.state.answers import AnswerStore
from bot.state.state import State
from bot.visibility import may_see, visible_answer
from index.answer import Answer
from index.question import on_one_line
from index.standing import changes_since

# As far back as somebody looks for a question by a few of its words.
_LOOKED_THROUGH = 500


class SourcesButton(AnswerButton, template=rf"sources:{ANSWER_ID}:{PAGE}"):
    """Opens a page of an answer's sources."""

    def __init__(self, answer_id: str, page: int | str = 1, *, label: str = "Sources") -> None:
        super().__init__(answer_id, Button(label=label, custom_id=f"sources:{answer_id}:{page}"))
        self._page = int(page)

    async def press(self, interaction: discord.Interaction[Any], state: State) -> None:
        """Show the page to whoever pressed, in place of the one they were reading."""
        assert interaction.message
        is_reading = interaction.message.flags.ephemeral
        await acknowledge(
            interaction, lambda: interaction.response.defer(ephemeral=True, thinking=not is_reading)
        )
        kept = await visible_answer(interaction, state.answers, self.answer_id)
        answer = kept.answer if kept else None
        view = await _page(interaction, answer, self._page)
        await fill_in(interaction, view=view)


class Sources(commands.Cog):
    """The command /sources, and “Show sources” among the commands of a message."""

    def __init__(self, tree: app_commands.CommandTree[Any], answers: AnswerStore) -> None:
        self._answers = answers
        tree.add_command(app_commands.ContextMenu(name="Show sources", callback=self.show_sources))

    @app_commands.command(description="Show the passages behind an answer")
    @app_commands.describe(answer="Which answer, by its question; else the newest in this channel")
    async def sources(self, interaction: discord.Interaction, answer: str | None = None) -> None:
        """Show the sources of one answer to whoever asks for them."""
        await acknowledge(interaction, lambda: interaction.response.defer(ephemeral=True))
        found = await self._find(interaction, answer)
        await fill_in(interaction, view=await _page(interaction, found, 1))

    @sources.autocomplete("answer")
    async def _offer_answers(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        channel, reader = interaction.channel_id or 0, interaction.user.id
        asked = await off_loop(self._answers.asked, channel, reader=reader, limit=_LOOKED_THROUGH)
        found = matching(asked, typed, named=lambda pair: pair[1])
        return [choice(question, answer_id) for answer_id, question in found]

    async def show_sources(
        self, interaction: discord.Interaction, message: discord.Message
    ) -> None:
        """Show the sources of the answer that a message shows."""
        await acknowledge(interaction, lambda: interaction.response.defer(ephemeral=True))
        kept = await off_loop(self._answers.shown_by, message.id)
        if kept is None or not may_see(interaction, kept.occasion):
            raise Refusal("That message is none of my answers, or I don’t have it any more.")
        await fill_in(interaction, view=await _page(interaction, kept.answer, 1))

    async def _find(self, interaction: discord.Interaction, answer_id: str | None) -> Answer | None:
        if answer_id:
            kept = await visible_answer(interaction, self._answers, on_one_line(answer_id))
            return kept.answer if kept else None
        channel, reader = interaction.channel_id or 0, interaction.user.id
        return await off_loop(self._answers.newest, channel, reader=reader)


async def _page(
    interaction: discord.Interaction[Any], answer: Answer | None, number: int
) -> LayoutView:
    if answer is None:
        raise Refusal("I don’t know that answer: without an id, /sources shows the newest here.")
    if not answer.citations:
        raise Refusal("That answer cites nothing: the articles didn’t say.")
    library = readable_in(interaction.guild_id, interaction.client.library)
    changes = await off_loop(changes_since, answer.citations, library)
    pages = source_pages(answer, changes)
    number = min(number, len(pages))
    neighbours = [other for other in (number - 1, number + 1) if 0 < other <= len(pages)]
    return layout(
        pages[number - 1],
        [
            SourcesButton(answer.id, other, label=f"Page {other} of {len(pages)}")
            for other in neighbours
        ],
    )
