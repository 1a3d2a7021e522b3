"""Shows how well `index/answering/` tells what a source bears out.

    python -m benchmarks.support CLAIMS.jsonl

A line is ``{"claim", "label", "evidence"}``: a sentence, whether its source supports it
(``supported``, ``partially_supported`` or ``not_supported``), and the sentences of the source.
Printed is the balanced accuracy of each mixture of shared words and meaning, at each threshold,
alone and with the check of figures, dates, names and quoted words: first of telling what is at
least partially supported, then of telling what is wholly supported. Below stands which share of
each label the shipped check lets through.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from index.answering.backing import best_backing
from index.answering.reply import Claim
from index.answering.support import check, wrong_specifics
from index.article import Passage, Reference
from index.embedding import Embedder
from index.library import Library
from index.settings import Settings

_MIXTURES = (0.0, 0.25, 0.5, 0.6, 0.75, 1.0)
_THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the check found for a claim, and how people judged it."""

    label: str
    words: float
    meaning: float
    right: bool
    passed: bool


def sample(line: str, embedder: Embedder) -> Sample:
    """Check one claim against the whole of its source."""
    row = json.loads(line)
    text = "\n".join(row["evidence"])
    backing = best_backing(row["claim"], text, embedder=embedder)
    if backing is None:
        return Sample(label=row["label"], words=0, meaning=0, right=False, passed=False)
    source = Passage(Reference(id="", path=""), 0, len(text), text)
    quote = text[slice(*backing.span)]
    wrong = wrong_specifics(row["claim"], quotes=[quote], passages=[source])
    finding = check(Claim(row["claim"], ("source",)), {"source": source}, embedder=embedder)
    return Sample(
        label=row["label"],
        words=backing.words,
        meaning=backing.meaning,
        right=wrong is None,
        passed=finding.problem is None,
    )


def balanced_accuracy(told: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    """Return the mean of the shares told right among the true and among the others."""
    return float((told[true].mean() + (~told[~true]).mean()) / 2)


def table(samples: list[Sample], *, specifics: bool) -> Table:
    """Return both accuracies at each threshold, a row a mixture."""
    labels = np.array([item.label for item in samples])
    right = np.array([item.right or not specifics for item in samples])
    truths = (labels != "not_supported", labels == "supported")
    title = "with figures, dates, names and quotations" if specifics else "words and meaning alone"
    shown = Table("share of words", *map(str, _THRESHOLDS), title=title)
    for mixture in _MIXTURES:
        strength = [mixture * item.words + (1 - mixture) * item.meaning for item in samples]
        cells = []
        for threshold in _THRESHOLDS:
            told = (np.array(strength) >= threshold) & right
            cells.append(" / ".join(f"{balanced_accuracy(told, true):.2f}" for true in truths))
        shown.add_row(str(mixture), *cells)
    return shown


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", type=Path, metavar="CLAIMS.jsonl")
    lines = parser.parse_args().claims.read_text(encoding="utf-8").splitlines()
    embedder = Library.open(Settings.from_mapping({})).embedder
    samples = [sample(line, embedder) for line in lines]
    console = Console()
    console.print(table(samples, specifics=False), table(samples, specifics=True))
    for label in sorted({item.label for item in samples}):
        passed = [item.passed for item in samples if item.label == label]
        console.print(f"{label}: {sum(passed)} of {len(passed)} let through")


if __name__ == "__main__":
    main()
