"""The README's chart shows every system and is drawn the same each time."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chart


def measured(*, baselines: bool) -> dict[str, Any]:
    """Return a scorecard in JSON as far as the chart reads it."""
    estimate = {"mean": 0.6, "low": 0.5, "high": 0.7, "questions": 20}
    score = {"measures": {"hits@4": estimate, "mrr@10": estimate}}
    systems = ("Footnote", "BM25") if baselines else ("Footnote",)
    return {
        "name": "tiny/questions",
        "articles": 1_234,
        "retrieval": dict.fromkeys(systems, score),
    }


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A file with a scorecard that compares systems, and one that doesn't."""
    cards = [measured(baselines=True), measured(baselines=False)]
    path = tmp_path / "scorecard.json"
    path.write_text(json.dumps({"scorecards": cards}), "utf-8")
    return path


def test_only_comparisons_are_drawn(saved: Path) -> None:
    """A scorecard of Footnote alone has nothing to be drawn beside."""
    assert chart.load([saved]) == [measured(baselines=True)]


def test_the_same_scorecards_give_the_same_file(saved: Path, tmp_path: Path) -> None:
    """A chart drawn anew changes in version control only where a measure did."""
    once, again = tmp_path / "once.svg", tmp_path / "again.svg"
    for path in (once, again):
        chart.draw(chart.load([saved]), path)
    assert once.read_bytes() == again.read_bytes()
    assert b"<svg" in once.read_bytes()
