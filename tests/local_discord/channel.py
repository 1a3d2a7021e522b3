"""Where messages are: text channels, threads and direct messages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from discord import ChannelType, Permissions
from discord.utils import snowflake_time

from tests.local_discord.hub import Hub, Json
from tests.local_discord.people import User

if TYPE_CHECKING:
    from tests.local_discord.guild import Guild
    from tests.local_discord.message import Message


class Channel(ABC):
    """Anything that holds messages; ``messages`` are those everyone there sees, oldest first."""

    def __init__(
        self, hub: Hub, *, kind: ChannelType, guild: Guild | None, channel_id: str | None = None
    ) -> None:
        self._hub = hub
        self.id = channel_id or hub.next_id()
        self.kind = kind
        self.guild = guild
        self.messages: dict[str, Message] = {}

    @abstractmethod
    def permissions(self, user: User) -> Permissions:
        """Return what a user may do here."""

    @abstractmethod
    def payload(self) -> Json:
        """Return the channel as Discord sends it."""


class TextChannel(Channel):
    """A channel of a guild."""

    guild: Guild

    def __init__(self, hub: Hub, *, name: str, kind: ChannelType, guild: Guild) -> None:
        super().__init__(hub, kind=kind, guild=guild)
        self.name = name
        self._denied: dict[str, Permissions] = {}

    def deny(self, user: User, **permissions: bool) -> None:
        """Take permissions such as ``send_messages=True`` from a user here, and only those."""
        self._denied[user.id] = Permissions(**permissions)
        self._hub.publish("CHANNEL_UPDATE", self.payload())

    def open_thread(
        self, name: str, kind: ChannelType, *, owner: User, thread_id: str | None = None
    ) -> Thread:
        """Return a new thread, with the id of the message that it belongs to if there is one."""
        thread = Thread(
            self._hub,
            name=name,
            kind=kind,
            parent=self,
            owner=owner,
            thread_id=thread_id or self._hub.next_id(),
        )
        self.guild.channels[thread.id] = thread
        self._hub.publish("THREAD_CREATE", {**thread.payload(), "newly_created": True})
        return thread

    @property
    def threads(self) -> list[Thread]:
        """The threads that were opened here, oldest first."""
        channels = self.guild.channels.values()
        return [
            thread for thread in channels if isinstance(thread, Thread) and thread.parent is self
        ]

    def permissions(self, user: User) -> Permissions:
        """Return what a user may do here."""
        granted = self.guild.members[user.id].permissions
        if granted.administrator or user.id not in self._denied:
            return granted
        return Permissions(granted.value & ~self._denied[user.id].value)

    def payload(self) -> Json:
        """Return the channel as Discord sends it."""
        return {
            "id": self.id,
            "type": self.kind.value,
            "guild_id": self.guild.id,
            "name": self.name,
            "position": 0,
            "permission_overwrites": [
                {"id": user_id, "type": 1, "allow": "0", "deny": str(denied.value)}
                for user_id, denied in self._denied.items()
            ],
            "nsfw": False,
            "parent_id": None,
            "topic": None,
            "rate_limit_per_user": 0,
            "last_message_id": next(reversed(self.messages), None),
        }


class Thread(Channel):
    """A conversation beside a text channel; ``members`` are the ids of those who joined it."""

    guild: Guild

    def __init__(
        self,
        hub: Hub,
        *,
        name: str,
        kind: ChannelType,
        parent: TextChannel,
        owner: User,
        thread_id: str,
    ) -> None:
        super().__init__(hub, kind=kind, guild=parent.guild, channel_id=thread_id)
        self.name = name
        self.parent = parent
        self.owner = owner
        self.members = {owner.id}
        self.archived = False
        self.locked = False

    def permissions(self, user: User) -> Permissions:
        """Return what a user may do here: what the parent allows."""
        return self.parent.permissions(user)

    def archive(self, *, locked: bool = False) -> None:
        """Close the thread; a locked one is only opened again by those who manage threads."""
        self.archived, self.locked = True, locked
        self._hub.publish("THREAD_UPDATE", self.payload())

    def reopen(self, user: User) -> None:
        """Open the thread again, as writing in it does.

        Raises:
            PermissionError: it is locked, and the user doesn't manage threads.
        """
        if self.locked and not self.permissions(user).manage_threads:
            raise PermissionError(f"the thread {self.name!r} is locked")
        self.archived = False
        self._hub.publish("THREAD_UPDATE", self.payload())

    def delete(self) -> None:
        """Take the thread away with all its messages."""
        del self.guild.channels[self.id]
        names = ("id", "guild_id", "parent_id", "type")
        payload = self.payload()
        self._hub.publish("THREAD_DELETE", {name: payload[name] for name in names})

    def member_payload(self, user_id: str) -> Json:
        """Return a thread member as Discord sends it."""
        created = snowflake_time(int(self.id)).isoformat()
        return {"id": self.id, "user_id": user_id, "join_timestamp": created, "flags": 0}

    def payload(self) -> Json:
        """Return the thread as Discord sends it to the bot."""
        created = snowflake_time(int(self.id)).isoformat()
        bot_id = self.guild.bot.user.id
        payload = {
            "id": self.id,
            "type": self.kind.value,
            "guild_id": self.guild.id,
            "parent_id": self.parent.id,
            "owner_id": self.owner.id,
            "name": self.name,
            "member_count": len(self.members),
            "message_count": len(self.messages),
            "total_message_sent": len(self.messages),
            "rate_limit_per_user": 0,
            "last_message_id": next(reversed(self.messages), None),
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": created,
                "create_timestamp": created,
            },
        }
        if bot_id in self.members:
            payload["member"] = self.member_payload(bot_id)
        return payload


class DirectChannel(Channel):
    """The direct messages between a user and the bot."""

    guild: None

    def __init__(self, hub: Hub, user: User) -> None:
        super().__init__(hub, kind=ChannelType.private, guild=None)
        self.user = user

    def permissions(self, user: User) -> Permissions:
        """Return what both may do here."""
        return Permissions.text() | Permissions(view_channel=True)

    def payload(self) -> Json:
        """Return the channel as Discord sends it."""
        return {
            "id": self.id,
            "type": self.kind.value,
            "recipients": [self.user.payload()],
            "last_message_id": next(reversed(self.messages), None),
        }
