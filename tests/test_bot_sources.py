"""The passages behind an answer are a press or a command away, for as long as it is kept."""

from dataclasses import replace
from typing import Any

import pytest
from discord import ChannelType, Permissions

from bot.client import FootnoteBot
from bot.state.answers import Occasion
from index.library import Library
from tests.bot_answers import ANSWER, CITATION
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, at_work, eventually, kept_answer
from tests.local_discord import Message
from tests.local_discord.channel import Channel
from tests.local_discord.people import Member


async def ask(newsroom: Newsroom) -> Message:
    """Return the answer to a question of the reader."""
    asked = await newsroom.ask()
    return await asked.reply()


async def sources_of(newsroom: Newsroom, channel: Channel, answer: str) -> Message:
    """Return what /sources shows the reader of an answer that they name."""
    asked = await newsroom.discord.slash(newsroom.reader, channel, "sources", answer=answer)
    return await asked.reply()


def given_in(
    newsroom: Newsroom,
    bot: FootnoteBot,
    answer_id: str,
    *,
    asker: Member | None = None,
    is_private: bool = False,
    **changes: Any,
) -> None:
    """Have an answer kept that was given in the channel."""
    occasion = Occasion(
        server=int(newsroom.channel.guild.id),
        channel=int(newsroom.channel.id),
        asker=int((asker or newsroom.reader).user.id),
        is_private=is_private,
    )
    bot.state.answers.save(replace(ANSWER, id=answer_id, **changes), occasion)


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


