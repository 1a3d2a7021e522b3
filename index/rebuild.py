"""Bringing the index in line with the articles: gather, plan, apply, switch."""

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from index.article import Article, Reference
from index.embedding import Embedder
from index.errors import (
    ArticleError,
    ConfigurationError,
    IndexDamaged,
    IndexMissing,
    IndexNotWritten,
)
from index.gathering import Gathered, gather
from index.plan import Preview, plan
from index.reading import find
from index.reading.known import load_known, save_known
from index.stock import Stock
from index.store.catalogue import Catalogue
from index.store.generation import PIPELINE, Generation, Generations, Manifest
from index.store.lexical import Lexical
from index.store.seal import seal
from index.store.vectors import Vectors
from index.text.sentences import Span

# Small enough that progress shows and a kill loses little, large enough to keep both cores busy.
_EMBEDDED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come: ``done`` of ``total`` in one step; a total of 0 is not known."""

    step: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]
_Content = tuple[Article, Sequence[Span]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """What a rebuild did, in numbers of articles, and what the index holds now."""

    added: int
    changed: int
    removed: int
    unchanged: int
    failed: tuple[ArticleError, ...]
    articles: int
    passages: int
    generation: str
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the contract's rebuild report."""
        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "failed": [{"path": error.path, "reason": error.reason} for error in self.failed],
            "articles": self.articles,
            "passages": self.passages,
            "generation": self.generation,
            "seconds": round(self.seconds, 3),
        }


def embedded_text(article: Reference, passage: str) -> str:
    """Return what stands for a passage in the embedding: its article's headline and its words."""
    return f"{article.headline}\n{passage}" if article.headline else passage


