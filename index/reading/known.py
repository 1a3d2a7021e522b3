"""What files held when they were last read, so that the same needn't be read again.

A file is the same while its content is. That is taken from its size and times alone only where they
can be trusted: a file that was written again a moment after it was looked at may have kept all of
them, so times as recent as that say nothing, and its content is summed up anew.
"""

import hashlib
import importlib.metadata
import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from index.checksums import sha256_of
from index.errors import ArticleError
from index.reading.contents import open_file

# The coarsest clock of a file system in use, FAT's, ticks every two seconds.
_TICK = 2_000_000_000  # nanoseconds
# What these make of a file may be different in their next version.
_READ_WITH = ("markdown-it-py", "pypdf", "python-frontmatter", "sentencex", "trafilatura")

_log = logging.getLogger(__name__)


class Sighting(NamedTuple):
    """An article in a file: what it is known by, where it stands, and the sum of all it says."""

    id: str
    path: str
    fingerprint: str


class Stamp(NamedTuple):
    """What a file system tells of a file without opening it; times in nanoseconds.

    ``changed`` betrays content that was put in place with its time of modification set back.
    """

    path: str
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the stamp of a file as it is now."""
        about = path.stat()
        return cls(str(path.resolve()), about.st_size, about.st_mtime_ns, about.st_ctime_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one draft: an article, a failure, or an article that lacks something.

    ``draft`` is the sum of the draft, or nothing where there was none to be made out.
    """

    draft: str
    article: Sighting | None
    failures: tuple[tuple[str, str], ...] = ()

    @property
    def errors(self) -> list[ArticleError]:
        """The failures as they are reported."""
        return [ArticleError(path, reason) for path, reason in self.failures]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file as it was when it was read: ``looked`` is the time of that, in nanoseconds."""

    stamp: Stamp
    looked: int
    sha256: str
    outcomes: tuple[Outcome, ...]

    def is_as_before(self, stamp: Stamp) -> bool:
        """Tell whether a file with this stamp has the content of then, if that can be told."""
        return stamp == self.stamp and max(stamp.modified, stamp.changed) + _TICK < self.looked


def load_known(path: Path, *, pipeline: int) -> dict[str, KnownFile]:
    """Return the known files by name; none where they aren't known for sure.

    Those read by another version of the pipeline, or of the libraries that read, are none.
    """
    try:
        stated, _, content = path.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != stated:
            raise ValueError("its sum is another")
        fields = json.loads(content)
        if fields["read_with"] != _read_with(pipeline):
            return {}
        return {name: _known_file(each) for name, each in fields["files"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, LookupError, TypeError) as error:
        _log.warning("%s can't be used (%s): reading every file", path, error)
        return {}


def save_known(path: Path, files: Mapping[str, KnownFile], *, pipeline: int) -> None:
    """Write down the known files; where that fails, they are read again next time."""
    shapes = {name: _shape(known) for name, known in files.items()}
    content = json.dumps({"read_with": _read_with(pipeline), "files": shapes}).encode()
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("wb") as file:
            file.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        _log.warning("%s can't be written: %s", path, error.strerror)
        with suppress(OSError):
            fresh.unlink()


def content_sha256(path: Path) -> str | None:
    """Return the sum of a file, None where it can't be read."""
    try:
        with open_file(path) as file:
            return sha256_of(file)
    except OSError:
        return None


def _read_with(pipeline: int) -> list[str]:
    versions = (f"{name} {importlib.metadata.version(name)}" for name in _READ_WITH)
    return [f"pipeline {pipeline}", *versions]


def _shape(known: KnownFile) -> list[Any]:
    return [known.stamp, known.looked, known.sha256, [astuple(each) for each in known.outcomes]]


def _known_file(shape: list[Any]) -> KnownFile:
    stamp, looked, sha256, outcomes = shape
    return KnownFile(
        stamp=Stamp(*stamp),
        looked=looked,
        sha256=sha256,
        outcomes=tuple(
            Outcome(
                draft=draft,
                article=Sighting(*article) if article else None,
                failures=tuple((path, reason) for path, reason in failures),
            )
            for draft, article, failures in outcomes
        ),
    )
