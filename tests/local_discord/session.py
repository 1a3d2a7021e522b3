"""What the gateway has told one bot, kept so that a connection that was lost can be resumed."""

import secrets
from dataclasses import dataclass, field
from enum import IntEnum

from discord import Intents

from tests.local_discord.hub import Json
from tests.local_discord.mentions import as_seen_by


class Op(IntEnum):
    """What a frame of the gateway is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


# These are about a guild itself, by its id.
_OF_GUILDS = ("GUILD_CREATE", "GUILD_DELETE")
_GUILDS = Intents(guilds=True).value
_GUILD_MESSAGES = Intents(guild_messages=True).value
_DIRECT_MESSAGES = Intents(dm_messages=True).value
_MESSAGE_CONTENT = Intents(message_content=True).value


@dataclass(frozen=True, slots=True)
class Shard:
    """Which part of the guilds a session is about: the ``number``-th of ``count``, from 0."""

    number: int = 0
    count: int = 1

    @property
    def exists(self) -> bool:
        """Whether there is such a part."""
        return 0 <= self.number < self.count

    def has(self, guild_id: str) -> bool:
        """Tell whether a guild belongs to the part, by Discord's formula."""
        return (int(guild_id) >> 22) % self.count == self.number

    def concerns(self, event: str, payload: Json) -> bool:
        """Tell whether an event belongs to the part; what is of no guild belongs to the first."""
        guild_id = payload.get("id" if event in _OF_GUILDS else "guild_id")
        return self.has(guild_id) if guild_id else self.number == 0


@dataclass(slots=True, eq=False, kw_only=True)
class Session:
    """The events sent since a bot identified; the number of an event is its place, from 1."""

    bot_id: str
    intents: int
    shard: Shard = Shard()
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    frames: list[Json] = field(default_factory=list)

    def add(self, event: str, payload: Json) -> Json | None:
        """Return the frame of an event, or None where the bot's intents don't ask for it."""
        if not self._wants(event, payload):
            return None
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            reads_content = bool(self.intents & _MESSAGE_CONTENT)
            payload = as_seen_by(self.bot_id, payload, reads_content=reads_content)
        frame = {"op": Op.DISPATCH, "t": event, "s": len(self.frames) + 1, "d": payload}
        self.frames.append(frame)
        return frame

    def _wants(self, event: str, payload: Json) -> bool:
        if event.startswith("MESSAGE_"):
            return bool(self.intents & _message_intent(payload))
        if event.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
            return bool(self.intents & _GUILDS)
        return True


def _message_intent(payload: Json) -> int:
    return _GUILD_MESSAGES if "guild_id" in payload else _DIRECT_MESSAGES
