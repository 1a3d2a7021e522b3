"""Messages that ask: a mention, a reply to the bot, a direct message, a thread of the bot's."""

import re
from contextlib import suppress

import discord
from discord.ext import commands

from bot.cogs.beneath import may_have_thread
from bot.cogs.responding import Responder
from bot.delivery import ToMessage, reply_to
from bot.desk import Desk
from bot.error_door import failures_replied
from bot.insisting import SENDING_FAILURES
from bot.off_loop import off_loop
from bot.state.answers import Occasion
from bot.state.server_settings import ServerSettings
from bot.state.state import State

HELP = (
    "Ask me something about the articles: mention me with your question, reply to one of my "
    "answers, or use /ask. Every sentence I answer comes with its source."
)


class Asking(commands.Cog):
    """Answers every message that is meant for the bot."""

    def __init__(self, bot: discord.Client, state: State, desk: Desk) -> None:
        self._bot = bot
        self._state = state
        self._desk = desk
        self._responder = Responder(desk, state.answers)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer beneath a message that is meant for the bot."""
        if not await self._is_meant(message):
            return
        async with failures_replied(message):
            server = message.guild.id if message.guild else None
            # A command has to be answered each time, a message needn't.
            self._desk.require_patience(message.author.id, server=server)
            settings = await self._desk.settings_in(server)
            if _is_answered_in(message.channel, settings):
                await self._answer(message, settings)

    async def _answer(self, message: discord.Message, settings: ServerSettings) -> None:
        occasion = Occasion(
            server=message.guild.id if message.guild else None,
            channel=message.channel.id,
            asker=message.author.id,
        )
        with self._desk.taking(occasion, settings):
            question = self._without_mention(message.content)
            if not question:
                await reply_to(message, content=HELP)
                return
            with suppress(*SENDING_FAILURES):
                await message.channel.typing()  # an answer without it is as good
            has_thread = message.guild is not None and may_have_thread(
                message.channel, message.channel.permissions_for(message.guild.me)
            )
            await self._responder.respond(
                question,
                occasion,
                ToMessage(message),
                replied_to=_replied_to(message),
                has_thread=has_thread,
            )

    async def _is_meant(self, message: discord.Message) -> bool:
        """Tell whether a person speaks to the bot; a reply that pings mentions it."""
        if message.author.bot or message.is_system():
            return False
        if message.guild is None or self._bot.user in message.mentions:
            return True
        if not self._bot.intents.message_content:
            return False  # whatever else is written comes without its words
        return self._is_own_thread(message.channel) or await self._is_silent_reply(message)

    def _is_own_thread(self, channel: object) -> bool:
        assert self._bot.user
        return isinstance(channel, discord.Thread) and channel.owner_id == self._bot.user.id

    async def _is_silent_reply(self, message: discord.Message) -> bool:
        replied_to = _replied_to(message)
        if replied_to is None:
            return False
        return await off_loop(self._state.answers.shown_by, replied_to) is not None

    def _without_mention(self, content: str) -> str:
        assert self._bot.user
        return re.sub(rf"<@!?{self._bot.user.id}>", " ", content).strip()


def _replied_to(message: discord.Message) -> int | None:
    return message.reference.message_id if message.reference else None


def _is_answered_in(channel: "discord.abc.MessageableChannel", settings: ServerSettings) -> bool:
    """Tell whether messages are answered in a channel, or in the channel of a thread."""
    places = {channel.id}
    if isinstance(channel, discord.Thread):
        places.add(channel.parent_id)
    return settings.mention_channels is None or bool(settings.mention_channels & places)
