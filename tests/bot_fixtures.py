"""A newsroom for tests: a local Discord, the people in it, and the bot at work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord
import pytest

from bot.client import FootnoteBot
from bot.fetching.fetcher import Fetcher
from bot.in_flight import InFlight
from bot.rebuilding import Rebuilder
from bot.settings import StateSettings
from bot.state.answers import Kept
from bot.state.state import State
from bot.turns import Turns
from index.library import Library
from tests.local_discord import Interaction, LocalDiscord, Message, openapi_description
from tests.local_discord.channel import TextChannel
from tests.local_discord.guild import Guild
from tests.local_discord.hub import Found
from tests.local_discord.people import Member

# A question that `tests.articles` answer in one sentence.
QUESTION = "How many people rode Tram 9 on its first day?"
FIGURE = "2,600 people rode the tram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """One server of Discord with a channel, a reader and an editor, who manages the server."""

    discord: LocalDiscord
    channel: TextChannel
    reader: Member
    editor: Member

    async def ask(self, question: str = QUESTION) -> Interaction:
        """Have the reader use /ask in the channel."""
        return await self.discord.slash(self.reader, self.channel, "ask", question=question)

    async def mention(self, question: str = QUESTION) -> Message:
        """Have the reader mention the bot in the channel."""
        return await self.discord.say(self.reader, self.channel, f"<@bot> {question}")


def _newsroom(server: LocalDiscord, guild: Guild) -> Newsroom:
    return Newsroom(
        discord=server,
        channel=guild.add_channel("general"),
        reader=guild.add_member("ada"),
        editor=guild.add_member("jo", permissions=discord.Permissions(manage_guild=True)),
    )


@pytest.fixture
async def newsroom(request: pytest.FixtureRequest) -> AsyncIterator[Newsroom]:
    """A newsroom without a bot; whatever a bot does in it must be what Discord allows.

    Takes Discord's patience as its parameter.
    """
    patience = getattr(request, "param", None)
    async with LocalDiscord(openapi=openapi_description(), patience=patience) as server:
        people = _newsroom(server, server.add_guild("Newsroom"))
        with server.redirected():
            yield people
        assert not server.violations


@pytest.fixture
async def newsrooms() -> AsyncIterator[tuple[Newsroom, Newsroom]]:
    """Two servers of a Discord that asks for two shards, one server on each."""
    async with LocalDiscord(openapi=openapi_description(), shards=2) as server:
        found: dict[int, Guild] = {}
        while len(found) < 2:
            guild = server.add_guild("Newsroom")
            found.setdefault(int(guild.id) >> 22 & 1, guild)
            await asyncio.sleep(0.001)  # an id tells the millisecond, and that the shard
        with server.redirected():
            yield _newsroom(server, found[0]), _newsroom(server, found[1])
        assert not server.violations


class QuickBot(FootnoteBot):
    """Footnote, without the pause before a further login that spares the real Discord."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once."""


@asynccontextmanager
async def at_work(
    newsroom: Newsroom,
    library: Library,
    in_flight: InFlight | None = None,
    *,
    turns: Turns | None = None,
    reads_messages: bool = False,
    **others: str,
) -> AsyncIterator[FootnoteBot]:
    """Have the bot in the newsroom, from its login to its logout, with further settings."""
    rebuilder = Rebuilder(library.settings)
    state = State.open("", data=library.settings.data)
    fetcher = Fetcher(private=True)  # the tests' own servers are on this machine
    bot = QuickBot(
        library,
        state,
        rebuilder,
        in_flight or InFlight(),
        fetcher,
        turns=turns or Turns(),
        dev_guild_id=None,
        reads_messages=reads_messages,
        state_settings=StateSettings.from_mapping(others),
    )
    bot._connection.guild_ready_timeout = 0  # all guilds of the newsroom come at once
    async with fetcher, bot:
        connection = asyncio.create_task(bot.start(newsroom.discord.token))
        await bot.wait_until_ready()
        yield bot
    await connection


async def eventually(probe: Callable[[], Found | None]) -> Found:
    """Return what is found in the log or the bot's state, looked for again and again."""
    for _ in range(500):
        if found := probe():
            return found
        await asyncio.sleep(0.01)
    raise TimeoutError("waited 5 s")


async def kept_answer(bot: FootnoteBot, message: Message) -> Kept:
    """Return the answer that a message shows, as soon as the bot has noted that it does."""
    return await eventually(lambda: bot.state.answers.shown_by(int(message.id)))


@pytest.fixture
async def bot(newsroom: Newsroom, archive: Library) -> AsyncIterator[FootnoteBot]:
    """The bot at work in the newsroom, answering from the articles."""
    async with at_work(newsroom, archive) as working:
        yield working
