"""People ask in every way Discord offers, and get an answer with numbered footnotes."""

import pytest

from bot.cogs.asking import HELP
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom
from tests.local_discord import Fault

pytestmark = pytest.mark.usefixtures("bot")


async def test_ask_answers_with_footnotes(newsroom: Newsroom) -> None:
    """Everyone in the channel reads the answer, its source, its date and a way to the context."""
    asked = await newsroom.ask()
    answer = await asked.reply()
    assert not answer.ephemeral
    assert FIGURE in answer.text
    assert "[[1]](<https://post.example/tram-9?from=front#:~:text=" in answer.text
    title = "[Tram 9 Reaches the Hospital at Last](<https://post.example/tram-9?from=front>)"
    assert f"-# **{title}**, The Moravian Post, 14 May 2024" in answer.text
    assert answer.buttons == ["Sources", "👍", "👎", "Thread", "Delete"]


async def test_a_mention_is_answered_with_a_reply(newsroom: Newsroom) -> None:
    """Whoever mentions the bot gets the answer beneath their message, without being notified."""
    question = await newsroom.mention()
    answer = await newsroom.discord.next_message(newsroom.channel)
    assert answer.reply_to is question
    assert FIGURE in answer.text
    assert not answer.mentions


async def test_a_reply_to_an_answer_is_answered(newsroom: Newsroom) -> None:
    """One can ask on by replying, without mentioning the bot by name."""
    asked = await newsroom.ask()
    first = await asked.reply()
    text = "Who is the mayor of Želivov?"
    question = await newsroom.discord.say(newsroom.reader, newsroom.channel, text, reply_to=first)
    answer = await newsroom.discord.next_message(newsroom.channel, after=question)
    assert answer.reply_to is question
    assert "Jiří Zábranský" in answer.text


async def test_a_direct_message_is_answered(newsroom: Newsroom) -> None:
    """In direct messages everything is a question."""
    direct = newsroom.discord.direct_channel(newsroom.reader)
    await newsroom.discord.say(newsroom.reader, direct, QUESTION)
    answer = await newsroom.discord.next_message(direct)
    assert FIGURE in answer.text


async def test_a_question_that_the_articles_leave_open_gets_an_honest_no(
    newsroom: Newsroom,
) -> None:
    """The bot says that the articles don't say, and offers no sources."""
    asked = await newsroom.ask("Who won the chess tournament in Reykjavík?")
    answer = await asked.reply()
    assert "don't say" in answer.text
    assert "Sources" not in answer.buttons


async def test_an_empty_mention_gets_help(newsroom: Newsroom) -> None:
    """Whoever only calls the bot learns what it can do."""
    await newsroom.discord.say(newsroom.reader, newsroom.channel, "<@bot>")
    assert (await newsroom.discord.next_message(newsroom.channel)).text == HELP


async def test_other_messages_are_left_alone(newsroom: Newsroom) -> None:
    """Neither talk among people nor another bot is answered."""
    robot = newsroom.channel.guild.add_member("robot", bot=True)
    await newsroom.discord.say(newsroom.reader, newsroom.channel, QUESTION)
    await newsroom.discord.say(robot, newsroom.channel, f"<@bot> {QUESTION}")
    call = await newsroom.discord.say(newsroom.reader, newsroom.channel, "<@bot>")
    assert (await newsroom.discord.next_message(newsroom.channel)).reply_to is call


async def test_a_question_too_long_is_refused_in_private(newsroom: Newsroom) -> None:
    """The limit is told to the asker alone, and nothing is left thinking."""
    asked = await newsroom.ask("why " * 1_100)
    answer = await asked.reply()
    assert answer.ephemeral
    assert "4,000" in answer.text
    assert not newsroom.channel.messages


async def test_too_many_questions_have_to_wait(newsroom: Newsroom) -> None:
    """After five questions in a row the asker learns how long to wait; others may ask."""
    for _ in range(5):
        asked = await newsroom.ask()
        assert not (await asked.reply()).ephemeral
    refused = await newsroom.ask()
    answer = await refused.reply()
    assert answer.ephemeral
    assert "5 questions within 20 seconds: ask again in " in answer.text
    other = await newsroom.discord.slash(
        newsroom.editor, newsroom.channel, "ask", question=QUESTION
    )
    assert FIGURE in (await other.reply()).text


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST */callback", drop=True),
        Fault("PATCH */messages/@original", drop=True),
        Fault("PATCH */messages/@original", status=429),
    ],
    ids=["acknowledgement-dropped", "answer-dropped", "answer-429"],
)
async def test_a_command_survives_a_bad_connection(newsroom: Newsroom, fault: Fault) -> None:
    """A request that gets lost is sent again, and the asker notices nothing."""
    newsroom.discord.inject(fault)
    asked = await newsroom.ask()
    assert FIGURE in (await asked.reply()).text


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST */messages", drop=True),
        Fault("POST */messages", status=503),
        Fault("POST */typing", status=503),
    ],
    ids=["reply-dropped", "reply-503", "typing-503"],
)
async def test_a_mention_survives_a_bad_connection(newsroom: Newsroom, fault: Fault) -> None:
    """A reply that gets lost is sent again, once."""
    newsroom.discord.inject(fault)
    await newsroom.mention()
    answer = await newsroom.discord.next_message(newsroom.channel)
    assert FIGURE in answer.text
