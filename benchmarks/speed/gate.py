"""The ratios that may not slip, measured at small sizes: fast enough for every run of the tests."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from benchmarks.speed.cold import cold_seconds
from benchmarks.speed.indexing import rebuild_seconds
from benchmarks.speed.memory import most_memory
from benchmarks.speed.place import Place
from benchmarks.speed.questions import ANSWER, RETRIEVAL, ours, vectors_of
from benchmarks.speed.real import Source, load, read_lines, write_lines
from benchmarks.speed.recall import recall
from benchmarks.speed.sizes import Sized, open_sizes, passages_of, texts_of
from benchmarks.speed.timing import interleaved, median, seconds

BOUNDS = Path(__file__).with_name("bounds.json")
_SIZES = (300, 1_500)  # passages
_EMBEDDED_ARTICLES = 10  # about 100 passages

Bounds = Mapping[str, Mapping[str, float]]
"""By the ratio's name: ``at_least`` or ``at_most``."""


def load_bounds() -> Bounds:
    """Return the bounds that are kept in the file."""
    bounds: Bounds = json.loads(BOUNDS.read_text("utf-8"))
    return bounds


def holds(value: float, bound: Mapping[str, float]) -> bool:
    """Tell whether a ratio is within its bound."""
    return bound.get("at_least", value) <= value <= bound.get("at_most", value)


def measure(place: Place, bounds: Bounds) -> dict[str, list[float]]:
    """Measure every ratio over recombined seeds; those out of bounds once more.

    The second time tells a ratio that has slipped from one that something else was in the way of.
    """
    source = load(place, seeds_only=True)
    small, large = open_sizes(place, source, _SIZES)
    groups: tuple[Callable[[], dict[str, float]], ...] = (
        lambda: _growth(source, small, large),
        lambda: _recall(place, source, large),
        lambda: _rebuilds(place, large),
        lambda: _embedding(place, small),
        lambda: _starting(source, small, large, place),
    )
    measured: dict[str, list[float]] = {}
    with closing(small.library), closing(large.library):
        for group in groups:
            found = {name: [value] for name, value in group().items()}
            if not all(holds(values[0], bounds.get(name, {})) for name, values in found.items()):
                for name, value in group().items():
                    found[name].append(value)
            measured |= found
    return measured


def _growth(source: Source, small: Sized, large: Sized) -> dict[str, float]:
    """Medians, because a 95th percentile of so few questions is noise."""
    works = {
        (name, size): times
        for size, sized in (("small", small), ("large", large))
        for name, times in ours(sized.library)
    }
    few = source.questions[:15]
    found: dict[tuple[str, str], list[float]] = {key: [] for key in works}
    for _ in range(2):
        for key, times in works.items():
            found[key] += times(few)
    return {
        f"growth of {name}": median(found[name, "large"]) / median(found[name, "small"])
        for name in (RETRIEVAL, ANSWER)
    }


def _recall(place: Place, source: Source, sized: Sized) -> dict[str, float]:
    vectors = vectors_of(sized, [text for _, text in texts_of(sized.library)])
    asked = place.cached.embed([question.text for question in source.questions])
    return recall(sized.library, vectors, asked)


def _rebuilds(place: Place, sized: Sized) -> dict[str, float]:
    """Rebuild with every vector cached: unchanged and with a changed article, beside from nothing.

    In the first of them nothing is written; in the second, what one article needs.
    """
    path = place.folder("gate") / "articles.jsonl"
    articles = list(read_lines(sized.articles))
    write_lines(path, articles)
    with closing(place.library(sized.data.name, path)) as library:
        library.rebuild()

        def change() -> float:
            articles[0]["text"] = (
                f"{articles[0]['text']}\n\nIt was read {len(rounds)} times so far."
            )
            rounds.append(1)
            write_lines(path, articles)
            return seconds(library.rebuild)

        rounds: list[int] = []
        taken = interleaved(
            {
                "unchanged": lambda: seconds(library.rebuild),
                "changed": change,
                "full": lambda: seconds(lambda: library.rebuild(full=True)),
            },
            times=3,
        )
    full = median(taken["full"])
    return {
        "unchanged rebuild against a full one": median(taken["unchanged"]) / full,
        "rebuild of one changed article against a full one": median(taken["changed"]) / full,
    }


def _embedding(place: Place, sized: Sized) -> dict[str, float]:
    articles = list(read_lines(sized.articles))[:_EMBEDDED_ARTICLES]
    write_lines(place.folder("indexing") / "articles.jsonl", articles)
    texts = list(passages_of(articles))
    taken = interleaved(
        {
            "rebuild": lambda: rebuild_seconds(place),
            "model": lambda: seconds(lambda: place.embedder.embed(texts)),
        },
        times=3,
    )
    return {"rebuild against the model alone": median(taken["model"]) / median(taken["rebuild"])}


def _starting(source: Source, small: Sized, large: Sized, place: Place) -> dict[str, float]:
    taken = cold_seconds(small.data, small.articles, source.questions[0].text, times=2)
    few = source.questions[:5]
    return {
        "footnote ask against imports and one query": min(taken["command"]) / min(taken["bare"]),
        "memory at five times the passages": most_memory(place, large, few)
        / most_memory(place, small, few),
    }
