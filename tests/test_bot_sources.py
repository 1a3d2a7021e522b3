"""The passages behind an answer are a press or a command away, for as long as it is kept."""

from dataclasses import replace

from bot.client import FootnoteBot
from bot.state.answers import Occasion
from index.library import Library
from tests.bot_answers import ANSWER, CITATION
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, at_work
from tests.local_discord import Message


async def ask(newsroom: Newsroom) -> Message:
    """Return the answer to a question of the reader."""
    asked = await newsroom.ask()
    return await asked.reply()


async def test_the_button_shows_the_quote_in_its_context(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Who presses it, and only they, reads the emphasised quote with what stands around it."""
    pressed = await newsroom.discord.press(newsroom.editor, await ask(newsroom), label="Sources")
    sources = await pressed.reply()
    assert sources.ephemeral
    assert f"“{QUESTION}”" in sources.text
    assert "The Moravian Post · Petra Šimková · 14 May 2024" in sources.text
    assert f"Jiří Zábranský. **Some {FIGURE}" in sources.text
    assert 'first day.** "We waited eleven years' in sources.text


async def test_the_button_survives_a_restart(newsroom: Newsroom, archive: Library) -> None:
    """A new bot knows the answers of the one before it."""
    async with at_work(newsroom, archive):
        answer = await ask(newsroom)
    async with at_work(newsroom, archive):
        pressed = await newsroom.discord.press(newsroom.reader, answer, label="Sources")
        assert f"**Some {FIGURE}" in (await pressed.reply()).text


async def test_the_command_shows_the_newest_answer_of_the_channel(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Each channel has its own newest answer, and one that has none is told so."""
    await ask(newsroom)
    here = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "sources")
    assert f"**Some {FIGURE}" in (await here.reply()).text
    elsewhere = newsroom.channel.guild.add_channel("elsewhere")
    nothing = await newsroom.discord.slash(newsroom.reader, elsewhere, "sources")
    refusal = await nothing.reply()
    assert refusal.ephemeral
    assert refusal.text.startswith("I don’t know that answer")


async def test_an_answer_can_be_named(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """The id that the sources show leads to them again, from anywhere."""
    bot.state.answers.save(replace(ANSWER, id="namedanswer1"), Occasion(channel=1))
    named = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "sources", answer=" namedanswer1 "
    )
    sources = await named.reply()
    assert "**The bridge reopened on Monday.**" in sources.text
    assert "/sources answer:namedanswer1" in sources.text


async def test_an_unknown_answer_is_refused(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """A wrong id gets a plain sentence."""
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "sources", answer="nonsense"
    )
    assert (await asked.reply()).text.startswith("I don’t know that answer")


async def test_an_answer_without_citations_has_no_sources(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """An honest no is explained, not shown as an empty list."""
    bot.state.answers.save(replace(ANSWER, id="silence", citations=()), Occasion(channel=1))
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "sources", answer="silence"
    )
    assert "cites nothing" in (await asked.reply()).text


async def test_many_sources_are_leafed_through(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Pages replace each other in the same message, forward and back."""
    quotes = [f"Passage {number} " + "says a lot, " * 100 for number in range(1, 6)]
    citations = tuple(
        replace(CITATION, number=number, quote=quote) for number, quote in enumerate(quotes, 1)
    )
    bot.state.answers.save(replace(ANSWER, id="long", citations=citations), Occasion(channel=1))
    asked = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "sources", answer="long"
    )
    sources = await asked.reply()
    assert sources.buttons == ["Page 2 of 3"]
    await newsroom.discord.press(newsroom.reader, sources, label="Page 2 of 3")
    second = await sources.until(lambda state: "Passage 3" in state.text)
    assert second.buttons == ["Page 1 of 3", "Page 3 of 3"]
    await newsroom.discord.press(newsroom.reader, sources, label="Page 3 of 3")
    third = await sources.until(lambda state: "Passage 5" in state.text)
    assert third.buttons == ["Page 2 of 3"]
