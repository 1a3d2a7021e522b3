"""The passages that may answer a question, whatever can be reached of the index."""

import logging
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from index.answer import Filters
from index.embedding import Embedder
from index.errors import StoreUnreachable, VectorsMissing
from index.question import Question
from index.reranking import Reranker, rerank
from index.retrieval import Candidate, retrieve
from index.scope import Scope, understand_scope
from index.store.view import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BY_WORDS = "The Chroma server doesn't answer: this was found by its words alone, which finds less."
NO_VECTORS = (
    "The Chroma server hasn't got this index's vectors: this was found by its words alone, which "
    "finds less, until the index is rebuilt."
)

_log = logging.getLogger(__name__)


def find_candidates(
    view: View,
    question: Question,
    filters: Filters,
    *,
    embedder: Embedder,
    cached: Embedder,
    reranker: Reranker | None,
) -> tuple[list[Candidate], Scope]:
    """Return the passages that may answer, best first, and where they were looked for.

    Args:
        view: What may be seen.
        question: What is asked.
        filters: What the answer may be drawn from.
        embedder: What the index was made with.
        cached: The same, with the passages' vectors at hand: where the index's own can't be had,
            passages are found by their words, and those are compared.
        reranker: What puts the best in order, if anything.
    """
    publishers, today = view.publishers(), date.today()
    scope = understand_scope(question.text, filters, publishers=publishers, today=today)
    [vector] = embedder.embed([question.text])
    try:
        candidates, scope = _retrieve(view, question, vector, scope)
    except (StoreUnreachable, VectorsMissing) as error:
        _log.warning("%s", error)
        candidates, scope = _retrieve(view.by_words_alone(cached), question, vector, scope)
        notice = BY_WORDS if isinstance(error, StoreUnreachable) else NO_VECTORS
        scope = replace(scope, notices=(*scope.notices, notice))
    if reranker:
        candidates = rerank(candidates, question.text, reranker)
    return candidates, scope


def _retrieve(
    view: View, question: Question, vector: "NDArray[np.float32]", scope: Scope
) -> tuple[list[Candidate], Scope]:
    """Return what is found in the scope, or where that is nothing, in a wider one."""
    for attempt in (scope, *scope.relaxed()):
        candidates = retrieve(view, question, vector, scope=attempt)
        if candidates:
            break
    return candidates, attempt
