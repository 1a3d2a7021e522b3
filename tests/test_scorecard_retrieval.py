"""Hits and reciprocal ranks count distinct articles."""

import pytest

from index.article import Reference
from index.scorecard.questions import ScoredQuestion
from index.scorecard.retrieval import reciprocal_rank, retrieval_measures

ARTICLES = [Reference(id=str(number), path=f"{number}.txt") for number in range(1, 13)]


def question(*gold: int) -> ScoredQuestion:
    """Return a question that the articles of these numbers answer."""
    return ScoredQuestion(id="q", text="Who?", gold=frozenset(map(str, gold)))


@pytest.mark.parametrize(
    ("gold", "expected"), [((1,), 1.0), ((4,), 0.25), ((7, 2), 0.5), ((10,), 0.1), ((11,), 0.0)]
)
def test_the_first_gold_article_gives_the_rank(gold: tuple[int, ...], expected: float) -> None:
    """It is 1/rank, and nothing beyond the tenth."""
    assert reciprocal_rank(question(*gold), ARTICLES) == expected


def test_further_passages_of_an_article_take_no_place() -> None:
    """Two passages of the first article leave the second one second."""
    found = [ARTICLES[0], ARTICLES[0], ARTICLES[1]]
    assert reciprocal_rank(question(2), found) == 0.5


def test_the_measures_are_means_over_the_questions() -> None:
    """Ranks 1, 2, 5 and none: by hand."""
    questions = [question(1), question(2), question(5), question(12)]
    measures = retrieval_measures(questions, lambda _: ARTICLES)
    means = {name: estimate.mean for name, estimate in measures.items()}
    assert means == {
        "hits@1": 0.25,
        "hits@4": 0.5,
        "hits@10": 0.75,
        "mrr@10": pytest.approx((1 + 1 / 2 + 1 / 5) / 4),
    }