async def test_a_source_that_is_gone_is_marked(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """The quote stays as it was given; the reader is told that its article isn't there any more."""
    given_in(newsroom, bot, "0123456789ab")
    sources = await sources_of(newsroom, newsroom.channel, "0123456789ab")
    assert "**The bridge reopened on Monday.**" in sources.text
    assert "*(the article has been withdrawn since)*" in sources.text


async def test_the_button_of_what_one_may_not_read_shows_nothing(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """A private answer's sources are its asker's, whatever is pressed."""
    answer = await ask(newsroom)
    kept = await kept_answer(bot, answer)
    private = replace(kept.occasion, is_private=True, asker=1)
    bot.state.answers.save(kept.answer, private)
    pressed = await newsroom.discord.press(newsroom.editor, answer, label="Sources")
    assert "I don’t know that answer" in (await pressed.reply()).text


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
    """The id that the sources show leads to them again, from other channels of the server, too."""
    given_in(newsroom, bot, "namedanswer1")
    elsewhere = newsroom.channel.guild.add_channel("elsewhere")
    for channel in (newsroom.channel, elsewhere):
        named = await sources_of(newsroom, channel, " namedanswer1 ")
        assert "**The bridge reopened on Monday.**" in named.text
        assert "/sources answer:namedanswer1" in named.text


async def test_an_answer_of_another_server_is_unknown(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Whoever guesses an id learns nothing; neither do they of somebody's direct messages."""
    given_in(newsroom, bot, "ours")
    direct = Occasion(channel=int(newsroom.discord.direct_channel(newsroom.editor).id))
    bot.state.answers.save(replace(ANSWER, id="direct"), direct)
    other = newsroom.discord.add_guild("Other")
    stranger = other.add_member("eve", permissions=Permissions.all())
    channel = other.add_channel("general")
    for answer in ("ours", "direct"):
        asked = await newsroom.discord.slash(stranger, channel, "sources", answer=answer)
        assert (await asked.reply()).text.startswith("I don’t know that answer")


@pytest.mark.parametrize("lacking", ["view_channel", "read_message_history"])
async def test_an_answer_in_a_channel_one_may_not_read_is_unknown(
    newsroom: Newsroom, bot: FootnoteBot, lacking: str
) -> None:
    """Being in the server isn't enough."""
    given_in(newsroom, bot, "confidential")
    newsroom.channel.deny(newsroom.reader.user, **{lacking: True})
    elsewhere = newsroom.channel.guild.add_channel("elsewhere")
    named = await sources_of(newsroom, elsewhere, "confidential")
    assert named.text.startswith("I don’t know that answer")


async def test_an_answer_where_nobody_can_look_any_more_is_unknown(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Whether a private thread or a channel that is gone let somebody in can't be told."""
    thread = newsroom.channel.open_thread(
        "In private", ChannelType.private_thread, owner=newsroom.editor.user
    )
    await eventually(lambda: bot.get_channel(int(thread.id)) is not None)
    server = int(newsroom.channel.guild.id)
    for name, channel in {"inside": int(thread.id), "gone": 77, "nowhere": None}.items():
        occasion = Occasion(server=server, channel=channel, asker=int(newsroom.editor.user.id))
        bot.state.answers.save(replace(ANSWER, id=name), occasion)
        named = await sources_of(newsroom, newsroom.channel, name)
        assert named.text.startswith("I don’t know that answer")


async def test_a_private_answer_is_its_askers(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Neither by its id nor as the newest of the channel does anybody else come upon it."""
    given_in(newsroom, bot, "private", asker=newsroom.editor, is_private=True)
    for options in ({"answer": "private"}, {}):
        asked = await newsroom.discord.slash(
            newsroom.reader, newsroom.channel, "sources", **options
        )
        assert (await asked.reply()).text.startswith("I don’t know that answer")
        asked = await newsroom.discord.slash(
            newsroom.editor, newsroom.channel, "sources", **options
        )
        assert "**The bridge reopened on Monday.**" in (await asked.reply()).text


async def test_direct_messages_show_their_own_answers_alone(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """There nobody is asked what one may see of a server; private answers come there at times."""
    given_in(newsroom, bot, "public")
    given_in(newsroom, bot, "others", asker=newsroom.editor, is_private=True)
    given_in(newsroom, bot, "own", asker=newsroom.reader, is_private=True)
    direct = newsroom.discord.direct_channel(newsroom.reader)
    for answer in ("public", "others"):
        named = await sources_of(newsroom, direct, answer)
        assert named.text.startswith("I don’t know that answer")
    shown = await sources_of(newsroom, direct, "own")
    assert "**The bridge reopened on Monday.**" in shown.text


async def test_earlier_questions_of_the_channel_are_offered(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Whoever types some words of one finds its answer, and never one from elsewhere."""
    given_in(newsroom, bot, "here1", question="When did the bridge reopen?")
    given_in(newsroom, bot, "here2", question="Who paid for the Brücke " + "and why " * 20)
    given_in(newsroom, bot, "private", asker=newsroom.editor, is_private=True)
    elsewhere = Occasion(channel=int(newsroom.channel.guild.add_channel("elsewhere").id))
    bot.state.answers.save(replace(ANSWER, id="elsewhere"), elsewhere)
    for typed, expected in {"": ["here2", "here1"], "BRÜCKE": ["here2"], "when": ["here1"]}.items():
        offered = await newsroom.discord.autocomplete(
            newsroom.reader, newsroom.channel, "sources", focused="answer", value=typed
        )
        assert [choice["value"] for choice in offered] == expected


async def test_any_answer_has_the_command_for_its_sources(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """“Show sources” on it shows them to whoever used it; on other messages there are none."""
    answer = await ask(newsroom)
    await kept_answer(bot, answer)
    shown = await newsroom.discord.message_command(
        newsroom.editor, newsroom.channel, "Show sources", answer
    )
    sources = await shown.reply()
    assert sources.ephemeral
    assert f"**Some {FIGURE}" in sources.text
    other = await newsroom.discord.say(newsroom.reader, newsroom.channel, "Nice.")
    shown = await newsroom.discord.message_command(
        newsroom.editor, newsroom.channel, "Show sources", other
    )
    assert (await shown.reply()).text.startswith("That message is none of my answers")


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
    given_in(newsroom, bot, "silence", citations=())
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
    given_in(newsroom, bot, "long", citations=citations)
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
