"""Questions that were left without an answer, or without a good one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from bot.state.database import Database
from bot.state.tables import AnswerRow, FeedbackRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question, whether it got any answer, and what was said against that.

    Who asked isn't told where the answer was private; ``asked_at`` isn't known of the oldest.
    """

    question: str
    asked_at: datetime | None
    asker: int | None
    was_answered: bool
    reasons: tuple[str, ...] = ()


class UnansweredStore:
    """What the answers and their feedback say of what is missing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, server: int, *, limit: int) -> list[Unanswered]:
        """Return a server's questions that weren't answered, or not well, the newest first."""
        is_bad = exists().where(FeedbackRow.answer == AnswerRow.id, FeedbackRow.is_good.is_(False))
        wanted = (
            select(
                AnswerRow.id,
                AnswerRow.question,
                AnswerRow.given_at,
                AnswerRow.asker,
                AnswerRow.is_private,
                AnswerRow.answered,
            )
            .where(AnswerRow.server == server, or_(AnswerRow.answered.is_(False), is_bad))
            .order_by(AnswerRow.number.desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            rows = session.execute(wanted).all()
            reasons = _reasons(session, [row.id for row in rows])
        return [
            Unanswered(
                question=row.question,
                asked_at=row.given_at,
                asker=None if row.is_private else row.asker,
                was_answered=row.answered,
                reasons=tuple(reasons[row.id]),
            )
            for row in rows
        ]


def _reasons(session: Session, answers: Collection[str]) -> defaultdict[str, list[str]]:
    wanted = select(FeedbackRow.answer, FeedbackRow.reason).where(
        FeedbackRow.answer.in_(answers), FeedbackRow.is_good.is_(False), FeedbackRow.reason != ""
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for answer, reason in session.execute(wanted.order_by(FeedbackRow.given_at.desc())):
        found[answer].append(reason)
    return found
