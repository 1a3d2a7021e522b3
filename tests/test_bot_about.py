"""/about says what the bot is made of and how fresh its index is."""

import math
import re
from importlib.metadata import version
from pathlib import Path

import discord
from discord.utils import utcnow

from bot.client import FootnoteBot
from bot.messages.about_page import about_text
from tests.bot_fixtures import Newsroom, at_work
from tests.conftest import open_library


async def about(newsroom: Newsroom) -> str:
    """Return what the reader is told."""
    asked = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "about")
    told = await asked.reply()
    assert told.ephemeral
    return told.text


async def test_versions_index_and_connection_are_told(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """With the counts and dates of the index that answers."""
    told = await about(newsroom)
    status = bot.library.status()
    assert f"Footnote {version('footnote')}, discord.py {discord.__version__}" in told
    assert f"6 articles in {status.passages} passages, the newest from 7 January 2025." in told
    assert f"Index {status.generation}, built <t:{status.built.timestamp():.0f}:R>" in told
    assert "I answer in the articles’ own words." in told
    assert re.search(r"Connected to Discord since <t:\d+:f>", told)


async def test_without_an_index_the_rest_is_told(
    newsroom: Newsroom, models: Path, tmp_path: Path
) -> None:
    """The bot is there before its index is."""
    async with at_work(newsroom, open_library(tmp_path, models)):
        assert "There is no index of the articles yet." in await about(newsroom)


def test_latency_is_told_once_it_is_known() -> None:
    """Before the first heartbeat discord.py has none."""
    texts = [
        about_text(None, versions="1", language_model=None, latency=latency, connected=utcnow())
        for latency in (0.042, math.nan, math.inf)
    ]
    assert [("42 ms" in text, " ms" in text) for text in texts] == [(True, True)] + [
        (False, False)
    ] * 2
