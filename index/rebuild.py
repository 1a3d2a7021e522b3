"""Bringing the index in line with the articles: gather, plan, apply, switch."""

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
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
)
from index.reading import find, read
from index.store.catalogue import Catalogue
from index.store.generation import PIPELINE, Generation, Generations, Manifest
from index.store.lexical import Lexical
from index.store.seal import check_seal, seal
from index.store.vectors import Vectors
from index.text.sentences import Span
from index.text.splitting import split_passages

# Small enough that progress shows and a kill loses little, large enough to keep both cores busy.
_EMBEDDED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come: ``done`` of ``total`` in one step; a total of 0 is not known."""

    step: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which article ids a rebuild adds, changes, removes and leaves as they are."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    unchanged: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.added or self.changed or self.removed)


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


def plan(stored: Mapping[str, str], wanted: Mapping[str, str]) -> Plan:
    """Compare fingerprints by article id: what is stored against what is wanted."""
    both = stored.keys() & wanted.keys()
    changed = frozenset(key for key in both if stored[key] != wanted[key])
    return Plan(
        added=frozenset(wanted.keys() - stored.keys()),
        changed=changed,
        removed=frozenset(stored.keys() - wanted.keys()),
        unchanged=frozenset(both - changed),
    )


def _embedded_text(article: Reference, passage: str) -> str:
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
            articles, failed = self._gather()
            wanted = {key: _fingerprint(article) for key, article in articles.items()}
            stored, fingerprints = self._stored()
            todo = plan(fingerprints, wanted)
            if stored and todo.is_empty and not full and self._is_sound(stored):
                manifest = stored
            else:
                manifest = self._build(list(articles.values()), wanted)
        return RebuildReport(
            added=len(todo.added),
            changed=len(todo.changed),
            removed=len(todo.removed),
            unchanged=len(todo.unchanged),
            failed=tuple(failed),
            articles=manifest.articles,
            passages=manifest.passages,
            generation=manifest.name,
            seconds=time.perf_counter() - began,
        )

    def _gather(self) -> tuple[dict[str, Article], list[ArticleError]]:
        articles: dict[str, Article] = {}
        failed: list[ArticleError] = []
        for source in find(self._locations):
            for item in read(source):
                if isinstance(item, ArticleError):
                    failed.append(item)
                elif item.id in articles:
                    twin = articles[item.id].path
                    failed.append(ArticleError(item.path, f"the same address as {twin}"))
                else:
                    articles[item.id] = item
                self._on_progress(Progress("Reading articles", len(articles) + len(failed), 0))
        if not articles and self._collection is None:
            places = ", ".join(map(str, self._locations))
            reasons = "; ".join(map(str, failed)) or "put some there, or set ARTICLES_DIR"
            raise ConfigurationError(f"There is no article to read in {places}: {reasons}.")
        return articles, failed

    def _stored(self) -> tuple[Manifest | None, dict[str, str]]:
        """Return the current generation, if it can be built upon, and its fingerprints."""
        try:
            directory = self._generations.current()
            manifest = Manifest.load(directory)
            check_seal(directory)
        except (IndexMissing, IndexDamaged):
            return None, {}
        ours = (PIPELINE, self._embedder.name, self._chroma_url)
        if (manifest.pipeline, manifest.embedder, manifest.chroma_url) != ours:
            return None, {}
        with closing(Catalogue.open(directory / "catalogue.sqlite")) as catalogue:
            return manifest, catalogue.fingerprints()

    def _is_sound(self, stored: Manifest) -> bool:
        """Tell whether the current generation says the truth of itself and still answers."""
        if stored.locations != self._places:
            return False
        try:
            self._verify(self._generations.current())
        except IndexDamaged:
            return False
        return True

    @property
    def _places(self) -> list[str]:
        return [str(path.resolve()) for path in self._locations]

    def _build(self, articles: Sequence[Article], fingerprints: Mapping[str, str]) -> Manifest:
        directory = self._generations.begin()
        passages = [split_passages(article.text) for article in articles]
        total = sum(map(len, passages))
        manifest = Manifest(
            name=directory.name,
            collection=self._chroma_name(directory.name),
            chroma_url=self._chroma_url,
            embedder=self._embedder.name,
            pipeline=PIPELINE,
            locations=self._places,
            articles=len(articles),
            passages=total,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        manifest.save(directory)
        self._write_vectors(directory, manifest, articles, passages)
        self._on_progress(Progress("Writing the index", 0, total))
        Lexical.create(directory / "passages", zip(articles, passages, strict=True))
        Lexical.create(
            directory / "articles",
            ((article, [Span(0, len(article.text))]) for article in articles),
        )
        Catalogue.create(
            directory / "catalogue.sqlite",
            (
                (article, fingerprints[article.id], spans)
                for article, spans in zip(articles, passages, strict=True)
            ),
        )
        seal(directory)
        self._on_progress(Progress("Writing the index", total, total))
        self._verify(directory)
        self._publish(directory)
        return manifest

    def _chroma_name(self, generation: str) -> str:
        """Return a name of its own on a Chroma server, which says whose the vectors are."""
        parts = ("footnote", self._collection, generation, uuid.uuid4().hex[:8])
        return "-".join(filter(None, parts))

    def _write_vectors(
        self,
        directory: Path,
        manifest: Manifest,
        articles: Sequence[Article],
        passages: Sequence[Sequence[Span]],
    ) -> None:
        texts = (
            _embedded_text(article, article.text[start:end])
            for article, spans in zip(articles, passages, strict=True)
            for start, end in spans
        )
        vectors = Vectors.create(directory / "chroma", manifest.collection, url=manifest.chroma_url)
        done = 0
        self._on_progress(Progress("Embedding passages", done, manifest.passages))
        for batch in _batches(texts, _EMBEDDED_AT_ONCE):
            vectors.add(done, self._embedder.embed(batch))
            done += len(batch)
            self._on_progress(Progress("Embedding passages", done, manifest.passages))
        vectors.close()

    def _verify(self, directory: Path) -> None:
        """Open what was written and ask it, before anyone is answered from it."""
        generation = Generation.open(directory)
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

    def _publish(self, directory: Path) -> None:
        try:
            previous = self._generations.current().name
        except IndexMissing:
            previous = directory.name
        self._generations.switch(directory)
        self._generations.sweep(keep=frozenset({previous, directory.name}))


def _fingerprint(article: Article) -> str:
    """Return a hash of everything that is stored of an article."""
    content = json.dumps([article.to_json(), article.text], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _batches(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
