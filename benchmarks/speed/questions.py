"""How long a question takes at each size, beside LlamaIndex's engines over the same vectors."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.speed.measures import Measure
from benchmarks.speed.place import Place
from benchmarks.speed.real import Asked
from benchmarks.speed.sizes import Sized, texts_of
from benchmarks.speed.stock_child import StockChild, StockMissing
from benchmarks.speed.timing import PERCENTILES, percentile, seconds
from index.answer import Filters
from index.embedding import CachedEmbedder, Embeddings
from index.library import Library

RETRIEVAL, ANSWER = "retrieval", "answer in quotes"
STOCK_RETRIEVER, STOCK_ENGINE = "LlamaIndex’s retriever", "LlamaIndex’s query engine"
SYSTEMS = (RETRIEVAL, ANSWER, STOCK_RETRIEVER, STOCK_ENGINE)
_ENGINES = {STOCK_RETRIEVER: "retriever", STOCK_ENGINE: "citing"}
_GROWTH = 2.5
_GROWN_FROM, _GROWN_TO = 10_000, 200_000
# So many questions before those that count: what they need is then in memory.
_WARMING = 10

Times = Callable[[Sequence[Asked]], list[float]]


def measure_questions(
    place: Place,
    sizes: Sequence[Sized],
    questions: Sequence[Asked],
    *,
    rounds: int,
    stock_up_to: int,
) -> Iterator[Measure]:
    """Ask every question at every size, turn by turn in rounds, and tell the percentiles."""
    with ExitStack() as stack:
        systems = {
            (name, sized.size): times for sized in sizes for name, times in ours(sized.library)
        }
        try:
            child = stack.enter_context(StockChild.start(place))
            systems |= {
                (name, sized.size): times
                for sized in sizes
                if sized.size <= stock_up_to
                for name, times in _stock(place, child, sized)
            }
        except StockMissing as error:
            yield Measure(name="LlamaIndex", value=None, detail=str(error))
        measured: dict[tuple[str, int], list[float]] = {key: [] for key in systems}
        for _ in range(rounds):
            for key, times in systems.items():
                times(questions[:_WARMING])
                measured[key] += times(questions)
    for (name, size), found in measured.items():
        for rank in PERCENTILES:
            yield Measure(
                name=f"{name} p{rank}",
                size=size,
                value=1000 * percentile(found, rank),
                unit="ms",
                detail=f"{len(questions)} questions, {rounds} times",
            )
    for name in SYSTEMS:
        yield from growth(name, measured)


def growth(name: str, measured: dict[tuple[str, int], list[float]]) -> Iterator[Measure]:
    """Yield how much slower a system is at the largest size than at ten thousand passages."""
    sizes = sorted(size for system, size in measured if system == name)
    if len(sizes) < 2:
        return
    least = _GROWN_FROM if _GROWN_FROM in sizes[:-1] else sizes[0]
    most = sizes[-1]
    slow, fast = (percentile(measured[name, size], 95) for size in (most, least))
    is_asked = (least, most) == (_GROWN_FROM, _GROWN_TO) and name not in _ENGINES
    yield Measure(
        name=f"{name} growth",
        value=slow / fast,
        unit="ratio",
        at_most=_GROWTH if is_asked else None,
        detail=f"p95 at {most:,} passages against {least:,}",
    )


def ours(library: Library) -> Iterator[tuple[str, Times]]:
    """Yield Footnote's two ways to ask, by name."""

    def search(asked: Asked) -> object:
        return library.search(asked.text, filters=Filters(as_of=asked.as_of))

    def answer(asked: Asked) -> object:
        return library.ask(asked.text, filters=Filters(as_of=asked.as_of))

    yield RETRIEVAL, lambda questions: [seconds(partial(search, each)) for each in questions]
    yield ANSWER, lambda questions: [seconds(partial(answer, each)) for each in questions]


def _stock(place: Place, child: StockChild, sized: Sized) -> Iterator[tuple[str, Times]]:
    folder = _exported(place, sized)
    child.open(folder)
    for name, engine in _ENGINES.items():
        yield name, _times_of(child, folder, engine)


def _times_of(child: StockChild, folder: Path, engine: str) -> Times:
    return lambda questions: child.times(folder, engine, questions)


def _exported(place: Place, sized: Sized) -> Path:
    """Return a folder with the passages of an index and their vectors, written if need be."""
    folder = place.folder(f"stock/{sized.data.name}")
    if not (folder / "exported").exists():
        texts = list(texts_of(sized.library))
        with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(each) + "\n" for each in texts)
        np.save(folder / "vectors.npy", vectors_of(sized, [text for _, text in texts]))
        (folder / "exported").touch()
    return folder


def vectors_of(sized: Sized, texts: Sequence[str]) -> Embeddings:
    """Return the vectors that an index was made with, out of its own cache."""
    cached = CachedEmbedder(sized.library.embedder, sized.data / "embeddings.sqlite")
    return cached.embed(texts)
