"""Whether the sentences found answer the question, or the articles don't say."""

import math
from collections.abc import Iterable

from index.answering.evidence import Evidence
from index.question import Question
from index.words import content_terms

# Weights of a logistic regression.
_WEIGHTS = {
    "bias": -4.0,
    "meaning": 7.0,
    "coverage": 1.0,
    "context": 1.0,
    "fits": 1.0,
    "missing": -2.5,
}
_THRESHOLD = 0.5
# Names match from this many letters on: Korea and Korean, Ukraine and Ukrainian.
_SHORTEST_ROOT = 4


def confidence(question: Question, evidence: Evidence) -> float:
    """Return how likely it is that a sentence answers the question, from 0 to 1."""
    total = _WEIGHTS["bias"] + sum(
        _WEIGHTS[name] * value for name, value in signals(question, evidence).items()
    )
    return 1 / (1 + math.exp(-total))


def is_answer(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence answers the question rather than merely being near it."""
    return confidence(question, evidence) >= _THRESHOLD


def signals(question: Question, evidence: Evidence) -> dict[str, float]:
    """Return what speaks for and against, each about 0 to 1."""
    return {
        "meaning": evidence.meaning,
        "coverage": evidence.coverage,
        "context": evidence.context,
        "fits": float(evidence.fits),
        "missing": missing_names(question, evidence),
    }


def missing_names(question: Question, evidence: Evidence) -> float:
    """Return the share of the question's names and numbers that the passage never mentions."""
    asked = question.names | question.numbers
    if not asked:
        return 0.0
    article = evidence.article
    known = set(evidence.surroundings)
    known.update(content_terms(f"{article.title or ''} {article.publisher or ''} {article.author or ''}"))
    if article.published:
        known.add(str(article.published.year))
    return sum(not _mentions(known, name) for name in asked) / len(asked)


def _mentions(known: Iterable[str], name: str) -> bool:
    root = name[: max(_SHORTEST_ROOT, len(name) - 3)]
    return name in known or (
        len(name) >= _SHORTEST_ROOT and any(word.startswith(root) for word in known)
    )
