"""The picture of how the time of a question grows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from benchmarks.speed.measures import Results
from benchmarks.speed.questions import ANSWER, RETRIEVAL, STOCK_ENGINE, STOCK_RETRIEVER

# Of the palette of Okabe and Ito, which the colour-blind can tell apart; the others step back.
_LINES = {
    RETRIEVAL: ("Footnote", "#0072B2"),
    STOCK_RETRIEVER: ("LlamaIndex", "#6E6E6E"),
    ANSWER: ("Footnote", "#0072B2"),
    STOCK_ENGINE: ("LlamaIndex", "#6E6E6E"),
}
_PANELS = {
    "Retrieval": (RETRIEVAL, STOCK_RETRIEVER),
    "Answer in quotes, query engine": (ANSWER, STOCK_ENGINE),
}
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: every machine draws the same
    "font.size": 10,
    "svg.hashsalt": "footnote",
    "text.color": "#333333",
}
_KEY = "Lines are p95, bands reach down to p50. Both scales are logarithmic."


def draw(results: Results, path: Path) -> None:
    """Draw milliseconds by passages; the same results give the same file, byte by byte."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8.4, 3.4), layout="constrained")
        panels = figure.subplots(1, len(_PANELS), sharey=True)
        for panel, (title, systems) in zip(panels, _PANELS.items(), strict=True):
            panel.set_title(title, loc="left", fontsize=10, fontweight="bold")
            for system in systems:
                _draw_line(panel, results, system)
            _dress(panel, sorted({m.size for m in results.parts["questions"].measures if m.size}))
        panels[0].set_ylabel("milliseconds")
        figure.supxlabel(
            f"By the number of passages. {_KEY}", x=0.01, ha="left", fontsize=8.5, color="#6E6E6E"
        )
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _draw_line(panel: Axes, results: Results, system: str) -> None:
    label, colour = _LINES[system]
    found = {
        measure.size: measure.value
        for measure in results.parts["questions"].measures
        if measure.name == f"{system} p95" and measure.size and measure.value
    }
    if not found:
        return
    sizes = sorted(found)
    halves = [results.find("questions", f"{system} p50", size) for size in sizes]
    low = [half.value for half in halves if half and half.value]
    high = [found[size] for size in sizes]
    panel.plot(sizes, high, "o-", color=colour, markersize=4, linewidth=1.6)
    panel.fill_between(sizes, low, high, color=colour, alpha=0.15, linewidth=0)
    panel.annotate(
        label,
        (sizes[-1], high[-1]),
        xytext=(0, 6),
        textcoords="offset points",
        ha="right",
        color=colour,
        fontsize=9,
    )


def _dress(panel: Axes, sizes: Sequence[int]) -> None:
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.xaxis.set_major_locator(FixedLocator(sizes))
    panel.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axis.set_minor_locator(NullLocator())
    panel.tick_params(colors="#6E6E6E", labelsize=8.5)
    panel.grid(color="#E4E4E4", linewidth=0.8)
    panel.set_axisbelow(True)
    panel.spines[:].set_visible(False)
