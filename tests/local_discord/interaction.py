"""One use of a command, button, menu or modal, and what the bot made of it."""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from discord import InteractionType
from discord.utils import find

from tests.local_discord import components
from tests.local_discord.channel import Channel
from tests.local_discord.hub import Hub, Json
from tests.local_discord.message import Message
from tests.local_discord.people import Member, User

ATTACHMENT_SIZE_LIMIT = 10_485_760  # bytes in a guild without boosts


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds Discord waits for the first response, and lets the token be used."""

    first_response: float = 3
    token: float = 900


class Interaction:
    """What a person did, and the answers to it in the order in which they became visible.

    ``callback`` is the type of the first response, ``original`` the message it made or edits.
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
        self._began = time.monotonic()
        self._patience = patience
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
        self.shown_modal: Json | None = None
        self.offered_choices: list[Json] | None = None

    @property
    def overdue(self) -> bool:
        """Whether it is too late for a first response."""
        return time.monotonic() - self._began > self._patience.first_response

    @property
    def expired(self) -> bool:
        """Whether the token can't be used any more."""
        return time.monotonic() - self._began > self._patience.token

    def show(self, message: Message) -> None:
        """Count a message among the answers once it shows something."""
        self.messages[message.id] = message
        if not message.state.loading and message not in self.answers:
            self.answers.append(message)
        self._hub.notify()
