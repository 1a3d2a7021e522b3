"""What was asked and answered before, for questions that lean on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from index.answer import Answer, Citation

# Longer memory brings in subjects that the asker has left behind, and this one doesn't grow.
_REMEMBERED = 8  # answers


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last few answers that somebody was given, oldest first."""

    answers: tuple[Answer, ...] = ()

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> Self:
        """Return the conversation that these answers, oldest first, make up."""
        return cls(tuple(answers[-_REMEMBERED:]))

    def after(self, answer: Answer) -> "Conversation":
        """Return the conversation once another answer was given."""
        return self.of([*self.answers, answer])

    @property
    def cited(self) -> tuple[Citation, ...]:
        """What the last answer that cites anything cites."""
        return next((a.citations for a in reversed(self.answers) if a.citations), ())

    @property
    def told(self) -> str:
        """Everything that was asked and answered, in its words."""
        return "\n".join(f"{answer.whole_question}\n{answer.text}" for answer in self.answers)
