"""An answer is taken back by whoever asked, or by those who keep order."""

from collections.abc import Callable

import discord
import pytest

from bot.client import FootnoteBot
from bot.withdrawing import NAMELESS
from tests.bot_fixtures import Newsroom, eventually, kept_answer
from tests.local_discord import Fault
from tests.local_discord.people import Member

WHO = {
    "asker": lambda newsroom: newsroom.reader,
    "moderator": lambda newsroom: newsroom.channel.guild.add_member(
        "mod", permissions=discord.Permissions(manage_messages=True)
    ),
}


@pytest.mark.parametrize("who", WHO.values(), ids=WHO)
async def test_an_answer_is_deleted_whole(
    newsroom: Newsroom, bot: FootnoteBot, who: Callable[[Newsroom], Member]
) -> None:
    """Its messages are gone, and so is what was kept of it."""
    answer = await (await newsroom.ask()).reply()
    kept = await kept_answer(bot, answer)
    earlier = await newsroom.discord.say(newsroom.reader, newsroom.channel, "<@bot>")
    other_part = await newsroom.discord.next_message(newsroom.channel, after=earlier)
    parts = [int(answer.id), int(other_part.id)]
    bot.state.answers.show(kept.answer.id, parts, channel=int(newsroom.channel.id))
    await newsroom.discord.press(who(newsroom), answer, label="Delete")
    await eventually(lambda: bot.state.answers.get(kept.answer.id) is None)
    await newsroom.discord.until(lambda: answer.deleted and other_part.deleted, wanted="deletions")
    assert newsroom.channel.messages.keys() == {earlier.id}


async def test_a_thread_loses_the_question_that_named_it(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Also where the connection fails underneath."""
    answer = await (await newsroom.ask()).reply()
    await kept_answer(bot, answer)
    await (await newsroom.discord.press(newsroom.reader, answer, label="Thread")).reply()
    thread = await newsroom.discord.next_thread(newsroom.channel)
    newsroom.discord.inject(Fault("DELETE */messages/@original", drop=True))
    await newsroom.discord.press(newsroom.reader, answer, label="Delete")
    await newsroom.discord.until(
        lambda: answer.deleted and thread.name == NAMELESS, wanted="a thread without a name"
    )


async def test_nobody_else_deletes_an_answer(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """They are told who can, and the answer stays."""
    answer = await (await newsroom.ask()).reply()
    pressed = await newsroom.discord.press(newsroom.editor, answer, label="Delete")
    refusal = await pressed.reply()
    assert refusal.ephemeral
    assert "Only whoever asked" in refusal.text
    assert not answer.deleted
    assert await kept_answer(bot, answer)


async def test_a_private_answer_is_deleted_too(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Only its reader sees it, and takes it back like any other."""
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question="Who is Owen Tate?", private=True
    )
    answer = await asked.reply()
    await newsroom.discord.press(newsroom.reader, answer, label="Delete")
    await newsroom.discord.until(lambda: answer.deleted, wanted="the answer to be deleted")


async def test_an_answer_is_deleted_once(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """A message that somebody deleted meanwhile is no trouble."""
    answer = await (await newsroom.ask()).reply()
    kept = await kept_answer(bot, answer)
    await newsroom.discord.press(newsroom.reader, answer, label="Delete")
    answer.delete()
    await eventually(lambda: bot.state.answers.get(kept.answer.id) is None)
