"""Generations: complete, consistent, immutable states of the index, one of them current.

A generation is a directory that is written once and never changed. It is invisible until the
pointer file ``CURRENT`` names it, and replacing that file is atomic: a reader finds the old
generation or the new one, whole, and whatever a killed rebuild leaves behind is never looked at.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from index.errors import (
    IndexDamaged,
    IndexMissing,
    NothingToUndo,
    RebuildRunning,
    StoreUnreachable,
)
from index.store.catalogue import Catalogue
from index.store.lexical import Lexical
from index.store.seal import check_seal, is_sealed
from index.store.vectors import Vectors

# Raised whenever articles are read, cleaned, split or stored differently: the next rebuild then
# makes every passage anew.
PIPELINE = 2

MANIFEST = "manifest.json"


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
            return cls(**json.loads((directory / MANIFEST).read_text("utf-8")))
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
        (directory / MANIFEST).write_text(json.dumps(asdict(self), indent=2), "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One generation, open for reading: words of passages and of whole articles, and vectors."""

    manifest: Manifest
    catalogue: Catalogue
    passages: Lexical
    articles: Lexical
    vectors: Vectors

    @classmethod
    def open(cls, directory: Path, *, is_checked: bool = False) -> Self:
        """Open a generation, its seal compared unless that was done just now.

        Raises:
            IndexDamaged: a part of it can't be read.
            StoreUnreachable: the Chroma server doesn't answer.
        """
        manifest = Manifest.load(directory)
        if not is_checked:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """Which generation answers again, and in place of which; ``built`` is UTC."""

    undone: str
    generation: str
    built: str
    articles: int
    passages: int

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return asdict(self)


class Generations:
    """The generations kept in a data directory."""

    def __init__(self, data: Path) -> None:
        self._data = data
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

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other process from changing them until the end of the block.

        Raises:
            RebuildRunning: another process is at it.
        """
        self._data.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._data / "rebuild.lock", timeout=0):
                yield
        except Timeout:
            raise RebuildRunning from None

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

    def undo(self, *, embedder: str) -> Undone:
        """Make the generation before the current one the current one again.

        The one that is undone stays until the next rebuild, which makes its own from the articles
        as they are then. Questions in flight finish on what they began with.

        Args:
            embedder: whose vectors it must hold for questions to be answered from it.

        Raises:
            RebuildRunning: another process is at it.
            NothingToUndo: no generation before it is left that can answer.
            IndexMissing: there is none at all.
            StoreUnreachable: the Chroma server doesn't answer.
        """
        with self.alone():
            current = self.current()
            for directory in sorted(self._root.glob("[0-9]*"), reverse=True):
                if directory.name < current.name and _answers(directory, embedder):
                    manifest = Manifest.load(directory)
                    self.switch(directory)
                    return Undone(
                        undone=current.name,
                        generation=manifest.name,
                        built=manifest.built,
                        articles=manifest.articles,
                        passages=manifest.passages,
                    )
        raise NothingToUndo(
            f"There is no generation before {current.name} that can still answer: a rebuild brings "
            "the index in line with the articles as they are."
        )

    def sweep(self, *, keep: frozenset[str]) -> None:
        """Delete every generation but those named, and what killed rebuilds left."""
        for directory in self._root.glob("[0-9]*"):
            if directory.name not in keep:
                self.discard(directory)

    def clear_up(self) -> None:
        """Delete what was never finished: killed rebuilds would fill the disk with it."""
        current = self.current().name if self.exist else None
        for directory in self._root.glob("[0-9]*"):
            if directory.name != current and not is_sealed(directory):
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


def _answers(directory: Path, embedder: str) -> bool:
    """Tell whether a generation is whole, and made with this embedder."""
    try:
        generation = Generation.open(directory)
    except IndexDamaged:
        return False
    generation.close()
    return generation.manifest.embedder == embedder
