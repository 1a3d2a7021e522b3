"""“Check this claim” quotes what the articles say for and against a message."""

from pathlib import Path

import pytest

from bot.client import FootnoteBot
from bot.cogs.claim import NO_TEXT
from tests.bot_fixtures import Newsroom, at_work
from tests.conftest import open_library
from tests.local_discord import Message


async def check(newsroom: Newsroom, text: str, **files: bytes) -> Message:
    """Return what the editor gets who checks a message of the reader."""
    message = await newsroom.discord.say(newsroom.reader, newsroom.channel, text, files=files)
    used = await newsroom.discord.message_command(
        newsroom.editor, newsroom.channel, "Check this claim", message
    )
    return await used.reply()


async def test_a_true_claim_is_borne_out(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Whoever checks it, and nobody else, reads the quote and its source."""
    verdict = await check(newsroom, "Hi! **Some 2,600 people** rode Tram 9 on its first day.")
    assert verdict.ephemeral
    assert "> Some 2,600 people rode Tram 9 on its first day.\n" in verdict.text
    assert "**The articles say so.**\n- For: “" in verdict.text
    assert "Some 2,600 people rode the tram on its first day." in verdict.text
    assert "The Moravian Post, 14 May 2024" in verdict.text


async def test_a_false_claim_is_contradicted(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """With the figure that the articles give."""
    verdict = await check(newsroom, "Some 9,000 people rode the tram on its first day!")
    assert "**The articles say otherwise.**\n- Against, another figure: “Some 2,600" in verdict.text


async def test_what_the_articles_leave_open_stays_open(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """They don't say, and nothing is quoted."""
    verdict = await check(newsroom, "Bananas are cheaper in Lisbon than in Porto.")
    assert verdict.text.endswith("**The articles don’t say.**")


async def test_a_hostile_message_does_no_harm(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """It pings nobody, links nowhere and breaks nothing."""
    hostile = "@everyone [the mayor](https://evil.example) *paid* <@1> for <#2> || `rm -rf`"
    verdict = await check(newsroom, hostile)
    assert "@everyone" not in verdict.text.replace(r"\@everyone", "")
    assert "](" not in verdict.text.replace(r"\](", "")
    assert not verdict.mentions_everyone


@pytest.mark.parametrize("text", ["", "   "])
async def test_a_message_without_text_gets_a_plain_sentence(
    newsroom: Newsroom, bot: FootnoteBot, text: str
) -> None:
    """A picture can't be checked."""
    verdict = await check(newsroom, text, **{"cat.png": b"\x89PNG"})
    assert verdict.ephemeral
    assert verdict.text == NO_TEXT


async def test_a_question_is_nothing_to_check(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """It is said so."""
    assert "no statement" in (await check(newsroom, "Is the tram late?")).text


async def test_without_an_index_there_is_a_mend(
    newsroom: Newsroom, models: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever checks learns how to get one."""
    library = open_library(tmp_path_factory.mktemp("empty"), models)
    async with at_work(newsroom, library):
        verdict = await check(newsroom, "The tram cost 412 million crowns.")
    assert "/rebuild" in verdict.text
