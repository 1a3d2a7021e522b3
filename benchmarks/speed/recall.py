"""How many of the exactly nearest passages are found, at each size."""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.speed.measures import Measure
from benchmarks.speed.place import Place
from benchmarks.speed.questions import vectors_of
from benchmarks.speed.real import Source, write_lines
from benchmarks.speed.sizes import Sized, sentences, texts_of
from index.embedding import Embeddings
from index.library import Library
from index.store.view import View

_RECALL = 0.98
# How many are wanted, and how many the index is asked for; a question asks for the last.
_NEAREST = {
    "recall@10": (10, 10),
    "recall@100": (100, 100),
    "recall@100, asked for 500": (100, 500),
}
# Single precision, summed in another order: two similarities are the same within this.
_SAME = 1e-5

Vector = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def measure_recall(place: Place, source: Source, sizes: Sequence[Sized]) -> Iterator[Measure]:
    """Compare an index's own search with all similarities computed.

    Where an index has synthetic passages, a second one of the same size is looked at, too: its
    passages are real sentences, each with the model's own vector.
    """
    asked = place.cached.embed([question.text for question in source.questions])
    for sized in sizes:
        texts = [text for _, text in texts_of(sized.library)]
        is_real = sized.real >= sized.passages
        yield from _compare(
            sized.library,
            vectors_of(sized, texts),
            asked,
            size=sized.size,
            of="passages" if is_real else "passages, in part synthetic",
            is_asked=is_real,
        )
        if not is_real:
            yield from _of_sentences(place, source, asked, size=sized.size)


def _of_sentences(
    place: Place, source: Source, asked: Embeddings, *, size: int
) -> Iterator[Measure]:
    """Index real sentences, an article each."""
    texts = sentences(source, size)
    name = f"{source.name}-sentences-{size}"
    path = place.folder("articles") / f"{name}.jsonl"
    if not path.exists():
        write_lines(path, ({"text": text} for text in texts))
    library = place.library(name, path, embedder=place.cached)
    library.rebuild()
    held = [text for _, text in texts_of(library)]
    vectors = place.cached.embed(held)
    yield from _compare(
        library, vectors, asked, size=size, of=f"{len(held):,} real sentences", is_asked=True
    )
    library.close()


def _compare(
    library: Library,
    vectors: Embeddings,
    asked: Embeddings,
    *,
    size: int,
    of: str,
    is_asked: bool,
) -> Iterator[Measure]:
    kind = "passages" if of.startswith("passages") else "sentences"
    shares = recall(library, vectors, asked)
    for name, share in shares.items():
        yield Measure(
            name=f"{name}, {kind}",
            size=size,
            value=share,
            unit="share",
            at_least=_RECALL if is_asked else None,
            detail=of,
        )
    tenth = [float(np.partition(vectors @ each, -10)[-10]) for each in asked]
    yield Measure(
        name=f"similarity of the tenth, {kind}",
        size=size,
        value=float(np.median(tenth)),
        unit="cosine",
        detail=of,
    )


def recall(library: Library, vectors: Embeddings, asked: Embeddings) -> dict[str, float]:
    """Return, for each number of nearest, which share of them is found.

    Found is right where it is as similar as the last of the exactly nearest: which of two copies
    is found makes no difference.
    """
    with library.view() as view:
        return {
            name: float(np.mean([_share(view, vectors, each, nearest, limit) for each in asked]))
            for name, (nearest, limit) in _NEAREST.items()
        }


def _share(view: View, vectors: Embeddings, asked: Vector, nearest: int, limit: int) -> float:
    wanted = min(nearest, len(vectors))
    found = sorted(view.nearest(asked, min(limit, len(vectors))).values(), reverse=True)[:wanted]
    least = np.partition(vectors @ asked, -wanted)[-wanted] - _SAME
    return sum(bool(similarity >= least) for similarity in found) / wanted
