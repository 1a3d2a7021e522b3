"""Generations: complete, consistent, immutable states of the index, one of them current.

A generation is a directory that is written once and never changed. It is invisible until the
pointer file ``CURRENT`` names it, and replacing that file is atomic: a reader finds the old
generation or the new one, whole, and whatever a killed rebuild leaves behind is never looked at.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from index.errors import IndexDamaged, IndexMissing, StoreUnreachable
from index.store.catalogue import Catalogue
from index.store.lexical import Lexical
from index.store.seal import check_seal
from index.store.vectors import Vectors

# Raised whenever articles are read, cleaned, split or stored differently: the next rebuild then
# makes every passage anew.
PIPELINE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation says of itself.

    ``collection`` is its name in Chroma, ``locations`` are the absolute paths that the articles
    were read from, ``built`` is UTC.
    """

    name: str
    collection: str
    chroma_url: str | None
    embedder: str
    pipeline: int
    locations: list[str]
    articles: int
    passages: int
    built: str

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read a generation's manifest.

        Raises:
            IndexDamaged: it isn't there, can't be read or is another version's.
        """
        try:
            return cls(**json.loads((directory / "manifest.json").read_text("utf-8")))
        except TypeError:
            raise IndexDamaged(
                f"The index in {directory} was made by another version: run `footnote rebuild`."
            ) from None
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"The index in {directory} can't be read ({error}): run `footnote rebuild --full`."
            ) from error

    def save(self, directory: Path) -> None:
        """Write the manifest, the first file: it names the collection a killed rebuild leaves."""
        (directory / "manifest.json").write_text(json.dumps(asdict(self), indent=2), "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One generation, open for reading: words of passages and of whole articles, and vectors."""

    manifest: Manifest
    catalogue: Catalogue
    passages: Lexical
    articles: Lexical
    vectors: Vectors

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open a generation.

        Raises:
            IndexDamaged: a part of it can't be read.
            StoreUnreachable: the Chroma server doesn't answer.
        """
        manifest = Manifest.load(directory)
        check_seal(directory)
        return cls(
            manifest=manifest,
            catalogue=Catalogue.open(directory / "catalogue.sqlite"),
            passages=Lexical.open(directory / "passages"),
            articles=Lexical.open(directory / "articles"),
            vectors=Vectors.open(
                directory / "chroma", manifest.collection, url=manifest.chroma_url
            ),
        )

    def close(self) -> None:
        """Release its files."""
        self.catalogue.close()
        self.vectors.close()


class Generations:
    """The generations kept in a data directory."""

    def __init__(self, data: Path) -> None:
        self._root = data / "generations"
        self._pointer = data / "CURRENT"

    @property
    def exist(self) -> bool:
        """Whether there is a current generation."""
        return self._pointer.exists()

    def current(self) -> Path:
        """Return the current generation's directory.

        Raises:
            IndexMissing: there is none yet.
        """
        try:
            return self._root / self._pointer.read_text("utf-8", "replace").strip()
        except FileNotFoundError:
            raise IndexMissing("There is no index yet: run `footnote rebuild`.") from None

    def begin(self) -> Path:
        """Make and return an empty directory for the next generation."""
        names = (path.name for path in self._root.glob("[0-9]*"))
        last = max((int(name) for name in names if name.isdecimal()), default=0)
        directory = self._root / f"{last + 1:06d}"
        directory.mkdir(parents=True)
        return directory

    def switch(self, directory: Path) -> None:
        """Make a finished generation the current one, atomically."""
        fresh = self._pointer.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(directory.name)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._pointer)

    def sweep(self, *, keep: frozenset[str]) -> None:
        """Delete every generation but those named, and what killed rebuilds left."""
        for directory in self._root.glob("[0-9]*"):
            if directory.name not in keep:
                self.discard(directory)

    def discard(self, directory: Path) -> None:
        """Delete one generation, its collection on a Chroma server included."""
        try:
            manifest = Manifest.load(directory)
        except IndexDamaged:
            manifest = None
        if manifest and manifest.chroma_url:
            with suppress(StoreUnreachable):  # a server that is gone took its collection along
                Vectors.drop(manifest.collection, url=manifest.chroma_url)
        shutil.rmtree(directory, ignore_errors=True)
