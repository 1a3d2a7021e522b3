"""All stores of one database, opened together."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.state.answers import AnswerStore
from bot.state.database import Database
from bot.state.feedback import FeedbackStore
from bot.state.feeds import FeedStore
from bot.state.forgetting import ForgettingStore
from bot.state.presence import PresenceStore
from bot.state.server_settings import ServerSettingsStore
from bot.state.unanswered import UnansweredStore


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What people leave behind, a store a subject; every call blocks."""

    database: Database
    answers: AnswerStore
    feedback: FeedbackStore
    server_settings: ServerSettingsStore
    feeds: FeedStore
    unanswered: UnansweredStore
    forgetting: ForgettingStore
    presence: PresenceStore

    @classmethod
    def open(cls, address: str, *, data: Path) -> Self:
        """Open the database at an address, or where that is empty the file in ``data``.

        Raises:
            ConfigurationError: it can't be used.
        """
        database = Database.open(address, data=data)
        return cls(
            database=database,
            answers=AnswerStore(database),
            feedback=FeedbackStore(database),
            server_settings=ServerSettingsStore(database),
            feeds=FeedStore(database),
            unanswered=UnansweredStore(database),
            forgetting=ForgettingStore(database),
            presence=PresenceStore(database),
        )

    def close(self) -> None:
        """Close the database."""
        self.database.close()
