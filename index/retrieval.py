"""From a question to ranked passages."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answer import Filters
from index.article import Passage
from index.question import Question
from index.store.generation import Generation

# How many passages each engine proposes. Dense ones are filtered afterwards (a filter inside
# Chroma is linear in the collection), so more of them are asked for.
_LEXICAL_CANDIDATES = 100
_DENSE_CANDIDATES = 300
# Words and meaning count the same: neither was better on every set of questions.
_LEXICAL_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that may answer: its BM25 score, its cosine to the question, and their fusion."""

    passage: Passage
    lexical: float
    dense: float
    score: float


def retrieve(
    generation: Generation,
    question: Question,
    vector: NDArray[np.float32],
    *,
    filters: Filters,
) -> list[Candidate]:
    """Return the passages that may answer, best first; ``vector`` is the question's embedding."""
    lexical = generation.lexical.best(question.words, _LEXICAL_CANDIDATES, filters=filters)
    dense = generation.vectors.nearest(vector, _DENSE_CANDIDATES)
    dense |= generation.vectors.similarities(vector, [n for n in lexical if n not in dense])
    passages = generation.catalogue.passages(list(dense))
    best_lexical = max(lexical.values(), default=1.0)
    candidates = [
        Candidate(
            passage=passage,
            lexical=lexical.get(number, 0.0),
            dense=dense[number],
            score=_LEXICAL_WEIGHT * lexical.get(number, 0.0) / best_lexical
            + (1 - _LEXICAL_WEIGHT) * dense[number],
        )
        for number, passage in passages.items()
        if filters.admits(passage.article)
    ]
    return sorted(candidates, key=lambda candidate: -candidate.score)
