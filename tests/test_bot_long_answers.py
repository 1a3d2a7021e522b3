"""An answer too long for one message goes on in the next, however it was asked for."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Self

import pytest

from bot.client import FootnoteBot
from index.answer import Answer, Sentence
from index.library import Library
from tests.bot_answers import ANSWER
from tests.bot_fixtures import Newsroom, at_work
from tests.local_discord import Message

NUMBERS = range(1, 10)
LONG = tuple(Sentence(f"Sentence {number} {'goes on ' * 60}.", (1,)) for number in NUMBERS)


class LongWindedLibrary(Library):
    """Answers every question with the same nine long sentences."""

    def of(self, _: str | None) -> Self:
        """Return the same library: whose articles they are makes no difference here."""
        return self

    async def answer(self, question: str, **_: Any) -> Answer:
        """Return the answer."""
        return replace(ANSWER, sentences=LONG)


@pytest.fixture(autouse=True)
async def long_winded_bot(newsroom: Newsroom, own_archive: Library) -> AsyncIterator[FootnoteBot]:
    """A bot at work that has much to say."""
    async with at_work(newsroom, LongWindedLibrary(own_archive.settings)) as working:
        yield working


def assert_complete(first: Message, second: Message) -> None:
    """All sentences are there, whole and in order; the button stands where the reader arrives."""
    places = [f"{first.text}\n{second.text}".index(sentence.text) for sentence in LONG]
    assert places == sorted(places)
    assert not first.buttons
    assert "Sources" in second.buttons


async def test_a_command_is_answered_in_two_messages(newsroom: Newsroom) -> None:
    """The second message follows the first one."""
    asked = await newsroom.ask("Why?")
    assert_complete(await asked.reply(), await asked.reply(number=2))


async def test_a_mention_is_answered_in_two_messages(newsroom: Newsroom) -> None:
    """The second message follows the reply."""
    await newsroom.mention("Why?")
    first = await newsroom.discord.next_message(newsroom.channel)
    second = await newsroom.discord.next_message(newsroom.channel, after=first)
    assert_complete(first, second)
