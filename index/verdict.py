"""What the articles say of a claim, statement by statement."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from index.answer import Citation

NOTHING_TO_CHECK = "There is no statement in that to check: questions and greetings are left out."


class Verdict(Enum):
    """What the articles say of a statement, no more than what was found of it."""

    BORNE_OUT = "The articles say so"
    PARTLY = "Partly"
    CONTRADICTED = "The articles say otherwise"
    UNMENTIONED = "The articles don't say"


class Difference(Enum):
    """What an article gives in place of what a statement says."""

    FIGURE = "another figure"
    CHANGED = "another figure at another time"
    DATE = "another date"
    NAME = "another name"
    DENIAL = "a denial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """The number of a citation that says otherwise, and in what."""

    citation: int
    difference: Difference

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return {"citation": self.citation, "gives": self.difference.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedStatement:
    """A sentence, the numbers of the citations that bear it out, and what speaks against it."""

    text: str
    verdict: Verdict
    bearing_out: tuple[int, ...] = ()
    objections: tuple[Objection, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return {
            "text": self.text,
            "verdict": self.verdict.value,
            "for": list(self.bearing_out),
            "against": [objection.to_json() for objection in self.objections],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """Every statement of a claim that could be checked, with the passages quoted for them."""

    claim: str
    statements: tuple[CheckedStatement, ...]
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the shape that ``footnote check --json`` prints."""
        return {
            "claim": self.claim,
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "notices": list(self.notices),
            "seconds": round(self.seconds, 4),
        }
