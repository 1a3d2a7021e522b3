"""Where the benchmark keeps what is expensive to make, and the libraries over it."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.embedding import CachedEmbedder, Embedder, load_embedder
from index.equipment import Equipment
from index.library import Library
from index.settings import Settings

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)  # without slots: the embedder is loaded when wanted
class Place:
    """A folder with a model, the vectors of every text ever embedded, and indexes by name."""

    root: Path

    @cached_property
    def embedder(self) -> Embedder:
        """The shipped embedding model."""
        return load_embedder("minilm", cache_dir=self.folder("models"), environment={})

    @cached_property
    def cached(self) -> CachedEmbedder:
        """The same, asked once for each text."""
        return CachedEmbedder(self.embedder, self.root / "embeddings.sqlite")

    def folder(self, name: str) -> Path:
        """Return the folder of this name, made if need be."""
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def settings(self, name: str, articles: Path) -> Settings:
        """Return the settings of an index of this name, which shares the model."""
        data = self.folder(name)
        if not (data / "models").exists():
            (data / "models").symlink_to(self.folder("models").resolve())
        return Settings.from_mapping({"DATA_DIR": str(data), "ARTICLES_DIR": str(articles)})

    def library(self, name: str, articles: Path, *, embedder: Embedder | None = None) -> Library:
        """Return a library over the articles; without an embedder it has the shipped model."""
        settings = self.settings(name, articles)
        return Library(settings, equipment=Given(settings, embedder or self.embedder))


class Given(Equipment):
    """Equipment with an embedder that is loaded already; a class because Library takes one."""

    def __init__(self, settings: Settings, embedder: Embedder) -> None:
        super().__init__(settings)
        self._given = embedder

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder that was given."""
        return self._given


def alone() -> dict[str, str]:
    """Return the environment for a child: nothing in it points to another index or model."""
    named = ("CHROMA_URL", "EMBEDDINGS", "RERANKER", "LANGUAGE_MODEL", "DATABASE_URL")
    return os.environ | dict.fromkeys(named, "") | {"PYTHONPATH": str(ROOT)}
