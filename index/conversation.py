"""Follow-up questions, completed from what was asked before."""

import re
from dataclasses import dataclass, field, replace

from index.answer import Answer
from index.words import content_terms

# Longer memory brings in subjects that the asker has left behind.
_REMEMBERED = 3
# A question with fewer words of its own leans on the one before it.
_FEWEST_WORDS = 2
_LEANS_BACK = re.compile(
    r"^(?:and|but|so|or|then|what about|how about|why|who|when|where|really|yes|no|ok(?:ay)?)\b"
    r"[^a-z]*(?:\w+[^a-z]*){0,3}$|^(?:and|but|what about|how about)\b"
    r"|\b(?:he|she|they|it|him|her|them|his|hers|their|its|that|this|those|these)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The questions of a conversation so far, the newest last, each as it was understood."""

    questions: tuple[str, ...] = field(default=())

    def resolve(self, question: str) -> str:
        """Return the question with the one before it put in front, if it can't stand alone."""
        leans = _LEANS_BACK.search(question) or len(set(content_terms(question))) < _FEWEST_WORDS
        says_something = any(map(str.isalnum, question))
        if not (self.questions and leans and says_something):
            return question
        return f"{self.questions[-1].rstrip('?. ')}: {question}"

    def after(self, answer: Answer) -> "Conversation":
        """Return the conversation with one more question answered."""
        return replace(self, questions=(*self.questions, answer.question)[-_REMEMBERED:])
