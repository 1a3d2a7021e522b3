"""Fits the weights of `index/answering/weighing.py`, and shows what each threshold would do.

    python -m benchmarks.weighing DIR=QUESTIONS.jsonl [DIR=QUESTIONS.jsonl …]

Each ``DIR`` is the data directory of an index of the articles that the questions beside it are
about; each pair weighs the same in the fit. Printed are the fitted weights of confidence (a
logistic regression on the best sentence's signals, with a small L2 penalty, by Newton's method)
and, for the shipped ones, the whole curve: which share of the questions that can be answered is
answered, and which share of the others refused.
"""

import argparse
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from index.answer import Filters
from index.answering.evidence import Signals, gather_evidence
from index.answering.weighing import confidence, worth
from index.library import Library
from index.question import Question
from index.scorecard.questions import ScoredQuestion, load_questions
from index.settings import Settings

_NAMES = [field.name for field in fields(Signals)]
_PENALTY = 0.002
_STEPS = 50
_THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Sample:
    """The best sentence found for a question, None if there was none, and whether one exists."""

    best: Signals | None
    answerable: bool

    @property
    def confidence(self) -> float:
        """What the shipped weights make of it."""
        return confidence(self.best) if self.best else 0.0


def sample(library: Library, question: ScoredQuestion) -> Sample:
    """Return the sentence that an answer would begin with."""
    understood = Question.understand(question.text)
    with library.view() as view:
        candidates, _ = library.candidates(view, understood, Filters(as_of=question.as_of))
        evidence = gather_evidence(understood, candidates, view, embedder=library.embedder)
    signals = (item.signals for item in evidence)
    return Sample(max(signals, key=worth, default=None), question.answerable)


def fit(collections: list[list[Sample]]) -> NDArray[np.float64]:
    """Return the bias and the weights under which the answerable questions are likeliest."""
    rows, wanted, shares = [], [], []
    for samples in collections:
        for item in filter(lambda item: item.best, samples):
            rows.append([1.0, *(getattr(item.best, name) for name in _NAMES)])
            wanted.append(item.answerable)
            shares.append(1 / len(samples))
    signals, answerable = np.array(rows), np.array(wanted, dtype=float)
    share = np.array(shares) / np.mean(shares)
    penalty = np.diag([0.0, *[_PENALTY * len(rows)] * len(_NAMES)])
    weights = np.zeros(signals.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-signals @ weights))
        gradient = signals.T @ (share * (answerable - likely)) - penalty @ weights
        curvature = (signals * (share * likely * (1 - likely))[:, None]).T @ signals + penalty
        weights += np.linalg.solve(curvature, gradient)
    return weights


def curve(samples: list[Sample]) -> list[str]:
    """Return the shares answered and refused at each threshold, for a table."""
    scores = np.array([item.confidence for item in samples])
    answerable = np.array([item.answerable for item in samples])
    cells = []
    for threshold in _THRESHOLDS:
        answered, refused = scores[answerable] >= threshold, scores[~answerable] < threshold
        cells.append(
            " / ".join(f"{part.mean():.2f}" if part.size else "–" for part in (answered, refused))
        )
    return cells


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", nargs="+", metavar="DIR=QUESTIONS.jsonl")
    console = Console()
    table = Table("answered / refused at", *map(str, _THRESHOLDS))
    collections = []
    for pair in parser.parse_args().pairs:
        directory, _, questions = pair.partition("=")
        library = Library.open(replace(Settings.from_mapping({}), data=Path(directory)))
        samples = [sample(library, question) for question in load_questions(Path(questions))]
        collections.append(samples)
        table.add_row(f"{directory} {Path(questions).stem}", *curve(samples))
    bias, *weights = fit(collections)
    console.print(
        f"bias {bias:.1f}", *(f"{n} {w:.1f}" for n, w in zip(_NAMES, weights, strict=True))
    )
    console.print(table)


if __name__ == "__main__":
    main()
