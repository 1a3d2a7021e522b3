"""/forget me deletes everything that is kept about a user, and the messages that show it."""

import asyncio
from pathlib import Path

import pytest

from bot.client import FootnoteBot
from bot.state.feedback import Feedback
from bot.state.place import FILE
from bot.withdrawing import NAMELESS
from index.library import Library
from tests.bot_fixtures import QUESTION, Newsroom, at_work, eventually, kept_answer
from tests.chat_server import chat_server, stalls
from tests.local_discord import Fault, Message
from tests.local_discord.channel import Channel, Thread
from tests.local_discord.message import MessageState
from tests.local_discord.people import Member

CANARY = "How many xylophones rode Tram 9?"


@pytest.fixture
def newcomer(newsroom: Newsroom) -> Member:
    """Somebody whom nothing is kept about."""
    return newsroom.channel.guild.add_member("sam")


async def forget(newsroom: Newsroom, member: Member, channel: Channel | None = None) -> str:
    """Have somebody use /forget me and confirm it, and return what they are told."""
    place = channel or newsroom.channel
    asked = await newsroom.discord.slash(member, place, "forget me")
    shown = await asked.reply()
    assert shown.ephemeral
    assert shown.buttons == ["Forget me"]
    await newsroom.discord.press(member, shown, label="Forget me")
    return (await shown.until(_is_told)).text


def _is_told(state: MessageState) -> bool:
    return not state.buttons


async def gone(newsroom: Newsroom, *messages: Message) -> None:
    """Return once the bot has deleted messages."""
    await newsroom.discord.until(
        lambda: all(each.deleted for each in messages), wanted="deletions", within=20
    )


async def test_a_user_is_forgotten_everywhere(newsroom: Newsroom, own_archive: Library) -> None:
    """In channels and direct messages, by command, mention and button; others aren't."""
    discord, channel = newsroom.discord, newsroom.channel
    direct = discord.direct_channel(newsroom.reader)
    async with at_work(newsroom, own_archive) as bot:
        asked = await (await newsroom.ask(CANARY)).reply()
        mention = await newsroom.mention(CANARY)
        mentioned = await discord.next_message(channel, after=mention)
        alone = await discord.say(newsroom.reader, direct, CANARY)
        answered = await discord.next_message(direct, after=alone)
        theirs = await discord.slash(newsroom.editor, channel, "ask", question=QUESTION)
        other = await theirs.reply()
        for message in (asked, mentioned, answered):
            await kept_answer(bot, message)
        kept = (await kept_answer(bot, other)).answer.id
        await (await discord.press(newsroom.reader, other, label="👍")).reply()
        told = await forget(newsroom, newsroom.reader)
        assert told.startswith(
            "**I’ve forgotten 3 answers with your questions and what you thought of 1 answer.** "
            "I’m taking away 3 messages of mine. What you wrote yourself stays"
        )
        await gone(newsroom, asked, mentioned, answered)
        assert not any(each.deleted for each in (other, mention, alone))
        assert bot.state.answers.get(kept)
        assert not bot.state.feedback.of(kept)
        await eventually(lambda: not bot.state.forgetting.withdrawals())
    assert "xylophones" not in everything(own_archive.settings.data)


def everything(data: Path) -> str:
    """Return what is in the database's files."""
    files = data.glob(f"{FILE}*")
    return "".join(path.read_bytes().decode("latin-1") for path in files)


async def test_nothing_happens_before_it_is_confirmed(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """The question is for the user alone, and says what will be gone."""
    answer = await (await newsroom.ask()).reply()
    kept = await kept_answer(bot, answer)
    asked = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "forget me")
    shown = await asked.reply()
    assert "can’t be undone" in shown.text
    assert bot.state.answers.get(kept.answer.id)
    assert not answer.deleted


async def test_whoever_presses_is_forgotten_and_nobody_else(
    newsroom: Newsroom, bot: FootnoteBot, newcomer: Member
) -> None:
    """The button names nobody: forged or passed on, it is about its presser."""
    answer = await (await newsroom.ask()).reply()
    kept = await kept_answer(bot, answer)
    asked = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "forget me")
    shown = await asked.reply()
    await newsroom.discord.press(newcomer, shown, label="Forget me")
    told = await shown.until(_is_told)
    assert told.text.startswith("**I kept nothing about you.** ")
    assert bot.state.answers.get(kept.answer.id)
    assert not answer.deleted


async def test_the_button_works_after_a_restart(newsroom: Newsroom, own_archive: Library) -> None:
    """And deletes what was kept before."""
    async with at_work(newsroom, own_archive) as bot:
        answer = await (await newsroom.ask()).reply()
        await kept_answer(bot, answer)
        asked = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "forget me")
        shown = await asked.reply()
    async with at_work(newsroom, own_archive):
        await newsroom.discord.press(newsroom.reader, shown, label="Forget me")
        assert "1 answer with" in (await shown.until(_is_told)).text
        await gone(newsroom, answer)


