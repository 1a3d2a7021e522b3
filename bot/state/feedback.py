"""What people think of answers."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from bot.state.database import Database
from bot.state.tables import AnswerRow, FeedbackRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Whether a user found an answer good, and why if they said so."""

    answer_id: str
    user: int
    is_good: bool
    reason: str = ""


class FeedbackStore:
    """One opinion a user and answer, the newest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, feedback: Feedback) -> bool:
        """Keep an opinion in place of an earlier one, and return whether its answer is kept."""
        is_kept = select(AnswerRow.number).where(AnswerRow.id == feedback.answer_id)
        with self._database.writing() as session:
            if session.scalar(is_kept) is None:
                return False
            session.merge(
                FeedbackRow(
                    answer=feedback.answer_id,
                    user=feedback.user,
                    is_good=feedback.is_good,
                    reason=feedback.reason.replace("\0", ""),
                    given_at=datetime.now(UTC),
                )
            )
            return True

    def of(self, answer_id: str) -> list[Feedback]:
        """Return the opinions of an answer, oldest first."""
        wanted = select(FeedbackRow).where(FeedbackRow.answer == answer_id)
        with self._database.reading() as session:
            return [
                Feedback(
                    answer_id=row.answer, user=row.user, is_good=row.is_good, reason=row.reason
                )
                for row in session.scalars(wanted.order_by(FeedbackRow.given_at))
            ]
