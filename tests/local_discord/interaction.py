"""One use of a command, button, menu or modal, and what the bot made of it."""

import secrets
import time
from dataclasses import dataclass

from discord import InteractionType

from tests.local_discord.channel import Channel
from tests.local_discord.hub import PATIENCE, Hub, Json
from tests.local_discord.message import Message
from tests.local_discord.modal import Modal
from tests.local_discord.people import Member

ATTACHMENT_SIZE_LIMIT = 10_485_760  # bytes in a guild without boosts


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many seconds Discord waits for the first response, and how many a token is valid."""

    first_response: float = 3
    token: float = 900


class Interaction:
    """What a person did, and the bot's ``answers`` in the order in which they showed something.

    ``callback`` is the type of the first response; ``original`` is the message that it made or
    that it lets the bot edit.
    """

    def __init__(
        self,
        hub: Hub,
        *,
        kind: InteractionType,
        member: Member,
        channel: Channel,
        patience: Patience,
        source: Message | None = None,
    ) -> None:
        self._hub = hub
        self._patience = patience
        self._began = time.monotonic()
        self.id = hub.next_id()
        self.token = secrets.token_urlsafe(24)
        self.kind = kind
        self.member = member
        self.channel = channel
        self.source = source
        self.callback: int | None = None
        self.original: Message | None = None
        self.messages: dict[str, Message] = {}
        self.answers: list[Message] = []
        self.shown_modal: Modal | None = None
        self.offered_choices: tuple[Json, ...] | None = None

    @property
    def overdue(self) -> bool:
        """Whether it is too late for a first response."""
        return time.monotonic() - self._began > self._patience.first_response

    @property
    def expired(self) -> bool:
        """Whether the token is no longer valid."""
        return time.monotonic() - self._began > self._patience.token

    async def reply(self, *, number: int = 1, within: float = PATIENCE) -> Message:
        """Return the bot's first (or a later) answer as soon as it says more than "thinking"."""

        def answer() -> Message | None:
            return self.answers[number - 1] if len(self.answers) >= number else None

        return await self._hub.until(answer, wanted=f"answer {number} to {self}", within=within)

    async def modal(self, *, within: float = PATIENCE) -> Modal:
        """Return the modal that the bot answers with."""
        wanted = f"a modal from {self}"
        return await self._hub.until(lambda: self.shown_modal, wanted=wanted, within=within)

    async def choices(self, *, within: float = PATIENCE) -> tuple[Json, ...]:
        """Return the choices that the bot offers, each with its name and value."""
        await self._hub.until(lambda: self.callback, wanted=f"choices from {self}", within=within)
        return self.offered_choices or ()

    def attach(self, message: Message) -> None:
        """Let the bot edit a message with this interaction's token."""
        self.messages[message.id] = message
        self._hub.notify()

    def show(self, message: Message) -> None:
        """Count a message among the answers."""
        if message not in self.answers:
            self.answers.append(message)
        self.attach(message)

    def __str__(self) -> str:
        return f"{self.kind.name} by {self.member.user.name}"

    def metadata(self) -> Json:
        """Return what a message that answers this interaction says about it."""
        return {
            "id": self.id,
            "type": self.kind.value,
            "user": self.member.user.payload(),
            "authorizing_integration_owners": self._owners(),
        }

    def event(self, data: Json, *, application_id: str) -> Json:
        """Return the INTERACTION_CREATE event that carries ``data``."""
        event = {
            "id": self.id,
            "application_id": application_id,
            "type": self.kind.value,
            "token": self.token,
            "version": 1,
            "data": data,
            "channel_id": self.channel.id,
            "channel": self.channel.payload(),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": self._owners(),
            "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
            **self._context(),
        }
        if self.source:
            event["message"] = self.source.payload()
        return event

    def _owners(self) -> Json:
        return {"0": self.channel.guild.id if self.channel.guild else "0"}

    def _context(self) -> Json:
        user, guild = self.member.user, self.channel.guild
        if guild is None:
            return {"context": 1, "user": user.payload()}
        allowed = str(self.channel.permissions(user).value)
        return {
            "context": 0,
            "guild_id": guild.id,
            "guild": {"id": guild.id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": {**self.member.payload(), "user": user.payload(), "permissions": allowed},
            "app_permissions": str(self.channel.permissions(guild.bot.user).value),
        }
