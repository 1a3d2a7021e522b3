"""What there is already that a rebuild can build upon."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from index.article import Article
from index.errors import IndexDamaged, IndexMissing
from index.gathering import Gathered
from index.store.catalogue import Catalogue
from index.store.generation import PIPELINE, Generations, Manifest
from index.store.seal import check_seal
from index.text.sentences import Span
from index.text.splitting import split_passages


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The current generation's manifest, and its articles' fingerprints and paths by id.

    There is no manifest, and nothing is stored, where there is no generation, or none that can be
    built upon: it is damaged, or was made with something else.
    """

    directory: Path
    manifest: Manifest | None = None
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, generations: Generations, *, embedder: Callable[[], str], chroma_url: str | None
    ) -> "Stock":
        """Take stock; of the embedder its name counts, asked for only if there is an index."""
        try:
            directory = generations.current()
            manifest = Manifest.load(directory)
            check_seal(directory)
        except (IndexMissing, IndexDamaged):
            return cls(directory=Path())
        if (manifest.pipeline, manifest.chroma_url) != (PIPELINE, chroma_url):
            return cls(directory=directory)
        if manifest.embedder != embedder():
            return cls(directory=directory)
        with closing(Catalogue.open(directory / "catalogue.sqlite")) as catalogue:
            return cls(
                directory=directory,
                manifest=manifest,
                fingerprints=catalogue.fingerprints(),
                paths={article.id: article.path for article in catalogue.references()},
            )

    def split(self, gathered: Gathered) -> Iterator[tuple[Article, Sequence[Span]]]:
        """Yield every article that was gathered, in order, with its passages.

        Those that were read are split now; the others are taken as they are stored.
        """
        stored = dict(self._stored(gathered.articles.keys() - gathered.read.keys()))
        for key in gathered.articles:
            if key in stored:
                yield stored[key]
            else:
                article = gathered.read[key]
                yield article, split_passages(article.text)

    def _stored(self, wanted: set[str]) -> Iterator[tuple[str, tuple[Article, Sequence[Span]]]]:
        if not wanted:
            return
        with closing(Catalogue.open(self.directory / "catalogue.sqlite")) as catalogue:
            for article, passages in catalogue.contents():
                if article.id in wanted:
                    yield article.id, (article, passages)
