"""An answer reaches its reader wherever Discord still takes it, and nothing breaks where not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self

import pytest

from bot.client import FootnoteBot
from bot.cogs.asking import HELP
from index.answer import Answer
from index.library import Library
from tests.bot_answers import ANSWER
from tests.bot_fixtures import QUESTION, Newsroom, at_work, eventually
from tests.local_discord import Message, Patience
from tests.local_discord.channel import Thread

TEXT = ANSWER.sentences[0].text
TOKEN = 0.5  # seconds, for which Discord takes answers to a command in these tests
SHORT = Patience(token=TOKEN)


class GatedLibrary(Library):
    """Gives its answer when the gate opens."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.settings)
        self.gate = asyncio.Event()

    def of(self, _: str | None) -> Self:
        """Return the same library: whose articles they are makes no difference here."""
        return self

    async def answer(self, question: str, **_: Any) -> Answer:
        """Return the answer."""
        await self.gate.wait()
        return ANSWER


@pytest.fixture
def library(own_archive: Library) -> GatedLibrary:
    """A library that waits."""
    return GatedLibrary(own_archive)


@pytest.fixture(autouse=True)
async def gated_bot(newsroom: Newsroom, library: GatedLibrary) -> AsyncIterator[FootnoteBot]:
    """A bot at work that answers when the gate opens."""
    async with at_work(newsroom, library) as working:
        yield working


async def typing(newsroom: Newsroom) -> None:
    """Return once the bot shows that it is writing."""
    await newsroom.discord.until(
        lambda: any(call.path.endswith("/typing") for call in newsroom.discord.requests),
        wanted="the bot to write",
    )


async def ask_in_thread(newsroom: Newsroom, library: GatedLibrary) -> Thread:
    """Return a thread at an answer, in which a question waits for the gate."""
    library.gate.set()
    answer = await (await newsroom.ask()).reply()
    library.gate.clear()
    await newsroom.discord.press(newsroom.reader, answer, label="Thread")
    thread = await newsroom.discord.next_thread(newsroom.channel)
    await newsroom.discord.next_message(thread)
    await newsroom.discord.say(newsroom.reader, thread, "<@bot> And why?")
    await typing(newsroom)
    return thread


async def noted(caplog: pytest.LogCaptureFixture, words: str) -> None:
    """Return once the log has the words; nothing in it is a failure of the bot's own."""
    await eventually(lambda: words in caplog.text)
    assert "Traceback" not in caplog.text


async def test_a_question_that_was_deleted_is_answered_plainly(
    newsroom: Newsroom, library: GatedLibrary
) -> None:
    """The answer stands by itself; the channel may have been waiting for it."""
    question = await newsroom.mention()
    await typing(newsroom)
    question.delete()
    library.gate.set()
    answer = await newsroom.discord.next_message(newsroom.channel)
    assert TEXT in answer.text
    assert answer.reply_to is None


async def test_without_the_history_an_answer_is_no_reply(
    newsroom: Newsroom, library: GatedLibrary
) -> None:
    """Where the bot may not read what was written before, it writes plainly."""
    newsroom.channel.deny(newsroom.discord.bot, read_message_history=True)
    library.gate.set()
    await newsroom.mention()
    answer = await newsroom.discord.next_message(newsroom.channel)
    assert TEXT in answer.text
    assert answer.reply_to is None
    call = await newsroom.discord.say(newsroom.reader, newsroom.channel, "<@bot>")
    assert (await newsroom.discord.next_message(newsroom.channel, after=call)).text == HELP


@pytest.mark.parametrize("newsroom", [SHORT], indirect=True)
async def test_after_its_time_a_command_is_answered_in_the_channel(
    newsroom: Newsroom, library: GatedLibrary
) -> None:
    """Discord takes nothing more for a command after 15 minutes."""
    asked = await newsroom.ask()
    await newsroom.discord.until(lambda: asked.callback, wanted="an acknowledgement")
    await asyncio.sleep(TOKEN)
    library.gate.set()
    thinking = asked.original
    answer = await newsroom.discord.next_message(newsroom.channel, after=thinking)
    assert TEXT in answer.text
    assert "Sources" in answer.buttons


@pytest.mark.parametrize("newsroom", [SHORT], indirect=True)
async def test_after_its_time_a_private_answer_stays_private(
    newsroom: Newsroom, library: GatedLibrary
) -> None:
    """It comes as a direct message."""
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question=QUESTION, private=True
    )
    await newsroom.discord.until(lambda: asked.callback, wanted="an acknowledgement")
    await asyncio.sleep(TOKEN)
    library.gate.set()
    direct = newsroom.discord.direct_channel(newsroom.reader)
    assert TEXT in (await newsroom.discord.next_message(direct)).text
    assert not newsroom.channel.messages


async def test_an_answer_to_a_thread_that_is_archived_opens_it(
    newsroom: Newsroom, library: GatedLibrary
) -> None:
    """Writing there does so."""
    thread = await ask_in_thread(newsroom, library)
    thread.archive()
    welcome = next(iter(thread.messages.values()))
    library.gate.set()
    answer: Message = await newsroom.discord.next_message(thread, after=welcome)
    assert TEXT in answer.text
    assert not thread.archived


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda thread: thread.archive(locked=True), "The thread of a question is locked."),
        (lambda thread: thread.delete(), "The channel or thread of a question is gone."),
    ],
    ids=["locked", "deleted"],
)
async def test_a_thread_that_takes_no_answer_is_noted(
    newsroom: Newsroom,
    library: GatedLibrary,
    caplog: pytest.LogCaptureFixture,
    happens: Any,
    words: str,
) -> None:
    """Nobody can be told, and the bot goes on."""
    happens(await ask_in_thread(newsroom, library))
    library.gate.set()
    await noted(caplog, words)
    await newsroom.mention()


@pytest.mark.parametrize("lost", ["send_messages", "view_channel"])
async def test_a_permission_that_is_lost_meanwhile_breaks_nothing(
    newsroom: Newsroom, library: GatedLibrary, caplog: pytest.LogCaptureFixture, lost: str
) -> None:
    """The answer can't be shown in the channel; a command still is answered."""
    await newsroom.mention()
    await typing(newsroom)
    asked = await newsroom.ask()
    await newsroom.discord.until(lambda: asked.callback, wanted="an acknowledgement")
    newsroom.channel.deny(newsroom.discord.bot, **{lost: True})
    library.gate.set()
    await noted(caplog, "couldn't be told")
    assert TEXT in (await asked.reply()).text
