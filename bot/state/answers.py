"""Answers that were given: kept as they were, found again by id, message, channel or follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, or_, select

from bot.state.database import Database
from bot.state.tables import AnswerRow, ShownRow
from index.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Where, by whom and after which other answer a question was asked.

    A terminal leaves all of it empty. What is private concerns the asker alone.
    """

    server: int | None = None
    channel: int | None = None
    asker: int | None = None
    is_private: bool = False
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with its occasion."""

    answer: Answer
    occasion: Occasion


class AnswerStore:
    """Every answer as it was given, whatever becomes of the articles it cites."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, answer: Answer, occasion: Occasion | None = None) -> None:
        """Keep an answer with its occasion; one that is kept already only gets the occasion."""
        occasion = occasion or Occasion()
        with self._database.writing() as session:
            row = session.scalar(_with_id(answer.id)) or _row(answer)
            row.server, row.channel, row.asker = occasion.server, occasion.channel, occasion.asker
            row.is_private = occasion.is_private
            # The answer before it may have been deleted meanwhile.
            row.follows = session.scalar(
                select(AnswerRow.id).where(AnswerRow.id == occasion.follows)
            )
            session.add(row)

    def show(self, answer_id: str, messages: Iterable[int], *, channel: int) -> None:
        """Note which messages show an answer; one that isn't kept any more is left alone."""
        with self._database.writing() as session:
            if session.scalar(_with_id(answer_id)):
                for message in messages:
                    session.merge(ShownRow(message=message, channel=channel, answer=answer_id))

    def delete(self, answer_id: str) -> None:
        """Forget an answer, with its feedback and the messages that show it."""
        with self._database.writing() as session:
            session.execute(delete(AnswerRow).where(AnswerRow.id == answer_id))
        self._database.scrub()

    def get(self, answer_id: str) -> Answer | None:
        """Return the answer with this id."""
        kept = self.kept(answer_id)
        return kept.answer if kept else None

    def kept(self, answer_id: str) -> Kept | None:
        """Return the answer with this id, and its occasion."""
        return self._first(_with_id(answer_id))

    def shown_by(self, message: int) -> Kept | None:
        """Return the answer that a message shows."""
        shows = AnswerRow.id == ShownRow.answer
        return self._first(
            select(AnswerRow).join(ShownRow, shows).where(ShownRow.message == message)
        )

    def messages(self, answer_id: str) -> list[int]:
        """Return the messages that show an answer, oldest first."""
        wanted = select(ShownRow.message).where(ShownRow.answer == answer_id)
        with self._database.reading() as session:
            return list(session.scalars(wanted.order_by(ShownRow.message)))

    def newest(self, channel: int | None = None, *, reader: int | None = None) -> Answer | None:
        """Return the newest answer, of a channel and for a reader where they are named."""
        newest = select(AnswerRow).order_by(AnswerRow.number.desc()).limit(1)
        kept = self._first(newest if channel is None else newest.where(*_seen(channel, reader)))
        return kept.answer if kept else None

    def recent(self, channel: int, *, limit: int, within: timedelta | None = None) -> list[Answer]:
        """Return the last answers in a channel that everyone there saw, oldest first."""
        wanted = select(AnswerRow).where(*_seen(channel, None))
        if within is not None:
            wanted = wanted.where(AnswerRow.given_at > datetime.now(UTC) - within)
        with self._database.reading() as session:
            rows = session.scalars(wanted.order_by(AnswerRow.number.desc()).limit(limit))
            return [_kept(row).answer for row in rows][::-1]

    def chain(self, answer_id: str, *, limit: int) -> list[Answer]:
        """Return an answer and those it follows, oldest first, at most so many."""
        found: list[Answer] = []
        with self._database.reading() as session:
            row = session.scalar(_with_id(answer_id))
            while row is not None and len(found) < limit:
                found.append(_kept(row).answer)
                row = session.scalar(_with_id(row.follows)) if row.follows else None
        return found[::-1]

    def asked(self, channel: int, *, reader: int, limit: int) -> list[tuple[str, str]]:
        """Return ids and questions of the last answers in a channel, for a reader, newest first."""
        wanted = select(AnswerRow.id, AnswerRow.question).where(*_seen(channel, reader))
        with self._database.reading() as session:
            rows = session.execute(wanted.order_by(AnswerRow.number.desc()).limit(limit))
            return [(row.id, row.question) for row in rows]

    def _first(self, wanted: Select[AnswerRow]) -> Kept | None:
        with self._database.reading() as session:
            row = session.scalar(wanted)
            return None if row is None else _kept(row)


def _with_id(answer_id: str) -> Select[AnswerRow]:
    return select(AnswerRow).where(AnswerRow.id == answer_id)


def _seen(channel: int, reader: int | None) -> tuple[ColumnElement[bool], ...]:
    is_theirs = or_(AnswerRow.is_private.is_(False), AnswerRow.asker == reader)
    return AnswerRow.channel == channel, is_theirs


def _row(answer: Answer) -> AnswerRow:
    return AnswerRow(
        id=answer.id,
        given_at=datetime.now(UTC),
        question=answer.question.replace("\0", ""),  # PostgreSQL has no such character
        answered=answer.answered,
        content=answer.to_json(),
    )


def _kept(row: AnswerRow) -> Kept:
    occasion = Occasion(
        server=row.server,
        channel=row.channel,
        asker=row.asker,
        is_private=row.is_private,
        follows=row.follows,
    )
    return Kept(Answer.from_json(row.content), occasion)
