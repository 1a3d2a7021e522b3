"""Scorecards as tables for a terminal."""

from collections.abc import Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from index.scorecard.measures import Estimate
from index.scorecard.scorecard import Score, Scorecard
from index.scorecard.systems import OURS

_COUNTS = {"sentences", "words"}


def show_scorecard(console: Console, card: Scorecard) -> None:
    """Print retrieval with a row a system, then answers with a row a measure."""
    console.print(f"\n{card.name}: {card.questions} questions, {card.articles} articles")
    if card.retrieval:
        console.print(_retrieval(card.retrieval))
    console.print(_answers(card.answers))


def _retrieval(scores: Mapping[str, Score]) -> Table:
    measures = list(scores[OURS].measures)
    asked = scores[OURS].measures[measures[0]].questions
    table = _table(f"Retrieval: {asked} questions, 95 % intervals")
    table.add_column("System", no_wrap=True)
    for name in (*map(_heading, measures), "p50", "p95"):
        table.add_column(name, justify="right", no_wrap=True)
    for system, score in scores.items():
        cells = [_cell(score.measures[measure]) for measure in measures]
        table.add_row(system, *cells, *_latency(score), style="bold" if system == OURS else "")
    return table


def _answers(scores: Mapping[str, Score]) -> Table:
    table = _table("Answers, 95 % intervals")
    table.add_column("Measure")
    table.add_column("Questions", justify="right")
    for system in scores:
        table.add_column(system, justify="right", style="bold" if system == OURS else "")
    for measure, estimate in scores[OURS].measures.items():
        cell = _count if measure in _COUNTS else _cell
        cells = [cell(score.measures.get(measure)) for score in scores.values()]
        table.add_row(measure.replace("_", " "), str(estimate.questions), *cells)
    for row, name in enumerate(("p50", "p95")):
        table.add_row(name, "", *(_latency(score)[row] for score in scores.values()))
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)


def _heading(measure: str) -> str:
    return measure.replace("hits", "Hits").replace("mrr", "MRR")


def _cell(estimate: Estimate | None) -> str:
    return (
        f"{estimate.mean:.3f}\n{_bound(estimate.low)}–{_bound(estimate.high)}" if estimate else "–"
    )


def _bound(value: float) -> str:
    """Return two decimals, without the leading nought: two bounds share a narrow column."""
    return f"{value:.2f}".removeprefix("0")


def _count(estimate: Estimate | None) -> str:
    return f"{estimate.mean:.1f}" if estimate else "–"


def _latency(score: Score) -> tuple[str, str]:
    return f"{1_000 * score.p50:.1f} ms", f"{1_000 * score.p95:.1f} ms"
