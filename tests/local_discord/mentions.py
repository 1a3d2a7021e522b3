"""Who a message pings, and what a bot may read of it without the message-content intent."""

import re
from dataclasses import dataclass

from tests.local_discord.hub import Json

_USER = re.compile(r"<@!?(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_CONTENT = {"content": "", "embeds": [], "components": [], "attachments": []}


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message notifies: user ids, and whether it is everyone."""

    users: tuple[str, ...] = ()
    everyone: bool = False

    @classmethod
    def of(
        cls, content: str, *, allowed: Json | None = None, replied_to: str | None = None
    ) -> "Pings":
        """Return whom a text pings under ``allowed_mentions`` (None: whoever it names)."""
        if allowed is None:
            allowed = {"parse": ["users", "everyone"], "replied_user": True}
        parse, named = allowed.get("parse") or (), map(str, allowed.get("users") or ())
        mentioned = dict.fromkeys(_USER.findall(content))
        if "users" not in parse:
            mentioned = dict.fromkeys(user for user in named if user in mentioned)
        if replied_to and allowed.get("replied_user"):
            mentioned[replied_to] = None
        return cls(tuple(mentioned), "everyone" in parse and bool(_EVERYONE.search(content)))


def as_seen_by(bot_id: str, message: Json, *, reads_content: bool) -> Json:
    """Return a message payload without what the bot may not read.

    A bot without the intent still reads direct messages, its own messages and those that ping it.
    """
    seen = dict(message)
    if answered := seen.get("referenced_message"):
        seen["referenced_message"] = as_seen_by(bot_id, answered, reads_content=reads_content)
    own = seen["author"]["id"] == bot_id
    pinged = any(user["id"] == bot_id for user in seen["mentions"])
    return seen if reads_content or own or pinged or "guild_id" not in seen else seen | _CONTENT
