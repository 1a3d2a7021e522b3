"""Admins see what their server's people asked in vain; nobody else does."""

from dataclasses import replace

from bot.client import FootnoteBot
from bot.state.answers import Occasion
from bot.state.state import State
from index.library import Library
from tests.bot_answers import ANSWER
from tests.bot_fixtures import Newsroom, at_work
from tests.local_discord import Message
from tests.local_discord.people import Member


async def look(newsroom: Newsroom, member: Member) -> Message:
    """Return what somebody gets who uses /unanswered."""
    used = await newsroom.discord.slash(member, newsroom.channel, "unanswered")
    return await used.reply()


def leave_open(state: State, newsroom: Newsroom, *questions: str) -> None:
    """Have questions been asked in vain."""
    occasion = Occasion(server=int(newsroom.channel.guild.id), asker=int(newsroom.reader.user.id))
    for number, question in enumerate(questions):
        answer = replace(ANSWER, id=f"open{number}", question=question, answered=False)
        state.answers.save(answer, occasion)


async def test_admins_see_what_was_asked_in_vain(newsroom: Newsroom, own_archive: Library) -> None:
    """What is alike is counted together, and comes as a file, too; others' questions don't."""
    async with at_work(newsroom, own_archive) as bot:
        elsewhere = Occasion(server=1, asker=2)
        bot.state.answers.save(replace(ANSWER, id="e", question="Else?", answered=False), elsewhere)
        for question in ("What is the capital of Peru?", "capital of peru?"):
            await (await newsroom.ask(question)).reply()
        used = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "unanswered")
        shown, file = await used.reply(), await used.reply(number=2)
    assert shown.ephemeral
    assert file.ephemeral
    assert "**2 questions without a good answer**" in shown.text
    assert "- **2 ×** “capital of peru?”" in shown.text
    [attachment] = file.attachments
    assert attachment.filename == "unanswered.csv"
    assert attachment.content.decode("utf-8-sig").count("\r\n1,") == 2


async def test_readers_do_not(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """What others asked is not for everyone."""
    refusal = await look(newsroom, newsroom.reader)
    assert refusal.text == "You need the permission “Manage Server” for that."


async def test_pages_are_leafed_through_after_a_restart(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The button knows its page, and asks again who presses it."""
    async with at_work(newsroom, own_archive) as bot:
        leave_open(bot.state, newsroom, *(f"Who won race {number}?" for number in range(8)))
        shown = await look(newsroom, newsroom.editor)
        assert shown.buttons == ["Page 2 of 2"]
    async with at_work(newsroom, own_archive):
        pressed = await newsroom.discord.press(newsroom.reader, shown, label="Page 2 of 2")
        assert (await pressed.reply()).text.startswith("You need the permission")
        await newsroom.discord.press(newsroom.editor, shown, label="Page 2 of 2")
        second = await shown.until(lambda state: state.buttons == ["Page 1 of 2"])
    assert second.text.count("race") == 2


async def test_nothing_missing_is_told(newsroom: Newsroom, own_archive: Library) -> None:
    """Without a file."""
    async with at_work(newsroom, own_archive):
        assert "was answered" in (await look(newsroom, newsroom.editor)).text
