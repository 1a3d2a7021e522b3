"""Follow-up questions, completed from what was asked before."""

import re
from dataclasses import dataclass

from index.question import Question

# A question with fewer words of its own leans on the one before it.
_FEWEST_WORDS = 2
_POINTS_BACK = re.compile(
    r"^\W*(?:and|but|so|what about|how about)\b"
    r"|\b(?:he|she|they|it|him|her|them|his|hers|their|its|that|this|those|these|there|then)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a conversation is about: its last question that stood alone.

    One question is memory enough. Longer memory brings in subjects that the asker has left behind,
    and this one doesn't grow.
    """

    subject: str | None = None

    def resolve(self, question: str) -> str:
        """Return the question with the conversation's subject in front, if it needs it."""
        if self.subject is None or not _leans_back(question):
            return question
        return f"{self.subject.rstrip('?. ')}: {question}"

    def after(self, question: str) -> "Conversation":
        """Return the conversation once ``question``, as it was typed, has been asked."""
        return self if self.subject and _leans_back(question) else Conversation(question)


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
