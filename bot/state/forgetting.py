"""What is kept about people and servers, taken out of the database for good."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from bot.state.database import Database
from bot.state.tables import (
    AnswerRow,
    Base,
    FeedbackRow,
    FeedRow,
    PresenceRow,
    ServerSettingsRow,
    ShownRow,
    WithdrawalRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much was deleted; ``messages`` is how many that show it are still to be."""

    answers: int = 0
    feedback: int = 0
    messages: int = 0
    feeds: int = 0
    settings: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A message of the bot that is to be deleted, and since when."""

    message: int
    channel: int
    decided_at: datetime


class ForgettingStore:
    """Deletes by whom, where and when; what goes is overwritten, not only given up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def user(self, user: int) -> Forgotten:
        """Forget what a user asked anywhere, the answers to it, and what they thought of answers.

        What others thought of those answers goes along. The messages in which they were shown are
        noted, for the bot to delete.
        """
        with self._database.writing() as session:
            forgotten = Forgotten(
                messages=_note_messages(session, AnswerRow.asker == user),
                answers=_delete(session, AnswerRow, AnswerRow.asker == user),
                feedback=_delete(session, FeedbackRow, FeedbackRow.user == user),
            )
        if forgotten != Forgotten():
            self._database.scrub()
        return forgotten

    def answer(self, answer_id: str) -> Forgotten:
        """Forget an answer, with what people thought of it; its messages are noted as above."""
        is_it = AnswerRow.id == answer_id
        with self._database.writing() as session:
            forgotten = Forgotten(
                messages=_note_messages(session, is_it), answers=_delete(session, AnswerRow, is_it)
            )
        self._database.scrub()
        return forgotten

    def server(self, server: int) -> Forgotten:
        """Forget what was asked in a server, and what its admins set and watched."""
        with self._database.writing() as session:
            forgotten = Forgotten(
                answers=_delete(session, AnswerRow, AnswerRow.server == server),
                feeds=_delete(session, FeedRow, FeedRow.server == server),
                settings=_delete(session, ServerSettingsRow, ServerSettingsRow.server == server),
            )
            _delete(session, PresenceRow, PresenceRow.server == server)
        self._database.scrub()
        return forgotten

    def before(self, moment: datetime) -> Forgotten:
        """Forget the answers given before a moment, and those of which it isn't known when."""
        is_old = or_(AnswerRow.given_at < moment, AnswerRow.given_at.is_(None))
        with self._database.writing() as session:
            forgotten = Forgotten(answers=_delete(session, AnswerRow, is_old))
        if forgotten.answers:
            self._database.scrub()
        return forgotten

    def withdrawals(self) -> Sequence[Withdrawal]:
        """Return the messages that are to be deleted, the oldest decision first."""
        wanted = select(WithdrawalRow).order_by(WithdrawalRow.decided_at, WithdrawalRow.message)
        with self._database.reading() as session:
            return [
                Withdrawal(message=row.message, channel=row.channel, decided_at=row.decided_at)
                for row in session.scalars(wanted)
            ]

    def withdrawn(self, message: int) -> None:
        """Note that a message is gone, or can't be deleted."""
        with self._database.writing() as session:
            _delete(session, WithdrawalRow, WithdrawalRow.message == message)


def _note_messages(session: Session, wanted_answers: ColumnElement[bool]) -> int:
    """Note the messages that show answers; those for their askers alone are out of reach."""
    is_within_reach = or_(AnswerRow.is_private.is_(False), ShownRow.channel != AnswerRow.channel)
    wanted = (
        select(ShownRow.message, ShownRow.channel)
        .join(AnswerRow, AnswerRow.id == ShownRow.answer)
        .where(and_(wanted_answers, is_within_reach))
    )
    now = datetime.now(UTC)
    found = session.execute(wanted).all()
    for row in found:
        session.merge(WithdrawalRow(message=row.message, channel=row.channel, decided_at=now))
    session.flush()
    return len(found)


def _delete(session: Session, table: type[Base], wanted: ColumnElement[bool]) -> int:
    """Delete rows, and return how many there were."""
    count = session.scalar(select(func.count()).select_from(table).where(wanted)) or 0
    session.execute(delete(table).where(wanted))
    return count
