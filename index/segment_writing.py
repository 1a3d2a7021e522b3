"""A new segment, written while its articles are still being read.

Three things go on at a time, because each leaves a core to the others: the caller reads and splits,
the embedding model computes vectors in threads of its own, and Chroma takes in those that are done.
"""

import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from index.article import Article
from index.chroma_key import ChromaKey
from index.embedding import Embedder, Embeddings, embedded_text
from index.errors import IndexNotWritten
from index.progress import OnProgress, Progress
from index.store.catalogue import CatalogueWriter
from index.store.lexical import LexicalWriter
from index.store.seal import seal
from index.store.segment import ARTICLES, CATALOGUE, CHROMA, PASSAGES, Label, opened
from index.store.vectors import Vectors
from index.text.sentences import Span

# Small enough that the first is soon full, and that progress shows and a kill loses little.
_EMBEDDED_AT_ONCE = 128
# How far reading may be ahead of embedding; that many are some fifty megabytes of text.
_BATCHES_AHEAD = 400


class SegmentWriter:
    """Takes articles in; a class because words, places and vectors are numbered as they come."""

    def __init__(
        self,
        directory: Path,
        label: Label,
        *,
        embedder: Embedder,
        on_progress: OnProgress,
        chroma_key: ChromaKey | None = None,
    ) -> None:
        self._directory = directory
        self._chroma_key = chroma_key
        self._embedder = embedder
        self._on_progress = on_progress
        with writing(directory):
            label.save(directory)
            self._catalogue = CatalogueWriter(directory / CATALOGUE)
            self._words = LexicalWriter(directory / PASSAGES)
            self._whole_words = LexicalWriter(directory / ARTICLES)
        self._vectors = Vectors.create(
            directory / CHROMA, label.collection, url=label.chroma_url, key=chroma_key
        )
        self._embedding = ThreadPoolExecutor(1, "embedding")
        self._storing = ThreadPoolExecutor(1, "storing")
        self._texts: list[str] = []
        self._pending: deque[Future[int]] = deque()
        self._taken_in = 0
        self._stored = 0

    def add(self, article: Article, fingerprint: str, passages: Sequence[Span]) -> None:
        """Take in an article; that may have to wait for the embedding model."""
        with writing(self._directory):
            self._catalogue.add(article, fingerprint, passages)
            self._words.add(article, passages)
            self._whole_words.add(article, [Span(0, len(article.text))])
        self._texts += (embedded_text(article, article.text[a:b]) for a, b in passages)
        self._taken_in += len(passages)
        while len(self._texts) >= _EMBEDDED_AT_ONCE:
            self._submit()
        self._collect(leave=_BATCHES_AHEAD)

    def finish(self) -> int:
        """Write what is left, see that the segment would answer, and return how many passages."""
        while self._texts:
            self._submit()
        self._collect(leave=0)
        self._tell("Writing the index", 0)
        with writing(self._directory):
            self._words.commit()
            self._whole_words.commit()
            self._catalogue.commit()
        self.close()
        with writing(self._directory):
            seal(self._directory)
        with opened(self._directory, is_checked=True, chroma_key=self._chroma_key) as segment:
            segment.verify()
        self._tell("Writing the index", self._taken_in)
        return self._taken_in

    def close(self) -> None:
        """Let go of the files, whatever is in them."""
        for threads in (self._embedding, self._storing):
            threads.shutdown(cancel_futures=True)
        self._catalogue.close()
        self._vectors.close()

    def _submit(self) -> None:
        """Have the next texts embedded, and then stored."""
        batch, self._texts = self._texts[:_EMBEDDED_AT_ONCE], self._texts[_EMBEDDED_AT_ONCE:]
        embedded = self._embedding.submit(self._embedder.embed, batch)
        self._pending.append(self._storing.submit(self._store, embedded))

    def _store(self, embedded: Future[Embeddings]) -> int:
        vectors = embedded.result()
        self._vectors.add(self._stored, vectors)
        self._stored += len(vectors)
        return self._stored

    def _collect(self, *, leave: int) -> None:
        """Tell of what has been stored, and wait until no more batches than that are under way."""
        while self._pending and (len(self._pending) > leave or self._pending[0].done()):
            self._tell("Embedding passages", self._pending.popleft().result())

    def _tell(self, step: str, done: int) -> None:
        self._on_progress(Progress(step, done, self._taken_in))


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say of what goes wrong meanwhile that it is the writing that failed."""
    try:
        yield
    except (OSError, sqlite3.Error, ValueError) as error:  # tantivy raises ValueError for all
        raise IndexNotWritten(place, error) from error
