"""An answer is shown while it is written, by as few edits as it takes, and in the end whole."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any, Self

import pytest
from aiohttp.web import Request, StreamResponse

from bot.client import FootnoteBot
from index.answer import Answer, Sentence
from index.answering.prose import IN_QUOTES
from index.errors import QuestionError
from index.library import Library
from tests.bot_answers import ANSWER
from tests.bot_fixtures import Newsroom, at_work, eventually
from tests.chat_server import Prompt, chat_server, reply_events, sends
from tests.local_discord import Fault, Message

WORDS = [f"Sentence {number}." for number in range(1, 31)]
PAUSE = 0.1  # seconds between two drafts


def up_to(number: int) -> Answer:
    """Return the answer as far as so many of its sentences."""
    return replace(ANSWER, sentences=tuple(Sentence(text, (1,)) for text in WORDS[:number]))


class WritingLibrary(Library):
    """Writes every answer sentence by sentence; knows nothing to say to "Fail"."""

    def of(self, _: str | None) -> Self:
        """Return the same library: whose articles they are makes no difference here."""
        return self

    async def answer(
        self, question: str, *, on_draft: Callable[[Answer], None] | None = None, **_: Any
    ) -> Answer:
        """Return the answer after ten drafts a second for three seconds."""
        for number in range(1, len(WORDS)):
            assert on_draft
            on_draft(up_to(number))
            await asyncio.sleep(PAUSE)
        if question == "Fail":
            raise QuestionError("There is no more.")
        return up_to(len(WORDS))


@pytest.fixture
async def writing_bot(newsroom: Newsroom, own_archive: Library) -> AsyncIterator[FootnoteBot]:
    """A bot whose answers take their time."""
    async with at_work(newsroom, WritingLibrary(own_archive.settings)) as working:
        yield working


async def whole(message: Message) -> None:
    """Return once a message shows the whole answer, and nothing after it."""
    await message.until(lambda state: WORDS[-1] in state.text and "Sources" in state.buttons)
    await asyncio.sleep(1.2)  # in which a draft that is too late would come
    assert "Sources" in message.buttons


@pytest.mark.usefixtures("writing_bot")
@pytest.mark.parametrize("way", ["command", "mention"])
async def test_an_answer_grows_about_once_a_second(newsroom: Newsroom, way: str) -> None:
    """Of ten drafts a second the newest is shown, and the last edit is the whole answer."""
    if way == "command":
        asked = await newsroom.ask("Why?")
        message = await asked.reply()
    else:
        await newsroom.mention("Why?")
        message = await newsroom.discord.next_message(newsroom.channel)
    await whole(message)
    shown = [state for state in message.states if not state.loading]
    assert 3 <= len(shown) <= 5
    lengths = [len(state.text) for state in shown]
    assert lengths == sorted(lengths)
    assert all(state.text.endswith("-# …") and not state.buttons for state in shown[:-1])


@pytest.mark.usefixtures("writing_bot")
async def test_a_draft_that_is_lost_is_made_up_for(newsroom: Newsroom) -> None:
    """The edits after it arrive."""
    newsroom.discord.inject(Fault("PATCH */messages/@original", status=429, retry_after=1.5))
    newsroom.discord.inject(Fault("PATCH */messages/@original", drop=True, times=3))
    asked = await newsroom.ask("Why?")
    await whole(await asked.reply())


@pytest.mark.usefixtures("writing_bot")
async def test_a_failure_takes_the_drafts_back(newsroom: Newsroom) -> None:
    """Nobody is left with half an answer, and whoever asked learns why."""
    question = await newsroom.mention("Fail")
    draft = await newsroom.discord.next_message(newsroom.channel)
    told = await newsroom.discord.next_message(newsroom.channel, after=draft)
    assert (told.text, told.reply_to) == ("There is no more.", question)
    assert draft.deleted


@pytest.mark.usefixtures("writing_bot")
async def test_an_answer_deleted_while_it_is_written_stays_deleted(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever deletes it doesn't want it, and nothing breaks."""
    asked = await newsroom.ask("Why?")
    (await asked.reply()).delete()
    question = await newsroom.mention("Why?")
    (await newsroom.discord.next_message(newsroom.channel)).delete()
    await eventually(lambda: caplog.text.count("The message of an answer is gone.") == 2)
    assert newsroom.channel.messages.keys() == {question.id}
    assert "Traceback" not in caplog.text


async def test_what_a_model_leaves_unfinished_becomes_an_answer_in_quotes(
    newsroom: Newsroom, archive: Library
) -> None:
    """The reader sees its first sentence come, and in its place an answer that is whole."""
    sentence = "Some 2,600 people rode the tram on its first day."
    read = threading.Event()

    async def break_off(prompt: Prompt, request: Request) -> StreamResponse:
        words = f"{sentence} [{prompt.key_of('2,600')}] And"
        begun = sends(lambda _: reply_events(words, ending=None, done=False))
        response = await begun(prompt, request)
        await asyncio.to_thread(read.wait)
        assert request.transport
        request.transport.abort()
        return response

    with chat_server() as server:
        server.behaviours[:] = [break_off]
        settings = server.as_model_of(archive.settings, patience=60)
        async with at_work(newsroom, Library.open(settings)):
            asked = await newsroom.ask()
            message = await asked.reply(within=20)
            assert message.text.startswith(sentence)
            assert message.text.endswith("-# …")
            read.set()
            final = await message.until(lambda state: "Sources" in state.buttons, within=20)
    assert IN_QUOTES in final.text
