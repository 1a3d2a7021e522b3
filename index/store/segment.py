"""Segments: what a generation is made of, each written once and never changed afterwards.

A segment is a directory with the vectors, the words and the catalogue of some articles. Its name is
given once and to no other, so that what is known by it stays true: that it is open already, that
its files were checked, which collection on a Chroma server is its own.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from index.chroma_key import ChromaKey
from index.collection import rebuild_command
from index.errors import IndexDamaged
from index.store.catalogue import Catalogue
from index.store.lexical import Lexical
from index.store.seal import check_seal
from index.store.twin import copied, is_writable
from index.store.vectors import Vectors

_LABEL = "segment.json"
CATALOGUE, PASSAGES, ARTICLES, CHROMA = "catalogue.sqlite", "passages", "articles", "chroma"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a segment says of itself: where its vectors are.

    ``collection`` is its name in Chroma, embedded where there is no ``chroma_url``.
    """

    collection: str
    chroma_url: str | None

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read a segment's label.

        Raises:
            IndexDamaged: it isn't there or can't be read.
        """
        try:
            return cls(**json.loads((directory / _LABEL).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamaged(
                f"The index in {directory} can't be read ({error}): "
                f"run {rebuild_command(directory, '--full')}."
            ) from error

    def save(self, directory: Path) -> None:
        """Write the label, the first file: it names the collection a killed rebuild leaves."""
        (directory / _LABEL).write_text(json.dumps(asdict(self), indent=2), "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment open for reading: words of passages and of whole articles, and vectors."""

    name: str
    catalogue: Catalogue
    passages: Lexical
    articles: Lexical
    vectors: Vectors
    closing: ExitStack

    @classmethod
    def open(
        cls, directory: Path, *, is_checked: bool = False, chroma_key: ChromaKey | None = None
    ) -> Self:
        """Open a segment, its seal compared unless that was done just now.

        Where nothing can be written to its folder, a copy is opened.

        Raises:
            IndexDamaged: a part of it can't be read.
            StoreUnreachable: the Chroma server doesn't answer.
            ConfigurationError: there is no room for a copy.
        """
        label = Label.load(directory)
        if not is_checked:
            check_seal(directory)
        with ExitStack() as opened:
            place = directory
            if not is_writable(directory):
                place = opened.enter_context(copied(directory))
            catalogue = Catalogue.open(place / CATALOGUE)
            opened.callback(catalogue.close)
            passages, articles = Lexical.open(place / PASSAGES), Lexical.open(place / ARTICLES)
            vectors = Vectors.open(
                place / CHROMA, label.collection, url=label.chroma_url, key=chroma_key
            )
            opened.callback(vectors.close)
            return cls(
                name=directory.name,
                catalogue=catalogue,
                passages=passages,
                articles=articles,
                vectors=vectors,
                closing=opened.pop_all(),
            )

    def close(self) -> None:
        """Release its files."""
        self.closing.close()

    def verify(self) -> None:
        """See that every part holds the same passages, and that one of them can be found.

        Raises:
            IndexDamaged: they don't.
        """
        _, expected = self.catalogue.count()
        counts = (self.vectors.count(), self.passages.count())
        if counts != (expected, expected) or not self._finds_itself(expected):
            raise IndexDamaged(
                f"The new index holds {counts} of {expected} passages: the old one stays; "
                "run `footnote rebuild` again."
            )

    def _finds_itself(self, passages: int) -> bool:
        last = passages - 1
        return not passages or bool(self.vectors.nearest(self.vectors.vector(last), 1))


@contextmanager
def opened(
    directory: Path, *, is_checked: bool = False, chroma_key: ChromaKey | None = None
) -> Iterator[Segment]:
    """Lend a segment that is open meanwhile; raises what `Segment.open` raises."""
    segment = Segment.open(directory, is_checked=is_checked, chroma_key=chroma_key)
    try:
        yield segment
    finally:
        segment.close()
