"""The commands that the bot has registered."""

from collections.abc import Iterable, Iterator

from discord import AppCommandType

from tests.local_discord.channel import Channel
from tests.local_discord.hub import Hub, Json
from tests.local_discord.limits import command_problems
from tests.local_discord.refusals import refuse_body

IN_GUILD, IN_DIRECT_MESSAGES = 0, 1


class Commands:
    """Registered commands by the guild they are for (None: all)."""

    def __init__(self, hub: Hub, application_id: str) -> None:
        self._hub = hub
        self._application_id = application_id
        self._registered: dict[str | None, dict[tuple[int, str], Json]] = {}

    def listed(self, guild_id: str | None) -> list[Json]:
        """Return the commands registered for a guild, or for all."""
        return list(self._registered.get(guild_id, {}).values())

    def overwrite(self, guild_id: str | None, bodies: Iterable[Json]) -> list[Json]:
        """Replace all commands of a guild; those that stay keep their ids."""
        before = self._registered.get(guild_id, {})
        after = {_key(body): self._command(guild_id, body, before) for body in bodies}
        self._registered[guild_id] = after
        return self.listed(guild_id)

    def register(self, guild_id: str | None, body: Json) -> Json:
        """Add a command, or replace the one with its type and name."""
        registered = self._registered.setdefault(guild_id, {})
        registered[_key(body)] = self._command(guild_id, body, registered)
        return registered[_key(body)]

    def find(self, kind: AppCommandType, name: str, channel: Channel) -> Json:
        """Return the command that people in a channel find under a name.

        Raises:
            LookupError: there is none; names those there are.
        """
        offered = {command["name"]: command for command in self._offered(kind, channel)}
        if name not in offered:
            raise LookupError(f"no {kind.name} command {name!r} here, only {sorted(offered)}")
        return offered[name]

    def _offered(self, kind: AppCommandType, channel: Channel) -> Iterator[Json]:
        context = IN_GUILD if channel.guild else IN_DIRECT_MESSAGES
        places = (None, channel.guild.id) if channel.guild else (None,)
        for command in (command for place in places for command in self.listed(place)):
            if command["type"] == kind.value and context in (command["contexts"] or (context,)):
                yield command

    def _command(
        self, guild_id: str | None, body: Json, before: dict[tuple[int, str], Json]
    ) -> Json:
        refuse_body(command_problems(body))
        known = before.get(_key(body))
        permissions = body.get("default_member_permissions")
        command = {
            "description": "",
            "integration_types": [0],
            "contexts": None,
            **body,
            "type": _key(body)[0],
            "id": known["id"] if known else self._hub.next_id(),
            "version": self._hub.next_id(),
            "application_id": self._application_id,
            "default_member_permissions": None if permissions is None else str(permissions),
        }
        return command | {"guild_id": guild_id} if guild_id else command


def _key(body: Json) -> tuple[int, str]:
    return body.get("type") or AppCommandType.chat_input.value, body["name"]
