"""What the bot asks of a server, who may manage it there, and how permissions are called."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import discord
from discord import Permissions, app_commands

from bot.off_loop import off_loop
from bot.state.server_settings import ServerSettingsStore

# The least that asking, answering and answering in threads need.
INVITE = Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    read_message_history=True,
    create_public_threads=True,
    send_messages_in_threads=True,
)
# Where Discord's settings don't call it by the name in its programming interface.
_SPOKEN = {
    "manage_guild": "Manage Server",
    "send_messages_in_threads": "Send Messages in Threads",
}

Used = TypeVar("Used", bound=Callable[..., Any])


def spoken(permissions: Iterable[str]) -> str:
    """Return permissions by the names under which a server's settings list them."""
    names = (_SPOKEN.get(name, name.replace("_", " ").title()) for name in permissions)
    return " and ".join(f"“{name}”" for name in names)


def is_admin(interaction: discord.Interaction[Any], admin_roles: Collection[int]) -> bool:
    """Tell whether whoever uses a command may manage the server, or has one of its admin roles."""
    member = interaction.user
    has_role = isinstance(member, discord.Member) and any(map(member.get_role, admin_roles))
    return interaction.permissions.manage_guild or has_role


async def require_admin(interaction: discord.Interaction[Any]) -> None:
    """Let only the admins of a server go on.

    Raises:
        AppCommandError: somebody else uses this, or it isn't a server where it is used.
    """
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    settings: ServerSettingsStore = interaction.client.state.server_settings
    admin_roles = (await off_loop(settings.get, interaction.guild_id)).admin_roles
    if not is_admin(interaction, admin_roles):
        raise app_commands.MissingPermissions(["manage_guild"])


async def _check(interaction: discord.Interaction[Any]) -> bool:
    try:
        await require_admin(interaction)
    except app_commands.AppCommandError:
        raise
    except Exception as error:  # of a check, discord.py passes on no others
        assert isinstance(interaction.command, app_commands.Command)
        raise app_commands.CommandInvokeError(interaction.command, error) from error
    return True


def only_admins(used: Used) -> Used:
    """Refuse a command, or offer nothing to choose from, to all but the admins of a server."""
    return app_commands.check(_check)(used)


def for_admins(command: Used) -> Used:
    """Show a command to the admins of a server alone, and carry it out for nobody else.

    What Discord shows to whom is for each server to change; what is carried out isn't.
    """
    hidden = app_commands.default_permissions(manage_guild=True)
    return app_commands.guild_only(hidden(only_admins(command)))
