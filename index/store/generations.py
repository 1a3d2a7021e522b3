"""The generations in a data directory: which one is current, what becomes of the others."""

import json
import logging
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.chroma_key import ChromaKey
from index.collection import rebuild_command
from index.errors import (
    IndexDamaged,
    IndexMissing,
    IndexUnreadable,
    NothingToUndo,
    RebuildRunning,
    StoreUnreachable,
)
from index.store.generation import PIPELINE, Generation, Manifest
from index.store.seal import check_seal
from index.store.segment import Label, Segment
from index.store.vectors import Vectors

# In the folder of a segment whose collection on the Chroma server is another machine's to delete.
_BORROWED = "vectors.borrowed"
# For so long after it was replaced, a generation stays whole for questions that began on it.
_GRACE = 120.0  # seconds

_log = logging.getLogger(__name__)


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
    """The generations in ``data``, their segments beside them.

    ``chroma_key`` is what a Chroma server asks for, where it asks for any.
    """

    def __init__(self, data: Path, *, chroma_key: ChromaKey | None = None) -> None:
        self.segments = data / "segments"
        self.chroma_key = chroma_key
        self._data = data
        self._root = data / "generations"
        self._pointer = data / "CURRENT"

    @property
    def exist(self) -> bool:
        """Whether there is a current generation."""
        return self._pointer.exists()

    def current(self) -> str:
        """Return the current generation's name.

        Raises:
            IndexMissing: there is none yet.
        """
        try:
            return self._pointer.read_text("utf-8", "replace").strip()
        except FileNotFoundError:
            raise IndexMissing("There is no index yet: run `footnote rebuild`.") from None
        except OSError as error:
            raise IndexUnreadable(
                f"{self._pointer} can't be read ({error.strerror}): see that it is a file that may "
                f"be read, or run {rebuild_command(self._pointer)}."
            ) from error

    def manifest(self, name: str) -> Manifest:
        """Return a generation's manifest.

        Raises:
            IndexDamaged: it can't be read.
        """
        return Manifest.load(self._path(name))

    def written(self, name: str) -> tuple[str, int]:
        """Return what tells a generation from every other, those that had its name included."""
        try:
            return name, self._path(name).stat().st_mtime_ns
        except (OSError, ValueError):
            return name, 0

    def stated_sum(self, name: str) -> bytes:
        """Return the sum that a generation's manifest begins with; none if it isn't there."""
        try:
            return self._path(name).read_bytes().partition(b"\n")[0]
        except (OSError, ValueError):
            return b""

    def open(self, name: str, *, kept: Mapping[str, Segment] = {}) -> Generation:
        """Open a generation, but for its segments that are ``kept`` open by name.

        Raises:
            IndexDamaged: a part of it can't be read.
            StoreUnreachable: the Chroma server doesn't answer.
        """
        return Generation.open(
            self.manifest(name), self.segments, kept=kept, chroma_key=self.chroma_key
        )

    def is_of_now(self, *, embedder: Callable[[], str]) -> bool:
        """Tell whether this Footnote would write the current generation as it is.

        Of the embedder its name counts, asked for only if there is such a generation.
        """
        try:
            manifest = self.manifest(self.current())
        except (IndexMissing, IndexDamaged):
            return False
        return manifest.pipeline == PIPELINE and manifest.embedder == embedder()

    def check(self) -> None:
        """Compare every file of the current generation with its sum.

        Raises:
            IndexMissing: there is none.
            IndexDamaged: a file is missing, or isn't as it was written.
        """
        for layer in self.manifest(self.current()).layers:
            check_seal(self.segments / layer.segment)

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

    def begin_segment(self) -> Path:
        """Make and return an empty directory for a segment, of a name that is never used again."""
        last = max((int(path.name[:6]) for path in self.segments.glob("[0-9]*")), default=0)
        directory = self.segments / f"{last + 1:06d}-{uuid.uuid4().hex[:8]}"
        directory.mkdir(parents=True)
        return directory

    def publish(self, manifest: Manifest) -> Manifest:
        """Make a generation of this manifest the current one, atomically; return it as named."""
        last = max((int(name) for name in self._names()), default=0)
        named = replace(manifest, name=f"{last + 1:06d}")
        self._root.mkdir(parents=True, exist_ok=True)
        _write(self._path(named.name), named.to_bytes())
        _write(self._pointer, named.name.encode())
        return named

    def admit(self, directory: Path) -> None:
        """Put a whole segment of another machine in its place; its vectors stay that machine's."""
        _write(directory / _BORROWED, b"")
        place = self.segments / directory.name
        self.segments.mkdir(exist_ok=True)
        shutil.rmtree(place, ignore_errors=True)  # where it is damaged
        directory.rename(place)

    def adopt(self, manifest: Path) -> None:
        """Make the generation that another machine wrote the current one, atomically."""
        self._root.mkdir(exist_ok=True)
        manifest.replace(self._root / manifest.name)
        _write(self._pointer, manifest.stem.encode())

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
            for manifest in self._earlier(current):
                if manifest.embedder == embedder and self._answers(manifest):
                    _write(self._pointer, manifest.name.encode())
                    return Undone(
                        undone=current,
                        generation=manifest.name,
                        built=manifest.built,
                        articles=manifest.articles,
                        passages=manifest.passages,
                    )
        raise NothingToUndo(
            f"There is no generation before {current} that can still answer: a rebuild brings "
            "the index in line with the articles as they are."
        )

    def sweep(self) -> None:
        """Delete the generations that nobody needs, and the segments of none that is left.

        Needed are the current one, the one to go back to, and those replaced so lately that a
        question may still be on them.
        """
        current = self.current()
        names = self._names()
        needed = {current, *(each.name for each in islice(self._earlier(current), 1))}
        for name, later in pairwise(names):
            if time.time() - self.written(later)[1] / 1e9 < _GRACE:
                needed.add(name)
        for name in names:
            if name not in needed:
                self._path(name).unlink(missing_ok=True)
        self.clear_up()

    def clear_up(self) -> None:
        """Delete the segments of no generation: killed rebuilds would fill the disk with them.

        While it can't be read what a generation is made of, none is deleted.
        """
        try:
            used = {
                layer.segment for each in self._readable(self._names()) for layer in each.layers
            }
        except IndexUnreadable as error:
            _log.warning("Nothing is cleared up: %s", error)
            return
        for directory in self.segments.glob("*"):
            if directory.name not in used:
                self.discard(directory)
        for path in self._root.glob("*"):
            if path.is_dir():
                _discard_earlier(path)

    def discard(self, directory: Path) -> None:
        """Delete one segment, its collection on a Chroma server included where that is its own."""
        with suppress(StoreUnreachable):
            self._drop_vectors(directory)
        shutil.rmtree(directory, ignore_errors=True)

    def destroy(self) -> None:
        """Delete every generation and every segment, and all else in the folder.

        Raises:
            RebuildRunning: another process is at it.
            StoreUnreachable: the Chroma server doesn't answer; what it has can be destroyed later.
        """
        with self.alone():
            for directory in self.segments.glob("*"):
                self._drop_vectors(directory)
            shutil.rmtree(self._data)

    def _drop_vectors(self, directory: Path) -> None:
        with suppress(IndexDamaged):  # what is gone took its collection along
            label = Label.load(directory)
            if label.chroma_url and not (directory / _BORROWED).exists():
                Vectors.drop(label.collection, url=label.chroma_url, key=self.chroma_key)

    def _path(self, name: str) -> Path:
        return self._root / f"{name}.json"

    def _names(self) -> list[str]:
        """Return the name of every generation, in the order they were made."""
        names = (path.stem for path in self._root.glob("*.json"))
        return sorted(name for name in names if name.isdecimal())

    def _readable(self, names: Iterable[str]) -> Iterator[Manifest]:
        """Yield the manifests that are whole.

        Raises:
            IndexUnreadable: of one that can't be told.
        """
        for name in names:
            try:
                yield self.manifest(name)
            except IndexUnreadable:
                raise
            except IndexDamaged:
                continue

    def _manifests(self, names: Iterable[str]) -> Iterator[Manifest]:
        for name in names:
            with suppress(IndexDamaged):
                yield self.manifest(name)

    def _earlier(self, current: str) -> Iterator[Manifest]:
        """Yield the generations that one can go back to, the last first.

        From a damaged one, which doesn't tell, these are all that were made before it.
        """
        try:
            name = self.manifest(current).previous
        except IndexDamaged:
            yield from self._manifests(n for n in reversed(self._names()) if n < current)
            return
        while name is not None:
            try:
                manifest = self.manifest(name)
            except IndexDamaged:
                return
            yield manifest
            name = manifest.previous

    def _answers(self, manifest: Manifest) -> bool:
        """Tell whether a generation is whole."""
        try:
            opened = Generation.open(manifest, self.segments, kept={}, chroma_key=self.chroma_key)
            with closing(opened) as generation:
                for segment in generation.segments.values():
                    segment.verify()
        except IndexDamaged:
            return False
        return True


def _discard_earlier(directory: Path) -> None:
    """Delete a generation of a version that kept everything of one in a directory."""
    with suppress(OSError, ValueError, LookupError, TypeError, StoreUnreachable):
        told = json.loads((directory / "manifest.json").read_text("utf-8"))
        if url := told["chroma_url"]:
            Vectors.drop(told["collection"], url=url)
    shutil.rmtree(directory, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even after a power cut."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
