"""A segment that comes into being with its first article, and is there whole or not at all."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from index.article import Article
from index.embedding import Embedder
from index.progress import OnProgress
from index.segment_writing import SegmentWriter, writing
from index.store.generation import Layer
from index.store.generations import Generations
from index.store.segment import Label
from index.text.sentences import Span


class NewSegment:
    """Lends itself to take articles in; at the end of the block ``layer`` tells what was written.

    If nothing was, there is no layer, and if the block fails, nothing stays. A class because what
    isn't begun yet has to remember how to.
    """

    def __init__(
        self,
        generations: Generations,
        *,
        chroma_url: str | None,
        collection: str | None,
        embedder: Embedder,
        on_progress: OnProgress,
    ) -> None:
        self.layer: Layer | None = None
        self._generations = generations
        self._chroma_url = chroma_url
        self._collection = collection
        self._embedder = embedder
        self._on_progress = on_progress
        self._directory: Path | None = None
        self._writer: SegmentWriter | None = None

    def __enter__(self) -> Self:
        return self

    def add(self, article: Article, fingerprint: str, passages: Sequence[Span]) -> None:
        """Take in an article."""
        if self._writer is None:
            self._writer = self._begin()
        self._writer.add(article, fingerprint, passages)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None and self._writer and self._directory:
                passages = self._writer.finish()
                self.layer = Layer(segment=self._directory.name, passages=passages)
        finally:
            if self._writer:
                self._writer.close()
            if self._directory and not self.layer:
                self._generations.discard(self._directory)

    def _begin(self) -> SegmentWriter:
        with writing(self._generations.segments):
            self._directory = self._generations.begin_segment()
        # Its name on a Chroma server says whose the vectors are.
        parts = ("footnote", self._collection, self._directory.name)
        label = Label(collection="-".join(filter(None, parts)), chroma_url=self._chroma_url)
        return SegmentWriter(
            self._directory,
            label,
            embedder=self._embedder,
            on_progress=self._on_progress,
            chroma_key=self._generations.chroma_key,
        )
