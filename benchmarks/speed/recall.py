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

_RECALL = 0.98
_NEAREST = (10, 100)
# Single precision, summed in another order: two similarities are the same within this.
_SAME = 1e-5


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
    shares = recall(library, vectors, asked)
    for nearest, share in shares.items():
        yield Measure(
            name=f"recall@{nearest} of {'passages' if of.startswith('passages') else 'sentences'}",
            size=size,
            value=share,
            unit="share",
            at_least=_RECALL if is_asked else None,
            detail=of,
        )
    tenth = [float(np.partition(vectors @ each, -10)[-10]) for each in asked]
    yield Measure(
        name=f"similarity of the tenth, {of.partition(',')[0] if of[0].isalpha() else 'sentences'}",
        size=size,
        value=float(np.median(tenth)),
        unit="cosine",
        detail=of,
    )


def recall(library: Library, vectors: Embeddings, asked: Embeddings) -> dict[int, float]:
    """Return, for each number of nearest, which share of what was found belongs there.

    Found is right where it is as similar as the last of the exactly nearest: which of two copies
    is found makes no difference.
    """
    shares: dict[int, float] = {}
    with library.view() as view:
        for nearest in _NEAREST:
            limit = min(nearest, len(vectors))
            right = 0
            for vector in asked:
                found = sorted(view.nearest(vector, limit).values(), reverse=True)[:limit]
                least = np.partition(vectors @ vector, -limit)[-limit] - _SAME
                right += sum(similarity >= least for similarity in found)
            shares[nearest] = float(right) / (limit * len(asked))
    return shares
