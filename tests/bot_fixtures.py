"""A newsroom for tests: a local Discord, people in it, a few articles, and the bot at work."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest

from bot.client import FootnoteBot
from bot.in_flight import InFlight
from bot.rebuilding import Rebuilder
from index.library import Library
from index.settings import Settings
from tests.local_discord import LocalDiscord, openapi_description
from tests.local_discord.channel import TextChannel
from tests.local_discord.people import Member

ARTICLES = {
    "bridge.md": """---
title: Harbor Bridge Reopens
publisher: The Gazette
author: Jo Writer
published: 2024-11-18
url: https://example.org/bridge
---

The Harbor Bridge reopened on Monday after eight months of repairs. \
The repairs cost the city 4.2 million dollars, twice the sum that engineers had estimated.

Mayor Ada Lindgren cut the ribbon in front of two hundred residents. \
Ferries, which carried commuters across the harbor meanwhile, stopped running on Tuesday.
""",
    "market.txt": """---
title: Fish Market Moves
publisher: The Courier
published: 2024-10
---

The fish market moved to the northern pier in October. \
Traders had complained for years that the old hall flooded at every spring tide.

The director of the fish market, Bo Chen, said that @everyone is *welcome* at <#42>.
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """One server of Discord with a channel, a reader and an editor, who manages the server."""

    discord: LocalDiscord
    channel: TextChannel
    reader: Member
    editor: Member


def write_articles(directory: Path) -> Path:
    """Return the directory with the articles in it."""
    directory.mkdir()
    for name, text in ARTICLES.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def settings_for(articles: Path, data: Path) -> Settings:
    """Return the settings of an index of ``articles`` in ``data``, all else as by default."""
    return Settings.from_mapping({"ARTICLES_DIR": str(articles), "DATA_DIR": str(data)})


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The articles, indexed."""
    directory = tmp_path_factory.mktemp("newsroom")
    opened = Library.open(settings_for(write_articles(directory / "articles"), directory / "data"))
    opened.rebuild()
    yield opened
    opened.close()


@pytest.fixture
def own_library(library: Library, tmp_path: Path) -> Iterator[Library]:
    """A copy of the articles and their index, for the test to change."""
    shutil.copytree(library.settings.data.parent, tmp_path, dirs_exist_ok=True)
    copied = Library.open(settings_for(tmp_path / "articles", tmp_path / "data"))
    yield copied
    copied.close()


@pytest.fixture
async def newsroom(request: pytest.FixtureRequest) -> AsyncIterator[Newsroom]:
    """A newsroom without a bot; whatever a bot does in it must be what Discord allows.

    Takes Discord's patience as its parameter.
    """
    patience = getattr(request, "param", None)
    async with LocalDiscord(openapi=openapi_description(), patience=patience) as server:
        guild = server.add_guild("Newsroom")
        people = Newsroom(
            discord=server,
            channel=guild.add_channel("general"),
            reader=guild.add_member("ada"),
            editor=guild.add_member("jo", permissions=discord.Permissions(manage_guild=True)),
        )
        with server.redirected():
            yield people
        assert not server.violations


@asynccontextmanager
async def at_work(
    newsroom: Newsroom, library: Library, rebuilder: Rebuilder | None = None
) -> AsyncIterator[FootnoteBot]:
    """Have the bot in the newsroom, from its login to its logout."""
    bot = FootnoteBot(
        library, rebuilder or Rebuilder(library.settings), InFlight(), dev_guild_id=None
    )
    bot._connection.guild_ready_timeout = 0  # all guilds of the newsroom come at once
    async with bot:
        connection = asyncio.create_task(bot.start(newsroom.discord.token))
        await bot.wait_until_ready()
        yield bot
    await connection


@pytest.fixture
async def bot(newsroom: Newsroom, library: Library) -> AsyncIterator[FootnoteBot]:
    """The bot at work in the newsroom, answering from the articles."""
    async with at_work(newsroom, library) as working:
        yield working
