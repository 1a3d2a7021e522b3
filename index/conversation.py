"""What was asked and answered before, for questions that lean on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from index.answer import Answer
from index.question import Question

# Longer memory brings in subjects that the asker has left behind, and this one doesn't grow.
_REMEMBERED = 4  # answers
# A question with fewer words of its own leans on the one before it.
_FEWEST_WORDS = 2
_POINTS_BACK = re.compile(
    r"^\W*(?:and|but|so|what about|how about)\b"
    r"|\b(?:he|she|they|it|him|her|them|his|hers|their|its|that|this|those|these|there|then)\b",
    re.IGNORECASE,
)
# A question that leans on another, as `resolve` puts it.
_IN_CONTEXT = re.compile(r"\A[^()]*\((.+)\)\Z", re.DOTALL)


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

    def resolve(self, question: str) -> str:
        """Return the question with the conversation's subject behind it, if it needs it."""
        if not self.answers or not _leans_back(question):
            return question
        subject = _IN_CONTEXT.sub(r"\1", self.answers[-1].whole_question)
        return f"{question} ({subject})"


def _leans_back(question: str) -> bool:
    """Tell whether a question can't be understood without the one before it.

    One that brings a name of its own stands alone, whatever word it begins with.
    """
    if not any(map(str.isalnum, question)):
        return False
    understood = Question.understand(question)
    if understood.names:
        return False
    return len(understood.words) < _FEWEST_WORDS or bool(_POINTS_BACK.search(question))
