"""What a question asks for, read off its words."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Self

from index.errors import QuestionError
from index.text.paragraphs import split_paragraphs
from index.text.words import capitalised, content_terms, terms

# Discord's slash-command options and messages end here; longer ones are pasted articles.
LONGEST_QUESTION = 4_000


class Kind(Enum):
    """The kind of thing that would answer a question."""

    MONEY = "money"
    SHARE = "share"
    QUANTITY = "quantity"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    IDENTITY = "identity"
    REASON = "reason"
    OTHER = "other"


_PAYS = r"\b(?:cost|pay|paid|earn|spen[dt]|worth)\b"
_CAPITALISED = r"[^\W\d_a-z][\w.’'-]++"
_KINDS = {
    Kind.MONEY: rf"\bhow much (?:\w+ ){{0,3}}(?:money|cash|funding)\b|\bhow much {_PAYS}"
    rf"|\bhow much (?:do|does|did|is|are|was|were|will) .*{_PAYS}|\bwhat\b.*{_PAYS}"
    r"|\bwhat (?:is|was|will be) the (?:price|cost|salary|budget)\b",
    Kind.SHARE: r"\b(?:what|which) (?:percent\w*|share|proportion|fraction)\b"
    r"|\bhow many percent\b",
    Kind.QUANTITY: r"\bhow (?:many|much|long|far|old|often|big|large|high|tall|deep|fast|heavy"
    r"|hot)\b|\b(?:what|which) (?:number|amount|sum|age|figure|toll|rate|size|length|distance"
    r"|population)\b",
    Kind.TIME: r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|time|decade|century)\b",
    Kind.PLACE: r"\bwhere\b|\b(?:what|which) (?:city|country|continent|place|region|town|state"
    r"|village|capital|island)\b",
    # Words are told apart by the spaces between them: one way to read each, so that none is slow.
    Kind.IDENTITY: r"^\W*who(?:['’]s| is| was) "
    rf"(?-i:{_CAPITALISED}(?:\s{_CAPITALISED}){{0,3}})\W*$",
    Kind.PERSON: r"\bwho(?:m|se)?\b|\bwhat(?:'s| is| was) the name of\b",
    Kind.REASON: r"\bwhy\b|\bwhat (?:caused|made|led)\b|\bhow come\b",
    Kind.OTHER: r"\b(?:what|which|how|do|does|did|is|are|was|were|has|have|had|will|would|can)\b",
}
_KIND_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}
# What no single article can tell: a change, a comparison, a list.
_SEVERAL = re.compile(
    r"\bhow (?:has|have|had|did|does|do)\b.*\b(?:chang|develop|evolv|shift|differ\b)\w*"
    r"|\bcompar(?:e|ing|isons?)\b|\bdifferences? (?:between|among)\b|\bversus\b|\bvs\b"
    r"|\bover (?:time|the (?:past |last |coming )?(?:days|weeks|months|years|decades))\b"
    r"|\btimeline\b|\bchronolog\w+|\bsequence of events\b"
    r"|\bwhich (?!two|three|four)(?:\w+ )?\w+(?<![sui])s (?:have|had|are|were|do|did|will)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what was understood of it.

    ``words`` are its content terms without repeats, ``phrases`` the terms of what it puts in
    quotation marks, ``names`` its runs of capitalised words, as
    terms ("north korea"), ``numbers`` its figures as written. ``asks_several`` tells that the
    accounts of several articles are wanted: how something changed, compares, or which ones did it.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    names: frozenset[str]
    numbers: frozenset[str]
    kind: Kind
    asks_several: bool = False

    @classmethod
    def understand(cls, text: str) -> Self:
        """Read a question.

        Raises:
            QuestionError: it is empty, or longer than LONGEST_QUESTION characters.
        """
        text = " ".join(split_paragraphs(text))
        require_question(text)
        words = tuple(dict.fromkeys(content_terms(text)))
        return cls(
            text=text,
            words=words,
            phrases=_phrases(text),
            names=_names(text),
            numbers=frozenset(_NUMBER.findall(text)),
            kind=_kind(text),
            asks_several=_SEVERAL.search(text) is not None,
        )


def on_one_line(text: str) -> str:
    """Return a question as it is kept: on one line, and nothing in it that no database holds."""
    return " ".join(text.encode(errors="ignore").decode().replace("\0", " ").split())


def require_question(text: str) -> None:
    """See that there is something to be understood, and no more than can be read in time.

    Raises:
        QuestionError: it is empty, or longer than LONGEST_QUESTION characters.
    """
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty: ask something about the articles.")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; up to {LONGEST_QUESTION:,} are "
            "read. Ask it in a sentence or two."
        )


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the terms of each run of words in quotation marks; a single word is no phrase."""
    quoted = (tuple(terms(words)) for words in _QUOTED.findall(text))
    return tuple(phrase for phrase in quoted if len(phrase) > 1)


def _kind(text: str) -> Kind:
    """Return the kind whose words come first; of those that begin together, the first listed."""
    begins = {
        kind: match.start()
        for kind, pattern in _KIND_PATTERNS.items()
        if (match := pattern.search(text))
    }
    return min(begins, key=begins.__getitem__, default=Kind.OTHER)


def _names(text: str) -> frozenset[str]:
    """Return runs of capitalised words as terms; a first word alone may be any question's first."""
    names = [run for start, run in capitalised(text) if start or " " in run]
    return frozenset(filter(None, (" ".join(content_terms(name)) for name in names)))
