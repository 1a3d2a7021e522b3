"""One asks on in a thread at an answer, where the conversation is that answer and what follows."""

from dataclasses import replace

import discord
import pytest

from bot.client import FootnoteBot
from bot.cogs.threads import thread_name
from index.library import Library
from tests.bot_answers import ANSWER
from tests.bot_fixtures import QUESTION, Newsroom, at_work, kept_answer
from tests.local_discord import Message
from tests.local_discord.channel import Thread


async def open_thread(newsroom: Newsroom, answer: Message) -> Thread:
    """Press the button and return the thread that opens."""
    pressed = await newsroom.discord.press(newsroom.reader, answer, label="Thread")
    told = await pressed.reply()
    thread = await newsroom.discord.next_thread(newsroom.channel)
    assert told.ephemeral
    assert told.text == f"Ask on in <#{thread.id}>."
    return thread


async def ask(newsroom: Newsroom, thread: Thread, text: str) -> Message:
    """Return the bot's answer to what the reader writes in a thread."""
    question = await newsroom.discord.say(newsroom.reader, thread, text)
    return await newsroom.discord.next_message(thread, after=question)


async def test_a_thread_goes_on_from_its_answer(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """It is named after the question, and a follow-up is understood from the answer."""
    answer = await (await newsroom.ask("Who is the mayor of Želivov?")).reply()
    thread = await open_thread(newsroom, answer)
    assert thread.name == "Who is the mayor of Želivov?"
    [welcome] = thread.messages.values()
    assert "mention me" in welcome.text
    first = await kept_answer(bot, answer)
    followed = await ask(newsroom, thread, "<@bot> What did he call the report?")
    kept = await kept_answer(bot, followed)
    assert kept.occasion.follows == first.answer.id
    assert "Thread" not in followed.buttons
    third = await ask(newsroom, thread, "<@bot> And when?")
    last = await kept_answer(bot, third)
    assert last.occasion.follows == kept.answer.id


async def test_without_the_intent_a_thread_needs_a_mention_or_reply(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """What people say to each other there is left alone."""
    thread = await open_thread(newsroom, await (await newsroom.ask()).reply())
    await newsroom.discord.say(newsroom.reader, thread, QUESTION)
    [welcome] = [m for m in thread.messages.values() if m.author is newsroom.discord.bot]
    reply = await newsroom.discord.say(newsroom.reader, thread, QUESTION, reply_to=welcome)
    answer = await newsroom.discord.next_message(thread, after=reply)
    assert answer.reply_to is reply


async def test_with_the_intent_every_message_in_a_thread_is_a_question(
    newsroom: Newsroom, archive: Library
) -> None:
    """Only in the bot's own threads; a reply that doesn't ping counts everywhere."""
    newsroom.discord.world.privileged_intents = discord.Intents(message_content=True)
    async with at_work(newsroom, archive, reads_messages=True):
        first = await (await newsroom.ask()).reply()
        thread = await open_thread(newsroom, first)
        [welcome] = thread.messages.values()
        assert "every message" in welcome.text
        assert "tram" in (await ask(newsroom, thread, QUESTION)).text
        await newsroom.discord.say(newsroom.reader, newsroom.channel, QUESTION)
        silent = await newsroom.discord.say(
            newsroom.reader, newsroom.channel, QUESTION, reply_to=first, ping=False
        )
        answer = await newsroom.discord.next_message(newsroom.channel, after=first)
        assert answer.reply_to is silent


async def test_a_second_press_leads_to_the_thread_that_is_there(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """There is one thread an answer."""
    answer = await (await newsroom.ask()).reply()
    await open_thread(newsroom, answer)
    await open_thread(newsroom, answer)
    assert len(newsroom.channel.threads) == 1


@pytest.mark.usefixtures("bot")
async def test_where_the_bot_may_open_no_thread_it_offers_none(newsroom: Newsroom) -> None:
    """Neither there nor in direct messages, nor under a private answer."""
    newsroom.channel.deny(newsroom.discord.bot, create_public_threads=True)
    assert "Thread" not in (await (await newsroom.ask()).reply()).buttons
    question = await newsroom.mention()
    answer = await newsroom.discord.next_message(newsroom.channel, after=question)
    assert "Thread" not in answer.buttons
    direct = newsroom.discord.direct_channel(newsroom.reader)
    await newsroom.discord.say(newsroom.reader, direct, QUESTION)
    assert "Thread" not in (await newsroom.discord.next_message(direct)).buttons
    elsewhere = newsroom.channel.guild.add_channel("elsewhere")
    private = await newsroom.discord.slash(
        newsroom.reader, elsewhere, "ask", question=QUESTION, private=True
    )
    assert "Thread" not in (await private.reply()).buttons


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("whose", ["bot", "reader"])
async def test_who_lacks_the_permission_is_named(newsroom: Newsroom, whose: str) -> None:
    """The permission may have been taken away since the answer was given."""
    answer = await (await newsroom.ask()).reply()
    user = newsroom.discord.bot if whose == "bot" else newsroom.reader.user
    newsroom.channel.deny(user, create_public_threads=True)
    pressed = await newsroom.discord.press(newsroom.reader, answer, label="Thread")
    refusal = await pressed.reply()
    assert refusal.ephemeral
    subject = "I need" if whose == "bot" else "You need"
    assert refusal.text.startswith(f"{subject} the permission “Create Public Threads”")


@pytest.mark.parametrize(
    "question", ["🐎" * 300, "why " * 300, "", "\n \0", "@everyone *what* [is](this)?"]
)
def test_any_question_names_a_thread(question: str) -> None:
    """Within Discord's limits, on one line."""
    name = thread_name(replace(ANSWER, question=question).question)
    assert 1 <= len(name) <= 100
    assert name.isprintable()
