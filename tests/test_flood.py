"""Whoever floods the bot with questions is told to wait, once, and nobody else notices."""

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import getpagesize

import click
import pytest

from bot.client import FootnoteBot
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom
from tests.local_discord import Message, Patience
from tests.local_discord.channel import Channel, TextChannel
from tests.local_discord.people import Member

FEW = 500
COMMANDS = 200
MANY = 10_000
BURST = 50
# Asked while the flood runs, on a machine that also plays Discord and everyone in it.
LONGEST_WAIT = 30.0  # seconds
# A window of 20 seconds brings the flooder five answers, and one word of how long to wait.
WINDOW, A_WINDOW = 20.0, 6
# For the questions of a flood and all that the local Discord keeps of them.
MOST_MEMORY = 250_000_000  # bytes
MOST_THREADS = 40


@dataclass(slots=True)
class Watch:
    """The most that the process had of each while it was watched, and for how long that was."""

    threads: int = 0
    memory: int = 0
    seconds: float = 0.0

    @property
    def most_replies(self) -> int:
        """How many messages the flooder may have got."""
        return A_WINDOW * (1 + int(self.seconds // WINDOW))


def resident() -> int:
    """Return the bytes of memory that the process has."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * getpagesize()


@asynccontextmanager
async def watched() -> AsyncIterator[Watch]:
    """Look at the process again and again for the time of a block."""
    gc.collect()
    watch, began, at_first = Watch(), time.monotonic(), resident()

    async def look() -> None:
        while True:
            watch.threads = max(watch.threads, threading.active_count())
            watch.memory = max(watch.memory, resident() - at_first)
            await asyncio.sleep(0.02)

    looking = asyncio.create_task(look())
    try:
        yield watch
    finally:
        looking.cancel()
        watch.seconds = time.monotonic() - began


async def flood(newsroom: Newsroom, channel: Channel, text: str, times: int) -> None:
    """Have the reader write the same again and again, ten thousand times a minute."""
    for number in range(times):
        await newsroom.discord.say(newsroom.reader, channel, text)
        if number % BURST == 0:
            await asyncio.sleep(BURST * 60 / MANY)


async def served(newsroom: Newsroom, member: Member, channel: TextChannel) -> float:
    """Return after how many seconds somebody who asks has the answer."""
    began = time.monotonic()
    asked = await newsroom.discord.slash(member, channel, "ask", question=QUESTION)
    reply = await asked.reply(within=LONGEST_WAIT)
    assert FIGURE in reply.text
    return time.monotonic() - began


def written_to(newsroom: Newsroom, channel: Channel) -> list[Message]:
    """Return what the bot replied to the reader in a channel."""
    return [
        message
        for message in channel.messages.values()
        if message.author is newsroom.discord.bot
        and message.reply_to
        and message.reply_to.author is newsroom.reader.user
    ]


@pytest.mark.parametrize("times", [FEW, pytest.param(MANY, marks=pytest.mark.trust)])
@pytest.mark.parametrize("place", ["channel", "direct messages"])
async def test_a_flood_of_messages_is_answered_with_a_few(
    newsroom: Newsroom, bot: FootnoteBot, times: int, place: str
) -> None:
    """Others in the same and in another server are served, within bounds of memory and threads."""
    elsewhere = newsroom.discord.add_guild("Elsewhere")
    stranger, there = elsewhere.add_member("kim"), elsewhere.add_channel("general")
    is_direct = place == "direct messages"
    flooded: Channel = (
        newsroom.discord.direct_channel(newsroom.reader) if is_direct else newsroom.channel
    )
    await served(newsroom, stranger, there)  # whatever is loaded at the first question is loaded
    async with watched() as watch:
        flooding = asyncio.create_task(flood(newsroom, flooded, f"<@bot> {QUESTION}", times))
        beside = await served(newsroom, newsroom.editor, newsroom.channel)
        other = await served(newsroom, stranger, there)
        await flooding
        # What comes behind the flood has been taken when everything before has been.
        after = await served(newsroom, newsroom.editor, newsroom.channel)
    replies = written_to(newsroom, flooded)
    told = [reply for reply in replies if "ask again in" in reply.text]
    click.echo(
        f"\n{times:,} messages in {watch.seconds:.1f} s ({place}): {len(replies)} replies, "
        f"{len(told)} of them told to wait; others answered after {beside:.2f}, {other:.2f} and "
        f"{after:.2f} s; {watch.memory / 1e6:.0f} MB and {watch.threads} threads at most"
    )
    assert told
    assert len(replies) <= watch.most_replies
    assert watch.memory < MOST_MEMORY
    assert watch.threads < MOST_THREADS
    assert newsroom.discord.violations == []


@pytest.mark.parametrize("newsroom", [Patience(first_response=LONGEST_WAIT)], indirect=True)
async def test_a_flood_of_commands_gets_its_sentence_each(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Discord wants an answer to each; only the flooder sees it, and the channel stays clean."""
    async with watched() as watch:
        asked = [await newsroom.ask() for _ in range(COMMANDS)]
        beside = await served(newsroom, newsroom.editor, newsroom.channel)
        replies = [await one.reply(within=LONGEST_WAIT) for one in asked]
    refusals = [reply for reply in replies if "ask again in" in reply.text]
    click.echo(f"\n{COMMANDS} commands: {len(refusals)} told to wait; others after {beside:.2f} s")
    assert all(reply.ephemeral for reply in refusals)
    assert len(replies) - len(refusals) <= watch.most_replies
    assert watch.threads < MOST_THREADS


async def test_calling_without_a_question_is_counted_too(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """The bot's help can't be made to fill a channel."""
    async with watched() as watch:
        await flood(newsroom, newsroom.channel, "<@bot>", 50)
        await served(newsroom, newsroom.editor, newsroom.channel)
    assert 1 < len(written_to(newsroom, newsroom.channel)) <= watch.most_replies
