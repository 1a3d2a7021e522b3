"""What a question asks for, read off its words."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Self

from index.errors import QuestionError
from index.words import STOP_WORDS, content_terms

# Discord's slash-command options and messages end here; longer ones are pasted articles.
LONGEST_QUESTION = 4_000


class Kind(Enum):
    """The kind of thing that would answer a question."""

    QUANTITY = "quantity"
    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


# The first row that matches decides.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.QUANTITY,
            r"\bhow (?:many|much|long|far|old|often|big|large|high|tall|deep|fast)\b"
            r"|\b(?:what|which) (?:number|percent\w*|share|proportion|fraction|amount|sum|price|cost"
            r"|age|figure|toll|rate|size|length|distance|population)\b",
        ),
        (Kind.TIME, r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|time|decade|century)\b"),
        (Kind.PLACE, r"\bwhere\b|\b(?:what|which) (?:city|country|place|region|town|state)\b"),
        (Kind.PERSON, r"\bwho(?:m|se)?\b|\bwhat(?:'s| is| was) the name of\b"),
        (Kind.REASON, r"\bwhy\b|\bwhat (?:caused|made|led)\b|\bhow come\b"),
    )
)
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what was understood of it.

    ``words`` are its content terms without repeats, ``names`` the terms that it writes with a
    capital letter inside the sentence, ``numbers`` its figures as written.
    """

    text: str
    words: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    kind: Kind

    @classmethod
    def understand(cls, text: str) -> Self:
        """Read a question.

        Raises:
            QuestionError: it is empty, or longer than LONGEST_QUESTION characters.
        """
        text = " ".join(text.split())
        if not any(character.isalnum() for character in text):
            raise QuestionError("The question is empty: ask something about the articles.")
        if len(text) > LONGEST_QUESTION:
            raise QuestionError(
                f"The question has {len(text):,} characters; up to {LONGEST_QUESTION:,} are "
                "read. Ask it in a sentence or two."
            )
        words = tuple(dict.fromkeys(content_terms(text)))
        return cls(
            text=text,
            words=words,
            names=_names(text),
            numbers=frozenset(_NUMBER.findall(text)),
            kind=_kind(text),
        )


def _kind(text: str) -> Kind:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), Kind.OTHER)


def _names(text: str) -> frozenset[str]:
    """Return the terms of capitalised words, but for a first word that any question begins with."""
    names = [match for match in _NAME.finditer(text) if match[0].lower() not in STOP_WORDS]
    return frozenset(term for match in names for term in content_terms(match[0]))
