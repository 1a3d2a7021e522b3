"""What a ranking of articles is worth, judged by its question's key."""

from collections.abc import Callable, Iterable, Sequence

from index.article import Reference
from index.scorecard.measures import Measures, estimates
from index.scorecard.questions import ScoredQuestion

_DEPTHS = (1, 4, 10)
_DEEPEST = max(_DEPTHS)

Find = Callable[[ScoredQuestion], Sequence[Reference]]
"""Returns the articles found for a question, best first; repeats don't count."""


def retrieval_measures(questions: Iterable[ScoredQuestion], find: Find) -> Measures:
    """Return ``hits@1``, ``hits@4``, ``hits@10`` and ``mrr@10`` over the questions.

    Hits@k is the share of questions with a gold article among the first k distinct articles, and
    MRR@10 the mean of 1/rank of the first gold article, 0 beyond rank 10.
    """
    reciprocal = [reciprocal_rank(question, find(question)) for question in questions]
    hits = {f"hits@{k}": [float(value >= 1 / k) for value in reciprocal] for k in _DEPTHS}
    return estimates(hits | {f"mrr@{_DEEPEST}": reciprocal})


def reciprocal_rank(question: ScoredQuestion, found: Iterable[Reference]) -> float:
    """Return 1/rank of the first gold article among the first ten distinct ones, or 0."""
    distinct = list(dict.fromkeys(found))[:_DEEPEST]
    gold = (1 / rank for rank, article in enumerate(distinct, 1) if question.is_gold(article))
    return next(gold, 0.0)
