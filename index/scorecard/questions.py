"""Question files: what is asked, and what a right answer is known by."""

import json
from collections.abc import Iterator
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
    answer shows that it is right; ``sentences`` are the gold article's that answer.
    """

    id: str
    text: str
    as_of: date | None
    gold: frozenset[str]
    facts: tuple[str, ...]
    sentences: tuple[str, ...]
    answerable: bool

    def is_gold(self, article: Reference) -> bool:
        """Tell whether an article is one that answers."""
        return bool(self.gold & {article.id, article.path, article.url})


def load_questions(path: Path) -> list[ScoredQuestion]:
    """Read a question file: JSON Lines of ``{"id", "question"}`` and what is known of the answer.

    Optional keys are ``as_of`` (or ``asked_on``), ``gold``, ``answer``, ``sentences`` and
    ``answerable`` (default: true).

    Raises:
        QuestionError: the file can't be read, or a line is none of this.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        return list(_parse(lines))
    except OSError as error:
        raise QuestionError(f"{path} can't be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError(f"{path} is no question file ({error!r}).") from None


def _parse(lines: list[str]) -> Iterator[ScoredQuestion]:
    for line in filter(str.strip, lines):
        fields: dict[str, Any] = json.loads(line)
        as_of = fields.get("as_of") or fields.get("asked_on")
        yield ScoredQuestion(
            id=str(fields["id"]),
            text=fields["question"],
            as_of=date.fromisoformat(as_of) if as_of else None,
            gold=frozenset(fields.get("gold", ())),
            facts=tuple(fields.get("answer", ())),
            sentences=tuple(fields.get("sentences", ())),
            answerable=fields.get("answerable", True),
        )
