"""How fast a rebuild from nothing is, beside the model alone and LlamaIndex's pipeline."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from benchmarks.speed.measures import Measure
from benchmarks.speed.place import Place
from benchmarks.speed.real import Source, write_lines
from benchmarks.speed.sizes import passages_of, texts_of
from benchmarks.speed.stock_child import StockChild, StockMissing
from benchmarks.speed.timing import interleaved, median, seconds
from index.library import Library

_OF_MODEL = 0.85
_OF_STOCK = 3.0
# LlamaIndex is so much slower that a part of the passages is enough to tell its speed.
_STOCK_PASSAGES = 300


def measure_indexing(
    place: Place, source: Source, *, passages: int, times: int, with_stock: bool = True
) -> Iterator[Measure]:
    """Rebuild a sample from nothing, embed its texts alone, and have LlamaIndex index some of them.

    LlamaIndex is given exactly the texts that Footnote embeds, as documents, so that both cut,
    embed and store the same.
    """
    articles = list(_sample(source, passages))
    path = place.folder("indexing") / "articles.jsonl"
    write_lines(path, articles)
    texts = _rebuild(place)
    with ExitStack() as stack:
        works: dict[str, Callable[[], float]] = {
            "rebuild": lambda: len(texts) / rebuild_seconds(place),
            "model": lambda: len(texts) / seconds(lambda: place.embedder.embed(texts)),
        }
        why_not = "" if with_stock else "left out"
        if with_stock:
            try:
                stock = stack.enter_context(StockChild.start(place))
                works["stock"] = lambda: stock.index(texts[:_STOCK_PASSAGES])
            except StockMissing as error:
                why_not = str(error)
        speeds = {name: median(found) for name, found in interleaved(works, times=times).items()}

    sample = f"{len(texts):,} passages of {len(articles):,} articles, {times} times"
    yield Measure(name="rebuild", value=speeds["rebuild"], unit="passages/s", detail=sample)
    yield Measure(name="model alone", value=speeds["model"], unit="passages/s")
    yield Measure(
        name="rebuild against the model alone",
        value=speeds["rebuild"] / speeds["model"],
        unit="ratio",
        at_least=_OF_MODEL,
    )
    if "stock" in speeds:
        some = f"{min(len(texts), _STOCK_PASSAGES):,} of the same passages"
        yield Measure(name="LlamaIndex", value=speeds["stock"], unit="passages/s", detail=some)
    yield Measure(
        name="rebuild against LlamaIndex",
        value=speeds["rebuild"] / speeds["stock"] if "stock" in speeds else None,
        unit="ratio",
        at_least=_OF_STOCK,
        detail=why_not,
    )


def _sample(source: Source, passages: int) -> Iterator[dict[str, str | None]]:
    taken = 0
    for article in source.articles:
        if taken >= passages:
            return
        taken += len(list(passages_of([article])))
        yield article


def rebuild_seconds(place: Place) -> float:
    """Return how long the articles of the sample take from nothing."""
    with _from_nothing(place) as library:
        return seconds(lambda: library.rebuild(full=True))


def _rebuild(place: Place) -> list[str]:
    """Rebuild for the first time; return the texts that were embedded."""
    with _from_nothing(place) as library:
        library.rebuild(full=True)
        return [text for _, text in texts_of(library)]


@contextmanager
def _from_nothing(place: Place) -> Iterator[Library]:
    """Lend a library without index, cached vectors or known files; its model is loaded."""
    shutil.rmtree(place.root / "indexing/data", ignore_errors=True)
    library = place.library("indexing/data", place.root / "indexing/articles.jsonl")
    with closing(library):
        yield library