class Rebuild:
    """One rebuild of the index in ``data``; a class because every step needs the same things.

    The index of a server's own ``collection`` may come to hold nothing. Of the shared articles to
    find none is taken for a mistake in the settings.
    """

    def __init__(
        self,
        *,
        locations: Sequence[Path],
        data: Path,
        chroma_url: str | None,
        embedder: Embedder,
        on_progress: OnProgress,
        collection: str | None = None,
    ) -> None:
        self._locations = locations
        self._data = data
        self._chroma_url = chroma_url
        self._embedder = embedder
        self._on_progress = on_progress
        self._collection = collection
        self._generations = Generations(data)

    def run(self, *, full: bool) -> RebuildReport:
        """Bring the index in line with the articles; ``full`` makes it anew in any case.

        Raises:
            RebuildRunning: another process is at it.
            ConfigurationError: a location doesn't exist, or none of everyone's articles is there.
        """
        began = time.perf_counter()
        with self._generations.alone():
            stock = self._take_stock()
            gathered = self._gather(None if full else stock)
            todo = plan(stock.fingerprints, _fingerprints(gathered))
            manifest = stock.manifest
            if manifest is None or full or not todo.is_empty or not self._is_sound(manifest):
                manifest = self._build(gathered, stock)
            save_known(self._known_files, gathered.known, pipeline=PIPELINE)
        return RebuildReport(
            added=len(todo.added),
            changed=len(todo.changed),
            removed=len(todo.removed),
            unchanged=len(todo.unchanged),
            failed=gathered.failed,
            articles=manifest.articles,
            passages=manifest.passages,
            generation=manifest.name,
            seconds=time.perf_counter() - began,
        )

    def preview(self) -> Preview:
        """Tell what `run` would do, without doing any of it.

        Raises:
            ConfigurationError: a location doesn't exist, or none of everyone's articles is there.
        """
        stock = self._take_stock()
        gathered = self._gather(stock)
        todo = plan(stock.fingerprints, _fingerprints(gathered))
        is_new = stock.manifest is None or stock.manifest.locations != self._places
        return Preview.of(
            todo,
            stored=stock.paths,
            wanted={key: sighting.path for key, sighting in gathered.articles.items()},
            failed=gathered.failed,
            makes_anew=is_new or not todo.is_empty,
        )

    def _take_stock(self) -> Stock:
        return Stock.of(
            self._generations, embedder=lambda: self._embedder.name, chroma_url=self._chroma_url
        )

    def _gather(self, stock: Stock | None) -> Gathered:
        """Return what the files hold; of what isn't in stock, everything is read."""
        gathered = gather(
            find(self._locations),
            known=load_known(self._known_files, pipeline=PIPELINE) if stock else {},
            stored=stock.fingerprints if stock else {},
            on_count=lambda count: self._on_progress(Progress("Reading articles", count, 0)),
        )
        if not gathered.articles and self._collection is None:
            places = ", ".join(map(str, self._locations))
            reasons = "; ".join(map(str, gathered.failed)) or "put some there, or set ARTICLES_DIR"
            raise ConfigurationError(f"There is no article to read in {places}: {reasons}.")
        return gathered

    def _is_sound(self, stored: Manifest) -> bool:
        """Tell whether the current generation says the truth of itself and still answers."""
        if stored.locations != self._places:
            return False
        try:
            self._verify(self._generations.current(), is_checked=True)  # taking stock did
        except IndexDamaged:
            return False
        return True

    @property
    def _places(self) -> list[str]:
        return [str(path.resolve()) for path in self._locations]

    @property
    def _known_files(self) -> Path:
        return self._data / "files.known"

    def _build(self, gathered: Gathered, stock: Stock) -> Manifest:
        contents = list(stock.split(gathered))
        self._generations.clear_up()
        with _writing(self._data):
            directory = self._generations.begin()
        try:
            manifest = self._write(directory, contents, gathered)
            self._verify(directory)
            self._publish(directory)
        except BaseException:
            if not self._is_current(directory):
                self._generations.discard(directory)
            raise
        return manifest

    def _write(self, directory: Path, contents: Sequence[_Content], gathered: Gathered) -> Manifest:
        total = sum(len(passages) for _, passages in contents)
        manifest = Manifest(
            name=directory.name,
            collection=self._chroma_name(directory.name),
            chroma_url=self._chroma_url,
            embedder=self._embedder.name,
            pipeline=PIPELINE,
            locations=self._places,
            articles=len(contents),
            passages=total,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        with _writing(directory):
            manifest.save(directory)
        self._write_vectors(directory, manifest, contents)
        self._on_progress(Progress("Writing the index", 0, total))
        with _writing(directory):
            self._write_words(directory, contents)
            Catalogue.create(
                directory / "catalogue.sqlite",
                (
                    (article, gathered.articles[article.id].fingerprint, passages)
                    for article, passages in contents
                ),
            )
            seal(directory)
        self._on_progress(Progress("Writing the index", total, total))
        return manifest

    def _write_words(self, directory: Path, contents: Sequence[_Content]) -> None:
        Lexical.create(directory / "passages", contents)
        whole = ((article, [Span(0, len(article.text))]) for article, _ in contents)
        Lexical.create(directory / "articles", whole)

    def _chroma_name(self, generation: str) -> str:
        """Return a name of its own on a Chroma server, which says whose the vectors are."""
        parts = ("footnote", self._collection, generation, uuid.uuid4().hex[:8])
        return "-".join(filter(None, parts))

    def _write_vectors(
        self, directory: Path, manifest: Manifest, contents: Sequence[_Content]
    ) -> None:
        texts = (
            embedded_text(article, article.text[start:end])
            for article, passages in contents
            for start, end in passages
        )
        done = 0
        self._on_progress(Progress("Embedding passages", done, manifest.passages))
        with closing(
            Vectors.create(directory / "chroma", manifest.collection, url=manifest.chroma_url)
        ) as vectors:
            for batch in _batches(texts, _EMBEDDED_AT_ONCE):
                vectors.add(done, self._embedder.embed(batch))
                done += len(batch)
                self._on_progress(Progress("Embedding passages", done, manifest.passages))

    def _verify(self, directory: Path, *, is_checked: bool = False) -> None:
        """Open what was written and ask it, before anyone is answered from it."""
        generation = Generation.open(directory, is_checked=is_checked)
        expected = generation.manifest.passages
        counts = (generation.vectors.count(), generation.passages.count())
        [probe] = self._embedder.embed(["What happened?"])
        reachable = generation.vectors.nearest(probe, 1)
        generation.close()
        if counts != (expected, expected) or bool(reachable) != bool(expected):
            raise IndexDamaged(
                f"The new index holds {counts} of {expected} passages: the old one stays; "
                "run `footnote rebuild` again."
            )

    def _is_current(self, directory: Path) -> bool:
        return self._generations.exist and self._generations.current() == directory

    def _publish(self, directory: Path) -> None:
        try:
            previous = self._generations.current().name
        except IndexMissing:
            previous = directory.name
        with _writing(directory):
            self._generations.switch(directory)
        self._generations.sweep(keep=frozenset({previous, directory.name}))


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """Say of what goes wrong meanwhile that it is the writing that failed."""
    try:
        yield
    except (OSError, sqlite3.Error, ValueError) as error:  # tantivy raises ValueError for all
        raise IndexNotWritten(place, error) from error


def _fingerprints(gathered: Gathered) -> dict[str, str]:
    return {key: sighting.fingerprint for key, sighting in gathered.articles.items()}


def _batches(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
