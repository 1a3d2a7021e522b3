"""The bot at work in the tests' local Discord, and the messages that came of it."""

from dataclasses import dataclass

import discord

from index.library import Library
from tests.bot_fixtures import Newsroom, at_work
from tests.local_discord import LocalDiscord, Message, openapi_description

_QUESTION = "How many casualties has Russia suffered?"
_TOPIC = "casualties"
_PATIENCE = 60  # seconds; the first answer waits for the embedding model


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What was asked and what the bot wrote."""

    question: Message
    answer: Message
    sources: Message
    timeline: Message


async def converse(library: Library) -> Conversation:
    """Ask, press a button and use a command, over real sockets.

    Raises:
        RuntimeError: Discord would have refused something that the bot sent.
    """
    async with LocalDiscord(openapi=openapi_description()) as server:
        newsroom = _newsroom(server)
        with server.redirected():
            async with at_work(newsroom, library):
                conversation = await _talk(newsroom)
        if server.violations:
            raise RuntimeError(str(server.violations))
    return conversation


def _newsroom(server: LocalDiscord) -> Newsroom:
    guild = server.add_guild("Newsroom")
    return Newsroom(
        discord=server,
        channel=guild.add_channel("general"),
        reader=guild.add_member("ada"),
        editor=guild.add_member("jo", permissions=discord.Permissions(manage_guild=True)),
    )


async def _talk(newsroom: Newsroom) -> Conversation:
    server, channel, reader = newsroom.discord, newsroom.channel, newsroom.reader
    question = await newsroom.mention(_QUESTION)
    answer = await server.next_message(channel, after=question, within=_PATIENCE)
    sources = await server.press(reader, answer, label="Sources")
    timeline = await server.slash(reader, channel, "timeline", topic=_TOPIC)
    return Conversation(
        question=question,
        answer=answer,
        sources=await sources.reply(within=_PATIENCE),
        timeline=await timeline.reply(within=_PATIENCE),
    )
