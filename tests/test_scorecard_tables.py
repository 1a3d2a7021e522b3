"""A scorecard is shown with every system, every measure and how sure it is."""

from io import StringIO

import pytest
from rich.console import Console

from bot.command_line.scorecard_tables import show_scorecard
from index.scorecard.measures import Estimate
from index.scorecard.scorecard import Score, Scorecard

HITS = Estimate(mean=0.9, low=0.8333, high=1.0, questions=20)
LENGTH = Estimate(mean=31.26, low=20, high=40, questions=18)
CARD = Scorecard(
    name="town/questions",
    questions=30,
    articles=1_234,
    retrieval={
        "Footnote": Score({"hits@4": HITS}, 0.0123, 0.0456),
        "BM25": Score({"hits@4": HITS}, 0.001, 0.002),
    },
    answers={
        "Footnote": Score({"first_citation_gold": HITS, "words": LENGTH}, 0.02, 0.03),
        "Whole": Score({"words": LENGTH}, 0.01, 0.02),
    },
)


def shown(card: Scorecard) -> list[str]:
    """Return the lines that a terminal shows, white space made one space."""
    console = Console(file=StringIO(), width=100)
    show_scorecard(console, card)
    assert isinstance(console.file, StringIO)
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        "town/questions: 30 questions, 1234 articles",
        "Retrieval: 20 questions, 95 % intervals",
        "System Hits@4 p50 p95",
        "Footnote 0.900 12.3 ms 45.6 ms",
        "BM25 0.900 1.0 ms 2.0 ms",
        ".83–1.00",
        "Measure Questions Footnote Whole",
        "first citation gold 20 0.900 –",
        "words 18 31.3 31.3",
        "p95 30.0 ms 20.0 ms",
    ],
)
def test_everything_measured_is_shown(line: str) -> None:
    """Means with their bounds below, lengths as counts, times in milliseconds, gaps as dashes."""
    assert line in shown(CARD)


def test_without_retrieval_only_answers_are_shown() -> None:
    """Questions that name no article measure no ranking."""
    card = Scorecard(name="a/b", questions=1, articles=1, retrieval={}, answers=CARD.answers)
    lines = shown(card)
    assert "Answers, 95 % intervals" in lines
    assert not [line for line in lines if line.startswith("Retrieval")]
