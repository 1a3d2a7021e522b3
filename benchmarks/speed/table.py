"""The results as Markdown."""

from collections.abc import Iterator, Sequence

from benchmarks.speed.measures import Measure, Results
from benchmarks.speed.questions import SYSTEMS
from benchmarks.speed.timing import PERCENTILES

_TITLES = {
    "indexing": "Indexing",
    "questions": "Questions",
    "recall": "Recall of the approximate nearest neighbours",
    "rebuilding": "Rebuilding",
    "memory": "Memory",
    "cold": "A cold start",
}
_UNITS = {"ratio": "×", "share": "", "cosine": ""}


def render(results: Results) -> str:
    """Return the whole document."""
    return "\n".join(_document(results)) + "\n"


def _document(results: Results) -> Iterator[str]:
    yield "# How fast Footnote is"
    yield ""
    yield "Written by `make bench`. Only ratios carry over to other machines. This one:"
    yield ", ".join(f"{name} {value}" for name, value in results.machine.items()) + "."
    runs = sorted({part.run for part in results.parts.values()})
    yield f"Measured {' and '.join(runs)} UTC" + (
        ", all in one run." if len(runs) == 1 else "; the parts are of several runs."
    )
    yield ""
    yield "![Time of a question by the number of passages](../../docs/speed.svg)"
    for name, title in _TITLES.items():
        if name in results.parts:
            yield from ("", f"## {title}", "")
            if name == "questions":
                yield from _pivot(results)
            yield from _rows(_listed(name, results))
    yield ""
    yield from _NOTES


def _listed(part: str, results: Results) -> list[Measure]:
    """Return a part's measures but those that a table of sizes shows."""
    shown = part == "questions"
    return [m for m in results.parts[part].measures if not (shown and m.size is not None)]


def _pivot(results: Results) -> Iterator[str]:
    """Yield the table of percentiles: a row a system, a column a size."""
    measures = [m for m in results.parts["questions"].measures if m.size is not None]
    sizes = sorted({measure.size for measure in measures if measure.size is not None})
    yield f"p50 / p95 / p99 in milliseconds ({measures[0].detail}), by the number of passages:"
    yield ""
    yield "| | " + " | ".join(f"{size:,}" for size in sizes) + " |"
    yield "|---" * (len(sizes) + 1) + "|"
    for system in SYSTEMS:
        cells = []
        for size in sizes:
            found = [results.find("questions", f"{system} p{rank}", size) for rank in PERCENTILES]
            cells.append(
                " / ".join(figure(m.value) for m in found if m and m.value is not None) or "–"
            )
        yield f"| {system} | {' | '.join(cells)} |"
    yield ""


def _rows(measures: Sequence[Measure]) -> Iterator[str]:
    if not measures:
        return
    yield "| | measured | wanted | |"
    yield "|---|---|---|---|"
    for measure in measures:
        cells = (_what(measure), _value(measure), _wanted(measure), measure.detail)
        yield f"| {' | '.join(cells)} |"


def _what(measure: Measure) -> str:
    return measure.name if measure.size is None else f"{measure.name}, at {measure.size:,}"


def _value(measure: Measure) -> str:
    if measure.value is None:
        return "–"
    if measure.unit in {"share", "cosine"}:
        return f"{measure.value:.3f}"
    return f"{figure(measure.value)} {_UNITS.get(measure.unit, measure.unit)}".strip()


def _wanted(measure: Measure) -> str:
    if measure.at_least is None and measure.at_most is None:
        return ""
    limit = f"≥ {measure.at_least:g}" if measure.at_least is not None else ""
    limit += f"≤ {measure.at_most:g}" if measure.at_most is not None else ""
    return f"{limit} **missed**" if measure.is_met is False else limit


def figure(value: float) -> str:
    """Return a number with three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


_NOTES = (
    "## What was measured",
    "",
    "- Articles are real news (RealTimeQA's, where they stand beside the project; else the seeds)",
    "  as far as they reach. Beyond, they are synthetic: real sentences, recombined with those of",
    "  articles whose titles are alike. A synthetic passage's vector is the mean of its sentences'",
    "  vectors, each computed by the model, and what a real passage's vector has beyond that mean.",
    "- Indexing embeds real passages. Recall is held to its target on the model's own vectors: of",
    "  real passages as far as they reach, then of as many real sentences, each indexed as an",
    "  article; beside it stands that of the passages that are in part synthetic.",
    "- LlamaIndex indexes with the same weights on sentence-transformers, from the very texts that",
    "  Footnote embeds, each a document. Its questions are embedded by Footnote's model and asked",
    "  over the same vectors in Chroma: the ten nearest chunks by its retriever, and by its citing",
    "  query engine, without a model, what it would have one cite.",
    "- Works that are compared take turns in one run, and medians are compared.",
)
