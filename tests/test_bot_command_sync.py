"""Discord is told the commands when they changed, and only then."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot.command_sync import sync_when_changed
from index.errors import ConfigurationError
from tests.bot_fixtures import Newsroom

Tree = app_commands.CommandTree[discord.Client]


async def respond(interaction: discord.Interaction) -> None:
    """Do nothing."""


@pytest.fixture
async def tree(newsroom: Newsroom) -> AsyncIterator[Tree]:
    """The commands of a client that is logged in: one, /ask."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(newsroom.discord.token)
        commands = app_commands.CommandTree(client)
        commands.command(name="ask", description="Ask")(respond)
        yield commands


def registrations(newsroom: Newsroom) -> list[str]:
    """Return the requests that told Discord commands."""
    return [str(call) for call in newsroom.discord.requests if call.method == "PUT"]


async def test_commands_are_told_once(newsroom: Newsroom, tree: Tree, tmp_path: Path) -> None:
    """A restart with the same commands tells nothing, one with others does."""
    record = tmp_path / "data" / "record"
    for _ in range(2):
        await sync_when_changed(tree, guild_id=None, record=record)
        assert len(registrations(newsroom)) == 1
    tree.command(name="sources", description="Sources")(respond)
    await sync_when_changed(tree, guild_id=None, record=record)
    assert len(registrations(newsroom)) == 2


async def test_a_development_server_gets_its_own_commands(
    newsroom: Newsroom, tree: Tree, tmp_path: Path
) -> None:
    """With DEV_GUILD_ID the commands are registered there and nowhere else."""
    guild_id = newsroom.channel.guild.id
    await sync_when_changed(tree, guild_id=int(guild_id), record=tmp_path / "record")
    assert registrations(newsroom) == [
        f"PUT /applications/{newsroom.discord.bot.id}/guilds/{guild_id}/commands"
    ]


async def test_a_development_server_without_the_bot_is_a_wrong_setting(
    tree: Tree, tmp_path: Path
) -> None:
    """The error names DEV_GUILD_ID and what to do."""
    with pytest.raises(ConfigurationError, match="DEV_GUILD_ID names the server 42"):
        await sync_when_changed(tree, guild_id=42, record=tmp_path / "record")


@pytest.mark.parametrize("trouble", ["no file", "damaged"])
async def test_a_record_that_is_of_no_use_stops_nobody(
    newsroom: Newsroom, tree: Tree, tmp_path: Path, trouble: str
) -> None:
    """The commands are told, and told again where that couldn't be noted."""
    record = tmp_path / "record"
    if trouble == "no file":
        record.mkdir()
    else:
        record.write_bytes(b"\xff\xfe\x00")
    await sync_when_changed(tree, guild_id=None, record=record)
    assert len(registrations(newsroom)) == 1
