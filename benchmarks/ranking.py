"""Fits the weights of `index/ranking.py`, and tells what each signal is worth.

    python -m benchmarks.ranking --data-dir DIR QUESTIONS.jsonl

``DIR`` is the data directory of an index of the articles that the questions are about. Printed are
the fitted weights and, with the shipped ones, retrieval as a whole and with each signal left out.

The model is a softmax over a question's candidates (ListNet, Cao et al. 2007, with the gold
article's passages sharing the mass as they are ranked now), with a small L2 penalty, fitted by
gradient descent: few enough weights to read, and nothing to tune.
"""

import argparse
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from index.answer import Filters
from index.library import Library
from index.question import Question
from index.ranking import WEIGHTS, RankingSignals
from index.retrieval import retrieve
from index.scope import understand_scope
from index.scorecard.questions import ScoredQuestion, load_questions
from index.settings import Settings

_NAMES = [field.name for field in fields(RankingSignals)]
_CANDIDATES = 500
_PENALTY = 0.01
_STEPS = 3_000
_RATE = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """One question's candidates: signals (candidates, signals), article ids and which are gold."""

    signals: NDArray[np.float64]
    articles: list[str]
    gold: NDArray[np.bool_]


def sample(library: Library, question: ScoredQuestion) -> Sample:
    """Return the candidates that retrieval finds for a question."""
    understood = Question.understand(question.text)
    with library.view() as view:
        scope = understand_scope(
            question.text,
            Filters(as_of=question.as_of),
            publishers=view.publishers(),
            today=date.today(),
        )
        [vector] = library.embedder.embed([question.text])
        found = retrieve(view, understood, vector, scope=scope, limit=_CANDIDATES)
    return Sample(
        np.array([[getattr(c.signals, name) for name in _NAMES] for c in found]),
        [candidate.passage.article.id for candidate in found],
        np.array([question.is_gold(candidate.passage.article) for candidate in found]),
    )


def fit(samples: list[Sample]) -> NDArray[np.float64]:
    """Return the weights that make the gold articles' passages likeliest."""
    weights = np.zeros(len(_NAMES))
    useful = [item for item in samples if item.gold.any()]
    for _ in range(_STEPS):
        gradient = -_PENALTY * weights
        for item in useful:
            likely = _softmax(item.signals @ weights)
            wanted = likely * item.gold
            gradient += (wanted / wanted.sum() - likely) @ item.signals / len(useful)
        weights += _RATE * gradient
    return weights


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    exponents = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = exponents / exponents.sum()
    return shares


def ranks(samples: list[Sample], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of the first gold article for each question; infinity if there is none."""
    return np.array([_rank(item, weights) for item in samples])


def _rank(item: Sample, weights: NDArray[np.float64]) -> float:
    order = np.argsort(-(item.signals @ weights), kind="stable")
    gold = {item.articles[place] for place in order if item.gold[place]}
    distinct = dict.fromkeys(item.articles[place] for place in order)
    places = (rank for rank, article in enumerate(distinct, start=1) if article in gold)
    return next(places, np.inf)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    given = parser.parse_args()
    library = Library.open(replace(Settings.from_mapping({}), data=given.data_dir))
    asked = [question for question in load_questions(given.questions) if question.answerable]
    samples = [sample(library, question) for question in asked]
    shipped = np.array([WEIGHTS[name] for name in _NAMES])
    table = Table("signal", "fitted", "shipped", "Hits@1", "Hits@4", "Hits@10", "MRR@10")
    table.add_row("all", "", "", *_measures(ranks(samples, shipped)))
    for place, (name, weight) in enumerate(zip(_NAMES, fit(samples), strict=True)):
        without = shipped.copy()
        without[place] = 0
        table.add_row(
            f"without {name}",
            f"{weight:.1f}",
            f"{shipped[place]:.1f}",
            *_measures(ranks(samples, without)),
        )
    Console().print(table)


def _measures(found: NDArray[np.float64]) -> list[str]:
    hits = [f"{np.mean(found <= depth):.3f}" for depth in (1, 4, 10)]
    return [*hits, f"{np.mean(np.where(found <= 10, 1 / found, 0)):.3f}"]


if __name__ == "__main__":
    main()
