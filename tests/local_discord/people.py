"""Users, and what they are in a guild."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import Permissions
from discord.utils import snowflake_time

from tests.local_discord.hub import Json

if TYPE_CHECKING:
    from tests.local_discord.guild import Guild


@dataclass(slots=True, eq=False, kw_only=True)
class User:
    """Somebody with an account, or the bot."""

    id: str
    name: str
    bot: bool = False
    takes_direct_messages: bool = True

    @property
    def mention(self) -> str:
        """The text that addresses this user in a message."""
        return f"<@{self.id}>"

    def payload(self) -> Json:
        """Return the user as Discord sends it."""
        return {
            "id": self.id,
            "username": self.name,
            "global_name": None,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
        }

    def own_payload(self) -> Json:
        """Return the user as Discord sends it to that user alone."""
        return {**self.payload(), "flags": 0, "mfa_enabled": False, "verified": True, "email": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A named set of permissions in a guild."""

    id: str
    name: str
    permissions: Permissions

    def payload(self) -> Json:
        """Return the role as Discord sends it."""
        return {
            "id": self.id,
            "name": self.name,
            "permissions": str(self.permissions.value),
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
            "position": 0,
            "hoist": False,
            "managed": False,
            "mentionable": False,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A user in a guild; ``roles`` are those beside @everyone."""

    user: User
    guild: Guild
    roles: tuple[Role, ...] = ()

    @property
    def permissions(self) -> Permissions:
        """What the member may do in the guild where no channel says otherwise."""
        granted = self.guild.everyone.permissions
        for role in self.roles:
            granted = granted | role.permissions  # in place it would change everyone's
        return Permissions.all() if granted.administrator else granted

    def payload(self) -> Json:
        """Return the member as Discord sends it beside a user: without the user itself."""
        return {
            "nick": None,
            "roles": [role.id for role in self.roles],
            "joined_at": snowflake_time(int(self.guild.id)).isoformat(),
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