async def test_a_thread_loses_its_name(newsroom: Newsroom, own_archive: Library) -> None:
    """That was the question; answers in it are deleted though it is archived, and it stays so."""
    discord = newsroom.discord
    async with at_work(newsroom, own_archive) as bot:
        answer = await (await newsroom.ask()).reply()
        await kept_answer(bot, answer)
        await (await discord.press(newsroom.reader, answer, label="Thread")).reply()
        thread = await discord.next_thread(newsroom.channel)
        assert thread.name == QUESTION
        inside = await _answer_in(newsroom, thread)
        await kept_answer(bot, inside)
        thread.archive()
        assert "2 answers" in await forget(newsroom, newsroom.reader)
        await gone(newsroom, answer, inside)
        await discord.until(lambda: thread.archived, wanted="the archive")
    assert thread.name == NAMELESS


async def _answer_in(newsroom: Newsroom, thread: Thread) -> Message:
    question = await newsroom.discord.say(newsroom.reader, thread, f"<@bot> {QUESTION}")
    return await newsroom.discord.next_message(thread, after=question)


async def test_private_answers_are_forgotten_without_a_message(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Discord takes those away itself; nothing is asked of it."""
    discord = newsroom.discord
    asked = await discord.slash(
        newsroom.reader, newsroom.channel, "ask", question=QUESTION, private=True
    )
    await kept_answer(bot, await asked.reply())
    told = await forget(newsroom, newsroom.reader)
    assert "1 answer with your questions.** What you wrote" in told
    assert not bot.state.forgetting.withdrawals()
    assert not [call for call in discord.requests if call.method == "DELETE"]


async def test_messages_are_deleted_after_an_outage_and_a_restart(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """What is kept is gone at once, and the messages as soon as Discord lets them go."""
    async with at_work(newsroom, own_archive) as bot:
        answer = await (await newsroom.ask()).reply()
        kept = await kept_answer(bot, answer)
        newsroom.discord.inject(Fault("DELETE /channels/*/messages/*", status=503))
        await forget(newsroom, newsroom.reader)
        assert bot.state.answers.get(kept.answer.id) is None
        await eventually(lambda: _deletions(newsroom))
        assert not answer.deleted
    async with at_work(newsroom, own_archive):
        await gone(newsroom, answer)


async def test_what_the_operator_forgets_is_taken_away_too(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The command line writes down which messages; the bot deletes them."""
    async with at_work(newsroom, own_archive) as bot:
        answer = await (await newsroom.ask()).reply()
        await kept_answer(bot, answer)
        bot.state.forgetting.user(int(newsroom.reader.user.id))
        bot.withdrawer.wake()  # as a minute does
        await gone(newsroom, answer)


async def test_what_cannot_be_deleted_is_not_asked_for_again(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Another bot with the same database may have more luck: it stays noted for a day."""
    async with at_work(newsroom, own_archive) as bot:
        answer = await (await newsroom.ask()).reply()
        await kept_answer(bot, answer)
        newsroom.discord.inject(Fault("DELETE /channels/*/messages/*", status=403, times=9))
        await forget(newsroom, newsroom.reader)
        await eventually(lambda: _deletions(newsroom))
        for _ in range(3):
            bot.withdrawer.wake()
            await asyncio.sleep(0.05)
        assert _deletions(newsroom) == 1
        assert len(bot.state.forgetting.withdrawals()) == 1


def _deletions(newsroom: Newsroom) -> int:
    return sum(call.method == "DELETE" for call in newsroom.discord.requests)


async def test_a_question_under_way_is_answered_and_not_kept(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Otherwise it would be kept a moment after everything was to be gone."""
    with chat_server() as model:
        model.behaviours.append(stalls())
        settings = model.as_model_of(own_archive.settings, patience=2)
        async with at_work(newsroom, Library.open(settings)) as bot:
            asked = await newsroom.ask()
            await eventually(lambda: model.prompts)
            assert "I kept nothing" in await forget(newsroom, newsroom.reader)
            assert "2,600" in (await asked.reply(within=20)).text
            assert bot.state.answers.newest() is None


async def test_a_user_may_ask_again(newsroom: Newsroom, own_archive: Library) -> None:
    """To be forgotten isn't to be shut out; what follows is kept like anyone's."""
    async with at_work(newsroom, own_archive) as bot:
        await kept_answer(bot, await (await newsroom.ask()).reply())
        await forget(newsroom, newsroom.reader)
        answer = await (await newsroom.ask()).reply()
        kept = await kept_answer(bot, answer)
        assert kept.occasion.asker == int(newsroom.reader.user.id)
        bot.state.feedback.save(Feedback(answer_id=kept.answer.id, user=1, is_good=True))
        assert len(bot.state.feedback.of(kept.answer.id)) == 1


async def test_help_lists_it(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """For everyone, in direct messages too."""
    direct = newsroom.discord.direct_channel(newsroom.reader)
    for channel in (newsroom.channel, direct):
        asked = await newsroom.discord.slash(newsroom.reader, channel, "help")
        assert "- `/forget me`: Delete everything I keep about you" in (await asked.reply()).text
