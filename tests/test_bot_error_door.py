"""Every failure is one plain sentence for the person it concerns, and none causes another."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest

from bot.client import FootnoteBot
from index.library import Library
from tests.bot_answers import ANSWER
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, at_work
from tests.local_discord import Fault, Patience

SORRY = "Something went wrong on my side: whoever runs me finds the reason in the log."
NO_DATABASE = (
    "Something went wrong on my side: I can’t use my database just now. Whoever runs me finds the "
    "mend in the log."
)


def break_answers(library: Library) -> None:
    """Take the table of the answers away, so that none can be kept or read."""
    path = library.settings.data / "answers.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE answers")


@pytest.fixture
async def broken_bot(newsroom: Newsroom, own_archive: Library) -> AsyncIterator[FootnoteBot]:
    """A bot at work that can't keep its answers."""
    async with at_work(newsroom, own_archive) as working:
        break_answers(own_archive)
        yield working


@pytest.mark.usefixtures("broken_bot")
async def test_a_failing_command_tells_its_user_alone(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """The asker is told, the channel sees nothing, and the reason is in the log."""
    asked = await newsroom.ask()
    told = await asked.reply()
    assert (told.text, told.ephemeral) == (NO_DATABASE, True)
    assert not newsroom.channel.messages
    assert "no such table: answers" in caplog.text


@pytest.mark.usefixtures("broken_bot")
async def test_a_failing_mention_is_replied_to(newsroom: Newsroom) -> None:
    """A message gets the sentence where an answer would have been."""
    question = await newsroom.mention()
    told = await newsroom.discord.next_message(newsroom.channel)
    assert (told.text, told.reply_to) == (NO_DATABASE, question)


async def test_a_failing_button_tells_who_pressed_it(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """A press that comes to nothing is explained, and the answer stays as it is."""
    async with at_work(newsroom, own_archive):
        asked = await newsroom.ask()
        answer = await asked.reply()
        break_answers(own_archive)
        pressed = await newsroom.discord.press(newsroom.editor, answer, label="Sources")
        told = await pressed.reply()
    assert (told.text, told.ephemeral) == (NO_DATABASE, True)
    assert len(answer.states) == 2  # thinking, then the answer


@pytest.mark.parametrize("newsroom", [Patience(first_response=0.1)], indirect=True)
@pytest.mark.usefixtures("bot")
async def test_an_acknowledgement_that_comes_too_late_is_let_go(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """Discord has given up, so the bot doesn't try to speak, and serves the next question."""
    newsroom.discord.inject(Fault("POST */callback", delay=0.2))
    late = await newsroom.ask()
    await newsroom.discord.until(
        lambda: any(call.status == 404 for call in newsroom.discord.requests),
        wanted="a refused acknowledgement",
    )
    again = await newsroom.ask()
    assert FIGURE in (await again.reply()).text
    assert sum(late.token in call.path for call in newsroom.discord.requests) == 1
    assert "acknowledged too late" in caplog.text


@pytest.mark.usefixtures("bot")
async def test_a_failure_that_cannot_be_told_ends_there(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """A bot that may not write in a channel stays quiet there, and works elsewhere."""
    newsroom.channel.deny(newsroom.discord.bot, send_messages=True)
    question = await newsroom.mention()
    await newsroom.discord.until(
        lambda: [call.status for call in newsroom.discord.requests].count(403) == 3,
        wanted="refusals to type, to answer and to tell",
    )
    elsewhere = newsroom.channel.guild.add_channel("elsewhere")
    await newsroom.discord.say(newsroom.reader, elsewhere, f"<@bot> {QUESTION}")
    assert FIGURE in (await newsroom.discord.next_message(elsewhere)).text
    assert not newsroom.channel.messages.keys() - {question.id}
    assert "couldn't be told" in caplog.text


async def test_a_command_that_is_gone_says_how_to_go_on(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Whoever's Discord still offers an old command learns to reload it."""
    bot.tree.remove_command("ask")
    asked = await newsroom.ask()
    assert (await asked.reply()).text == "This command has changed: reload Discord and try again."


async def test_an_answer_that_cannot_be_delivered_is_told_of(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Connections that drop whenever the answer is sent leave nobody waiting."""
    newsroom.discord.inject(Fault("PATCH */messages/@original", drop=True, times=3))
    asked = await newsroom.ask()
    assert (await asked.reply()).text == SORRY


@pytest.mark.usefixtures("bot")
async def test_what_a_user_wrote_has_no_effect_in_a_sentence(newsroom: Newsroom) -> None:
    """A refusal is as harmless as an answer."""
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "sources", answer=f"@everyone {ANSWER.id}"
    )
    assert not (await asked.reply()).mentions_everyone
