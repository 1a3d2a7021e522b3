"""The README's chart, drawn from scorecards that ``footnote score --save`` wrote.

``python -m benchmarks.chart docs/scorecard.svg .footnote/score/*/scorecard.json``.
"""

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MultipleLocator

from index.scorecard.systems import OURS

_MEASURES = {"hits@4": "Hits@4", "mrr@10": "MRR@10"}
# Of the palette of Okabe and Ito, which the colour-blind can tell apart; the others step back.
_EMPHASIS, _REST, _INK = "#0072B2", "#6E6E6E", "#333333"
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: every machine draws the same
    "font.size": 10,
    "svg.hashsalt": "footnote",
    "text.color": _INK,
}
_KEY = "Dots are means over the questions, lines their 95 % bootstrap intervals."
_WIDTH = 8.4  # inches
_ROW = 0.36  # inches
_HEADING_ROWS = 2.2  # the height of a block's headings and axis, in rows

_Card = Mapping[str, Any]


def load(paths: Iterable[Path]) -> list[_Card]:
    """Return the scorecards with a comparison of retrieval in the given files, in their order."""
    cards = [card for path in paths for card in json.loads(path.read_text("utf-8"))["scorecards"]]
    return [card for card in cards if len(card["retrieval"]) > 1]


def draw(cards: Sequence[_Card], path: Path) -> None:
    """Draw the comparison, a block a question set, to an SVG or PNG file.

    The same scorecards give the same file, byte by byte.
    """
    heights = [len(card["retrieval"]) + _HEADING_ROWS for card in cards]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, _ROW * sum(heights)), layout="constrained")
        blocks = figure.subfigures(len(cards), squeeze=False, height_ratios=heights)
        for card, block in zip(cards, blocks[:, 0], strict=True):
            _draw_block(block, card)
        _share_axis(figure.get_axes())
        figure.supxlabel(_KEY, x=0.01, ha="left", fontsize=8.5, color=_REST)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _draw_block(block: SubFigure, card: _Card) -> None:
    scores = card["retrieval"]
    panels = block.subplots(1, len(_MEASURES), sharey=True, gridspec_kw={"wspace": 0.08})
    for panel, (measure, label) in zip(panels, _MEASURES.items(), strict=True):
        estimates = [score["measures"][measure] for score in scores.values()]
        _draw_panel(panel, estimates, _colours(scores))
        panel.set_title(label, loc="left", fontsize=10)
    panels[0].set_yticks(range(len(scores)), scores)
    panels[0].invert_yaxis()
    for text, colour in zip(panels[0].get_yticklabels(), _colours(scores), strict=True):
        text.set(color=colour, fontweight="bold" if colour == _EMPHASIS else "normal")
    asked = scores[OURS]["measures"]["hits@4"]["questions"]
    title = f"{card['name'].partition('/')[0]}: {asked:,} questions, {card['articles']:,} articles"
    block.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")


def _share_axis(panels: Sequence[Axes]) -> None:
    """Give every panel the same scale, so that equal lengths are equal differences."""
    lowest = min(panel.dataLim.x0 for panel in panels)
    for panel in panels:
        panel.xaxis.set_major_locator(MultipleLocator(0.1))
        panel.set_xlim(math.floor(10 * lowest) / 10, 1.02)


def _draw_panel(
    panel: Axes, estimates: Sequence[Mapping[str, float]], colours: Sequence[str]
) -> None:
    """Draw each estimate as a dot on its interval, its value above the dot."""
    for row, (estimate, colour) in enumerate(zip(estimates, colours, strict=True)):
        mean = estimate["mean"]
        panel.plot([estimate["low"], estimate["high"]], [row, row], color=colour, linewidth=1.6)
        panel.plot(mean, row, "o", color=colour, markersize=6)
        panel.annotate(
            f"{mean:.2f}",
            (mean, row),
            xytext=(0, 5),
            textcoords="offset points",
            ha="center",
            color=colour,
            fontsize=8.5,
        )
    panel.set_ylim(-0.8, len(estimates) - 0.5)
    panel.tick_params(length=0, colors=_REST, labelsize=8.5)
    panel.tick_params(axis="y", labelsize=10)
    panel.grid(axis="x", color="#E4E4E4", linewidth=0.8)
    panel.set_axisbelow(True)
    panel.spines[:].set_visible(False)


def _colours(scores: Iterable[str]) -> list[str]:
    return [_EMPHASIS if system == OURS else _REST for system in scores]


if __name__ == "__main__":
    draw(load(map(Path, sys.argv[2:])), Path(sys.argv[1]))
