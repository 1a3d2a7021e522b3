"""Permissions are asked for sparingly, and what is for admins is carried out for nobody else."""

import sqlite3
from contextlib import closing

import discord
import pytest
from discord import Permissions, app_commands

from bot.client import FootnoteBot
from bot.permissions import INVITE, is_admin, require_admin, spoken
from bot.state.place import FILE
from bot.state.server_settings import ServerSettings
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work
from tests.local_discord.people import Member

REFUSAL = "You need the permission “Manage Server” for that."
SHOWN = "How I behave"
FOR_ADMINS = {"add", "remove", "watch", "unwatch", "rebuild", "settings", "unanswered"}


def test_the_invitation_asks_for_what_answering_needs() -> None:
    """The number in the invite link is the published one."""
    assert INVITE.value == 309_237_730_304


def test_permissions_are_called_as_in_the_settings() -> None:
    """A reader finds the permission under the name that is told."""
    assert spoken(["manage_guild", "send_messages"]) == "“Manage Server” and “Send Messages”"
    assert spoken(["send_messages_in_threads"]) == "“Send Messages in Threads”"
    assert spoken(["embed_links"]) == "“Embed Links”"


async def _told(newsroom: Newsroom, member: Member) -> str:
    used = await newsroom.discord.slash(member, newsroom.channel, "settings")
    return (await used.reply()).text


async def test_admins_are_who_manages_the_server_and_who_has_a_role(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Another role, even one with every other permission, makes nobody one."""
    guild = newsroom.channel.guild
    helper = guild.add_member("eve", permissions=Permissions.none())
    strong = Permissions.all()
    strong.update(manage_guild=False, administrator=False)
    other = guild.add_member("mo", permissions=strong)
    chosen = ServerSettings(admin_roles=frozenset({1, int(helper.roles[0].id)}))
    async with at_work(newsroom, own_archive) as bot:
        assert await _told(newsroom, helper) == REFUSAL
        bot.state.server_settings.save(int(guild.id), chosen)
        assert SHOWN in await _told(newsroom, helper)
        assert await _told(newsroom, other) == REFUSAL
        assert await _told(newsroom, newsroom.reader) == REFUSAL
        assert SHOWN in await _told(newsroom, newsroom.editor)


async def test_roles_of_another_server_make_nobody_an_admin(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """What one server chose holds in that one alone."""
    helper = newsroom.channel.guild.add_member("eve", permissions=Permissions.none())
    chosen = ServerSettings(admin_roles=frozenset({int(helper.roles[0].id)}))
    async with at_work(newsroom, own_archive) as bot:
        bot.state.server_settings.save(int(newsroom.channel.guild.id) + 1, chosen)
        assert await _told(newsroom, helper) == REFUSAL


async def test_nobody_is_let_through_while_who_is_an_admin_cannot_be_known(
    newsroom: Newsroom, own_archive: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """The settings can't be read: it isn't the asker's doing, and the log says whose it is."""
    async with at_work(newsroom, own_archive):
        with closing(sqlite3.connect(own_archive.settings.data / FILE)) as database:
            database.execute("DROP TABLE server_settings")
        assert (await _told(newsroom, newsroom.editor)).startswith("Something went wrong")
    assert "no such table: server_settings" in caplog.text


async def test_outside_a_server_nobody_is_an_admin(bot: FootnoteBot) -> None:
    """Discord doesn't offer the commands there; whoever forges one is refused all the same."""

    class Forged:
        guild_id = None
        client = bot

    with pytest.raises(app_commands.NoPrivateMessage):
        await require_admin(Forged())  # type: ignore[arg-type]


async def test_a_user_without_a_membership_has_no_role() -> None:
    """Discord tells of one where somebody has left meanwhile."""

    class Left:
        user = discord.Object(7)
        permissions = Permissions.none()

    assert not is_admin(Left(), {7})  # type: ignore[arg-type]


async def test_what_is_for_admins_is_shown_to_them_alone(bot: FootnoteBot) -> None:
    """In servers only, until a server's own settings say otherwise; all else is for everyone."""
    commands = [each for each in bot.tree.get_commands() if isinstance(each, app_commands.Command)]
    hidden = {each.name for each in commands if each.default_permissions}
    assert hidden == FOR_ADMINS
    for command in commands:
        if command.name in hidden:
            assert command.default_permissions == Permissions(manage_guild=True)
            assert command.guild_only
            assert command.checks
