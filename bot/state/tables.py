"""The tables of the database, as SQLAlchemy maps them.

Nothing but the stores beside this file knows them. Discord's ids are numbers of 64 bits.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcTime(TypeDecorator[datetime]):
    """A moment: with its zone in Python, in UTC without one in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is written."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what was read."""
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What Python's types are in every table."""

    type_annotation_map: ClassVar = {
        datetime: UtcTime(),
        dict[str, Any]: JSON(),
        int: BigInteger(),
        str: Text(),
    }


class AnswerRow(Base):
    """An answer as it was given, and on what occasion; ``number`` tells the order.

    ``given_at`` isn't known of answers that were given before times were kept.
    """

    __tablename__ = "answers"
    __table_args__ = (
        Index("answers_of_channel", "channel", "number"),
        Index("answers_by_age", "given_at"),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    given_at: Mapped[datetime | None]
    server: Mapped[int | None]
    channel: Mapped[int | None]
    asker: Mapped[int | None]
    is_private: Mapped[bool]
    follows: Mapped[str | None] = mapped_column(ForeignKey("answers.id", ondelete="SET NULL"))
    question: Mapped[str]
    answered: Mapped[bool]
    content: Mapped[dict[str, Any]]


class ShownRow(Base):
    """A message of the bot that shows an answer, or a part of one."""

    __tablename__ = "answer_messages"

    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel: Mapped[int]
    answer: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)


class FeedbackRow(Base):
    """What one user thinks of one answer."""

    __tablename__ = "feedback"

    answer: Mapped[str] = mapped_column(
        ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True
    )
    user: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_good: Mapped[bool]
    reason: Mapped[str]
    given_at: Mapped[datetime]


class ServerSettingsRow(Base):
    """What the admins of a server have set there; what it doesn't name is the default."""

    __tablename__ = "server_settings"

    server: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]


class FeedRow(Base):
    """A feed that a server watches; one without ``next_poll`` isn't polled any more."""

    __tablename__ = "feeds"
    __table_args__ = (UniqueConstraint("server", "url"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    server: Mapped[int]
    url: Mapped[str] = mapped_column(String(2_000))
    channel: Mapped[int | None]
    watched_since: Mapped[datetime]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    last_poll: Mapped[datetime | None]
    next_poll: Mapped[datetime | None] = mapped_column(index=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_error: Mapped[str | None]


class EntryRow(Base):
    """An entry of a feed that has been seen, by the SHA-256 of what names it."""

    __tablename__ = "feed_entries"

    feed: Mapped[int] = mapped_column(
        ForeignKey("feeds.number", ondelete="CASCADE"), primary_key=True
    )
    entry: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime]


class WithdrawalRow(Base):
    """A message of the bot that is still to be deleted: what it shows has been forgotten."""

    __tablename__ = "withdrawals"

    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel: Mapped[int]
    decided_at: Mapped[datetime]


class PresenceRow(Base):
    """A server that a bot is in, or since ``left_at`` isn't in any more."""

    __tablename__ = "presences"

    server: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    left_at: Mapped[datetime | None]
