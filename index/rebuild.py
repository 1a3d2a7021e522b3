"""Bringing the index in line with the articles: gather, plan, apply, switch."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.article import Article
from index.chroma_key import ChromaKey
from index.embedding import Embedder
from index.errors import ArticleError, ConfigurationError, IndexNotWritten, StoreUnreachable
from index.gathering import Gathered, gather
from index.new_segment import NewSegment
from index.plan import Plan, Preview, plan
from index.progress import OnProgress, Progress
from index.reading import find
from index.reading.known import load_known, save_known
from index.segment_writing import writing
from index.stock import Stock
from index.store.catalogue import Catalogue
from index.store.generation import PIPELINE, Layer, Manifest
from index.store.generations import Generations
from index.store.segment import CATALOGUE
from index.text.sentences import Span
from index.text.splitting import split_passages
from index.tidying import untidy

# Failures that one sentence has room for.
_MOST_TOLD = 10

_log = logging.getLogger(__name__)


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
        chroma_key: ChromaKey | None = None,
    ) -> None:
        self._locations = locations
        self._data = data
        self._chroma_url = chroma_url
        self._embedder = embedder
        self._on_progress = on_progress
        self._collection = collection
        self._generations = Generations(data, chroma_key=chroma_key)

    def run(self, *, full: bool) -> RebuildReport:
        """Bring the index in line with the articles; ``full`` makes it anew in any case.

        Raises:
            RebuildRunning: another process is at it.
            ConfigurationError: a location doesn't exist, or none of everyone's articles is there.
            IndexNotWritten: there is no room; the old index stays.
            StoreUnreachable: the Chroma server doesn't answer; the old index stays.
        """
        began = time.perf_counter()
        with self._generations.alone():
            stock = self._take_stock()
            base = Stock(manifest=stock.manifest) if full else stock
            self._generations.clear_up()
            gathered, fresh = self._write_what_is_new(base)
            todo = plan(stock.fingerprints, _fingerprints(gathered))
            manifest = self._publish_new(base, todo, fresh)
            save_known(self._known_files, gathered.known, pipeline=PIPELINE)
            manifest = self._tidied(manifest)
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
        gathered = self._gather(stock, lambda _article, _fingerprint: None)
        todo = plan(stock.fingerprints, _fingerprints(gathered))
        return Preview.of(
            todo,
            stored=stock.paths,
            wanted={key: sighting.path for key, sighting in gathered.articles.items()},
            failed=gathered.failed,
            makes_anew=not todo.is_empty or not self._is_current(stock),
        )

    def _take_stock(self) -> Stock:
        return Stock.of(
            self._generations, embedder=lambda: self._embedder.name, chroma_url=self._chroma_url
        )

    def _gather(self, stock: Stock, on_read: Callable[[Article, str], None]) -> Gathered:
        """Return what the files hold; of what isn't in stock, everything is read."""
        gathered = gather(
            find(self._locations),
            known=load_known(self._known_files, pipeline=PIPELINE) if stock.segments else {},
            stored=stock.fingerprints,
            on_count=lambda count: self._on_progress(Progress("Reading articles", count, 0)),
            on_read=on_read,
        )
        if not gathered.articles and self._collection is None:
            places = ", ".join(map(str, self._locations))
            reasons = _told(gathered.failed) or "put some there, or set ARTICLES_DIR"
            raise ConfigurationError(f"There is no article to read in {places}: {reasons}.")
        return gathered

    def _is_current(self, stock: Stock) -> bool:
        """Tell whether the generation in stock is as it would be written, articles aside."""
        return stock.manifest is not None and (
            stock.is_whole and stock.manifest.locations == self._places
        )

    @property
    def _places(self) -> tuple[str, ...]:
        return tuple(str(path.resolve()) for path in self._locations)

    @property
    def _known_files(self) -> Path:
        return self._data / "files.known"

    def _write_what_is_new(self, base: Stock) -> tuple[Gathered, Layer | None]:
        """Write what is read to a new segment, if anything is read that isn't stored so."""
        stored = base.fingerprints
        with self._new_segment(self._on_progress) as segment:

            def take_in(article: Article, fingerprint: str) -> None:
                if stored.get(article.id) != fingerprint:
                    segment.add(article, fingerprint, split_passages(article.text))

            gathered = self._gather(base, take_in)
        return gathered, segment.layer

    def _publish_new(self, base: Stock, todo: Plan, fresh: Layer | None) -> Manifest:
        """Make what was written the current generation, unless nothing is new."""
        if base.manifest and fresh is None and todo.is_empty and self._is_current(base):
            return base.manifest
        layers = base.layers(without=todo.changed | todo.removed)
        layers += [fresh] if fresh else []
        return self._publish(
            Manifest(
                name="",
                previous=self._generations.current() if self._generations.exist else None,
                chroma_url=self._chroma_url,
                embedder=self._embedder.name,
                pipeline=PIPELINE,
                locations=self._places,
                articles=len(todo.added | todo.changed | todo.unchanged),
                passages=sum(layer.passages for layer in layers),
                built="",
                layers=tuple(layers),
            )
        )

    def _publish(self, manifest: Manifest) -> Manifest:
        built = datetime.now(UTC).isoformat(timespec="seconds")
        with writing(self._data):
            published = self._generations.publish(replace(manifest, built=built))
        self._generations.sweep()
        return published

    def _tidied(self, manifest: Manifest) -> Manifest:
        """Return the current generation after some of its segments were put together, if need be.

        What is new can be asked about already; so where that fails, it is left for the next time.
        """
        together = untidy(manifest.layers)
        if not together:
            return manifest
        try:
            with self._new_segment(self._on_tidying) as segment:
                for layer in together:
                    for content in self._shown(layer):
                        segment.add(*content)
        except (IndexNotWritten, StoreUnreachable) as error:
            _log.warning("The index works and isn't tidied: %s", error)
            return manifest
        others = (layer for layer in manifest.layers if layer not in together)
        layers = (*others, *filter(None, [segment.layer]))
        return self._publish(replace(manifest, layers=layers))

    def _shown(self, layer: Layer) -> Iterator[tuple[Article, str, Sequence[Span]]]:
        """Yield what counts of a segment: articles with fingerprint and passages."""
        path = self._generations.segments / layer.segment / CATALOGUE
        hidden = frozenset(layer.hidden)
        with closing(Catalogue.open(path)) as catalogue:
            for content in catalogue.contents():
                if content[0].id not in hidden:
                    yield content

    def _new_segment(self, on_progress: OnProgress) -> NewSegment:
        return NewSegment(
            self._generations,
            chroma_url=self._chroma_url,
            collection=self._collection,
            embedder=self._embedder,
            on_progress=on_progress,
        )

    def _on_tidying(self, progress: Progress) -> None:
        self._on_progress(replace(progress, step="Tidying the index"))


def _told(failed: Sequence[ArticleError]) -> str:
    more = [f"and {len(failed) - _MOST_TOLD:,} more"] if len(failed) > _MOST_TOLD else []
    return "; ".join([*map(str, failed[:_MOST_TOLD]), *more])


def _fingerprints(gathered: Gathered) -> dict[str, str]:
    return {key: sighting.fingerprint for key, sighting in gathered.articles.items()}
