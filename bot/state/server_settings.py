"""What the admins of a server have set there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.state.database import Database
from bot.state.tables import ServerSettingsRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooldown:
    """So many questions within so many seconds, and no more."""

    questions: int
    seconds: float

    @property
    def spoken(self) -> str:
        """The limit in words, such as ``5 questions within 20 seconds``."""
        questions = "1 question" if self.questions == 1 else f"{self.questions:,} questions"
        seconds = "1 second" if self.seconds == 1 else f"{self.seconds:,.0f} seconds"
        return f"{questions} within {seconds}"


# Enough for a conversation, too little to keep others waiting.
_A_USERS = Cooldown(questions=5, seconds=20)
# About what a small machine answers in that time.
_A_SERVERS = Cooldown(questions=60, seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How the bot behaves in a server.

    Mentions are answered in ``mention_channels`` (None: in all) and their threads. Members with
    one of ``admin_roles`` may do what otherwise needs the permission to manage the server.
    """

    mention_channels: frozenset[int] | None = None
    private_by_default: bool = False
    admin_roles: frozenset[int] = frozenset()
    user_cooldown: Cooldown = _A_USERS
    server_cooldown: Cooldown = _A_SERVERS

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read the stored shape back; what it doesn't name is the default."""
        read = {name: _READ[name](value) for name, value in fields.items() if name in _READ}
        return cls(**read)

    def to_json(self) -> dict[str, Any]:
        """Return the shape that is stored."""
        channels = self.mention_channels
        return {
            "mention_channels": None if channels is None else sorted(channels),
            "private_by_default": self.private_by_default,
            "admin_roles": sorted(self.admin_roles),
            "user_cooldown": [self.user_cooldown.questions, self.user_cooldown.seconds],
            "server_cooldown": [self.server_cooldown.questions, self.server_cooldown.seconds],
        }


def _cooldown(value: list[Any]) -> Cooldown:
    questions, seconds = value
    return Cooldown(questions=questions, seconds=seconds)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "mention_channels": lambda value: None if value is None else frozenset(value),
    "private_by_default": bool,
    "admin_roles": frozenset,
    "user_cooldown": _cooldown,
    "server_cooldown": _cooldown,
}


class ServerSettingsStore:
    """The settings of each server; one that has set nothing has the defaults."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, server: int | None) -> ServerSettings:
        """Return a server's settings; outside of servers the defaults hold."""
        with self._database.reading() as session:
            row = session.get(ServerSettingsRow, server) if server is not None else None
            return ServerSettings.from_json(row.content) if row else ServerSettings()

    def change(
        self, server: int, change: Callable[[ServerSettings], ServerSettings]
    ) -> ServerSettings:
        """Return a server's settings as changed and kept; nobody else changes them meanwhile."""
        with self._database.writing() as session:
            row = session.get(ServerSettingsRow, server)
            changed = change(ServerSettings.from_json(row.content) if row else ServerSettings())
            session.merge(ServerSettingsRow(server=server, content=changed.to_json()))
            return changed

    def save(self, server: int, settings: ServerSettings) -> None:
        """Keep a server's settings."""
        with self._database.writing() as session:
            session.merge(ServerSettingsRow(server=server, content=settings.to_json()))
