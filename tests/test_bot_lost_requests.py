"""What the bot tells gets through a connection that fails, and is told once."""

import asyncio
from dataclasses import replace

import pytest

from bot.cogs.asking import HELP
from tests.bot_fixtures import FIGURE, Newsroom
from tests.local_discord import Fault

RESPONSE, MESSAGE = "PATCH */messages/@original", "POST */messages"
FAULTS = pytest.mark.parametrize(
    "fault",
    [Fault("", drop=True), Fault("", lost=True), Fault("", status=503), Fault("", status=429)],
    ids=["dropped", "answer-lost", "503", "429"],
)
pytestmark = pytest.mark.usefixtures("bot")


@FAULTS
async def test_a_response_gets_through(newsroom: Newsroom, fault: Fault) -> None:
    """To whatever was asked or pressed."""
    discord, editor, channel = newsroom.discord, newsroom.editor, newsroom.channel
    answer = await (await newsroom.ask()).reply()
    for label, told in {"Sources": FIGURE, "👍": "noted", "Thread": "Ask on in"}.items():
        discord.inject(replace(fault, pattern=RESPONSE))
        assert told in (await (await discord.press(editor, answer, label=label)).reply()).text
    for command in ("about", "articles", "settings", "sources", "unanswered"):
        discord.inject(replace(fault, pattern=RESPONSE))
        asked = await discord.slash(editor, channel, command)
        assert "went wrong" not in (await asked.reply()).text


@FAULTS
async def test_a_reply_gets_through_once(newsroom: Newsroom, fault: Fault) -> None:
    """Discord is asked again, and knows the message by its nonce."""
    newsroom.discord.inject(replace(fault, pattern=MESSAGE))
    said = await newsroom.discord.say(newsroom.reader, newsroom.channel, "<@bot>")
    reply = await newsroom.discord.next_message(newsroom.channel, after=said)
    assert reply.text == HELP
    later = await newsroom.mention()
    answer = await newsroom.discord.next_message(newsroom.channel, after=later)
    await asyncio.sleep(0)
    assert list(newsroom.channel.messages.values()) == [said, reply, later, answer]
