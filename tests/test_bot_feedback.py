"""What readers think of an answer is noted with it, and they are thanked."""

from bot.client import FootnoteBot
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work, kept_answer
from tests.local_discord import Message
from tests.local_discord.people import Member


async def press(newsroom: Newsroom, member: Member, answer: Message, label: str) -> str:
    """Press a button, fill in the form if one opens, and return what the presser is told."""
    pressed = await newsroom.discord.press(member, answer, label=label)
    if label == "👎":
        form = await pressed.modal()
        reason = {"What was wrong?": " The figure is old. "}
        pressed = await newsroom.discord.submit_modal(member, form, reason)
    told = await pressed.reply()
    assert told.ephemeral
    return told.text


async def test_an_opinion_is_kept_and_can_be_changed(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """👎 asks why; whoever presses again replaces what they said, and others have their own."""
    answer = await (await newsroom.ask()).reply()
    kept = await kept_answer(bot, answer)
    for member, label in [
        (newsroom.reader, "👍"),
        (newsroom.editor, "👍"),
        (newsroom.reader, "👎"),
    ]:
        assert (await press(newsroom, member, answer, label)).startswith("Thank you")
    opinions = {given.user: given for given in bot.state.feedback.of(kept.answer.id)}
    of_reader = opinions[int(newsroom.reader.user.id)]
    assert (of_reader.is_good, of_reader.reason) == (False, "The figure is old.")
    assert opinions[int(newsroom.editor.user.id)].is_good


async def test_no_reason_is_needed(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """An empty form counts."""
    answer = await (await newsroom.ask()).reply()
    pressed = await newsroom.discord.press(newsroom.reader, answer, label="👎")
    sent = await newsroom.discord.submit_modal(newsroom.reader, await pressed.modal(), {})
    assert (await sent.reply()).text.startswith("Thank you")


async def test_the_buttons_survive_a_restart(newsroom: Newsroom, archive: Library) -> None:
    """A new bot takes opinions of the answers of the one before it."""
    async with at_work(newsroom, archive):
        answer = await (await newsroom.ask()).reply()
    async with at_work(newsroom, archive) as bot:
        for label in ("👍", "👎"):
            assert (await press(newsroom, newsroom.reader, answer, label)).startswith("Thank you")
        kept = await kept_answer(bot, answer)
        [opinion] = bot.state.feedback.of(kept.answer.id)
        assert not opinion.is_good


async def test_an_answer_that_is_forgotten_takes_no_opinion(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """The presser is told why."""
    answer = await (await newsroom.ask()).reply()
    kept = await kept_answer(bot, answer)
    bot.state.answers.delete(kept.answer.id)
    assert "any more" in await press(newsroom, newsroom.reader, answer, "👍")
