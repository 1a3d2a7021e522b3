"""Question files: what is asked, and what a right answer is known by."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.article import Reference
from index.errors import QuestionError


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredQuestion:
    """A question with its key.

    ``gold`` names the articles that answer it, by address, id or path; any one of ``facts`` in an
    answer shows that it is right; ``sentences`` are the gold article's that answer. ``told`` is
    whether a gold article tells one of the facts, known only beside a collection.
    """

    id: str
    text: str
    as_of: date | None = None
    gold: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    answerable: bool = True
    told: bool = False

    def is_gold(self, article: Reference) -> bool:
        """Tell whether an article is one that answers."""
        return bool(self.gold & keys_of(article))


def keys_of(article: Reference) -> frozenset[str]:
    """Return what an article may be named by in a question file."""
    return frozenset(filter(None, (article.id, article.path, article.url)))


def load_questions(path: Path) -> list[ScoredQuestion]:
    """Read a question file: JSON Lines of ``{"id", "question"}`` and what is known of the answer.

    Optional keys are ``as_of`` (or ``asked_on``), ``gold``, ``answer``, ``sentences`` (lists of
    texts) and ``answerable`` (default: true).

    Raises:
        QuestionError: the file can't be read, has no question, or a line is none of this.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path} can't be read: {error}.") from None
    questions = [
        _parse(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line
    ]
    if not questions:
        raise QuestionError(f"{path} has no question.")
    return questions


def _parse(line: str, where: str) -> ScoredQuestion:
    try:
        fields: dict[str, Any] = json.loads(line)
        as_of = fields.get("as_of") or fields.get("asked_on")
        return ScoredQuestion(
            id=str(fields["id"]),
            text=fields["question"],
            as_of=date.fromisoformat(as_of) if as_of else None,
            gold=frozenset(_texts(fields, "gold")),
            facts=_texts(fields, "answer"),
            sentences=_texts(fields, "sentences"),
            answerable=fields.get("answerable", True),
        )
    except KeyError as error:
        raise QuestionError(f"{where} is no question: it has no {error}.") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise QuestionError(f"{where} is no question: {error}.") from None


def _texts(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    texts = fields.get(name, [])
    if not isinstance(texts, list):
        raise ValueError(f'"{name}" is no list')
    return tuple(texts)
