"""People ask in every way Discord offers, and get an answer with numbered footnotes."""

import pytest

from bot.asking import HELP
from tests.bot_fixtures import Newsroom

pytestmark = pytest.mark.usefixtures("bot")

QUESTION = "How much did the repairs of the Harbor Bridge cost?"
FIGURE = "4.2 million dollars"


async def test_ask_answers_with_footnotes(newsroom: Newsroom) -> None:
    """Everyone in the channel reads the answer, its source, its date and a way to the context."""
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question=QUESTION
    )
    answer = await asked.reply()
    assert not answer.ephemeral
    assert FIGURE in answer.text
    assert "[[1]](<https://example.org/bridge#:~:text=" in answer.text
    assert "[Harbor Bridge Reopens](<https://example.org/bridge>)" in answer.text
    assert "The Gazette, 18 November 2024" in answer.text
    assert answer.buttons == ["Sources"]


async def test_a_mention_is_answered_with_a_reply(newsroom: Newsroom) -> None:
    """Whoever mentions the bot gets the answer beneath their message, without being notified."""
    question = await newsroom.discord.say(newsroom.reader, newsroom.channel, f"<@bot> {QUESTION}")
    answer = await newsroom.discord.next_message(newsroom.channel)
    assert answer.reply_to is question
    assert FIGURE in answer.text
    assert answer.buttons == ["Sources"]
    assert not answer.mentions


async def test_a_reply_to_an_answer_is_answered(newsroom: Newsroom) -> None:
    """One can ask on by replying, without mentioning the bot by name."""
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question=QUESTION
    )
    first = await asked.reply()
    text = "Who cut the ribbon of the Harbor Bridge?"
    question = await newsroom.discord.say(newsroom.reader, newsroom.channel, text, reply_to=first)
    answer = await newsroom.discord.next_message(newsroom.channel, after=question)
    assert answer.reply_to is question
    assert "Ada Lindgren" in answer.text


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
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question="Who painted the Mona Lisa?"
    )
    answer = await asked.reply()
    assert "don't say" in answer.text
    assert not answer.buttons


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


async def test_what_articles_say_has_no_effect_in_discord(newsroom: Newsroom) -> None:
    """A quote with mentions and formatting notifies nobody and is shown as it stands."""
    question = "What did Bo Chen, the director of the fish market, say?"
    await newsroom.discord.say(newsroom.reader, newsroom.channel, f"<@bot> {question}")
    answer = await newsroom.discord.next_message(newsroom.channel)
    assert r"said that \@everyone is \*welcome\* at \<#42>." in answer.text
    assert not answer.mentions_everyone


async def test_a_question_too_long_is_refused_in_private(newsroom: Newsroom) -> None:
    """The limit is told to the asker alone, and nothing is left thinking."""
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question="why " * 1_100
    )
    answer = await asked.reply()
    assert answer.ephemeral
    assert "4,000" in answer.text
    assert not newsroom.channel.messages


async def test_too_many_questions_have_to_wait(newsroom: Newsroom) -> None:
    """After five questions in a row the asker learns how long to wait; others may ask."""
    for _ in range(5):
        asked = await newsroom.discord.slash(
            newsroom.reader, newsroom.channel, "ask", question=QUESTION
        )
        assert not (await asked.reply()).ephemeral
    refused = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question=QUESTION
    )
    answer = await refused.reply()
    assert answer.ephemeral
    assert "5 questions within 20 seconds: ask again in " in answer.text
    other = await newsroom.discord.slash(
        newsroom.editor, newsroom.channel, "ask", question=QUESTION
    )
    assert FIGURE in (await other.reply()).text
