"""Questions in Discord: /ask, a mention, a reply to the bot, a direct message."""

import re
from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import LayoutView

from bot.cogs.sources import SourcesButton
from bot.desk import Desk
from bot.error_door import failures_replied
from bot.insisting import SENDING_FAILURES, insist
from bot.messages.layout import layout
from bot.messages.rendering import answer_pages
from bot.state.answers import Occasion
from index.answer import Answer

HELP = (
    "Ask me something about the articles: mention me with your question, reply to one of my "
    "answers, or use /ask. Every sentence I answer comes with its source."
)


class Asking(commands.Cog):
    """The command /ask, and every message that is meant for the bot."""

    def __init__(self, bot: discord.Client, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk

    @app_commands.command(description="Ask a question; the answer comes with its sources")
    @app_commands.describe(question="What you want to know from the articles")
    async def ask(self, interaction: discord.Interaction, question: str) -> None:
        """Answer for everyone in the channel to read."""
        with self._desk.taking(interaction.user):
            await insist(interaction.response.defer)
            try:
                occasion = Occasion(
                    server=interaction.guild_id,
                    channel=interaction.channel_id,
                    asker=interaction.user.id,
                )
                answer = await self._desk.answer(question, occasion)
            except Exception:
                # Everyone sees "thinking…"; what went wrong concerns the asker alone.
                with suppress(*SENDING_FAILURES):
                    await interaction.delete_original_response()
                raise
            first, *others = _answer_messages(answer)
            await insist(lambda: interaction.edit_original_response(view=first))
            for view in others:
                await interaction.followup.send(view=view)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer beneath a message that is meant for the bot."""
        if not self._is_meant(message):
            return
        async with failures_replied(message):
            question = self._without_mention(message.content)
            if question:
                await self._answer(message, question)
            else:
                await message.reply(HELP, mention_author=False)

    async def _answer(self, message: discord.Message, question: str) -> None:
        with self._desk.taking(message.author):
            with suppress(*SENDING_FAILURES):
                await message.channel.typing()  # an answer without it is as good
            occasion = Occasion(
                server=message.guild.id if message.guild else None,
                channel=message.channel.id,
                asker=message.author.id,
            )
            answer = await self._desk.answer(question, occasion)
            first, *others = _answer_messages(answer)
            # The nonce keeps Discord from showing a reply twice.
            await insist(lambda: message.reply(view=first, mention_author=False, nonce=message.id))
            for view in others:
                await message.channel.send(view=view)

    def _is_meant(self, message: discord.Message) -> bool:
        """Tell whether a person speaks to the bot; a reply to it mentions it."""
        if message.author.bot or message.is_system():
            return False
        return message.guild is None or self._bot.user in message.mentions

    def _without_mention(self, content: str) -> str:
        assert self._bot.user
        return re.sub(rf"<@!?{self._bot.user.id}>", " ", content).strip()


def _answer_messages(answer: Answer) -> list[LayoutView]:
    """Return the messages that show an answer, the button to its sources beneath the last."""
    *pages, last = answer_pages(answer)
    buttons = [SourcesButton(answer.id)] if answer.citations else []
    return [*map(layout, pages), layout(last, buttons)]
