"""A backup put into an empty data directory: all of it, or nothing.

Nothing in the file is believed: what it names has to be what a backup holds, whole and in a layout
that is known, before any of it takes its place.
"""

import errno
import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from filelock import FileLock

from bot.backups.form import DATABASE, LABEL, Label, belongs
from bot.state.state import State
from index.collection import COLLECTIONS
from index.errors import BackupFailed, BackupUnusable, ConfigurationError

_ASIDE = "restoring"
_LONGEST_LABEL = 100_000_000  # bytes; a million files are named in that
_AT_ONCE = 1 << 20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back: of when, whether there was a database, which servers' own articles."""

    made: str
    database: bool
    articles: int
    collections: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return asdict(self)


def put_back(file: Path, data: Path, *, database: bool = True) -> Restored:
    """Put what is in a backup into a data directory that holds none of its kind.

    Args:
        file: The backup.
        data: The directory.
        database: Whether the database is kept there, so that one in the backup is of use.

    Raises:
        BackupUnusable: the file is damaged, no backup or another version's; nothing is put back.
        BackupFailed: the directory holds something already, or can't be written to.
    """
    aside = data / _ASIDE
    _require_empty(data)
    shutil.rmtree(aside, ignore_errors=True)
    try:
        label = _unpack(file, aside)
        if DATABASE in label.files:
            _require_use(database)
            _bring_up_to_date(file, aside)
        with FileLock(data / f"{DATABASE}.lock"):  # whoever opens a new database takes it
            _require_empty(data)
            for name in (COLLECTIONS, DATABASE):  # a bot that begins now finds all or no answers
                if (aside / name).exists():
                    (aside / name).replace(data / name)  # where at most an empty folder is
    except OSError as error:
        raise BackupFailed(
            f"{file} can't be restored to {data} ({error}): see that the one can be read, and that "
            "there is room in the other."
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Restored(
        made=label.made,
        database=DATABASE in label.files,
        articles=len(label.files.keys() - {DATABASE}),
        collections=tuple(label.collections),
    )


def _require_empty(data: Path) -> None:
    """See that nothing would be overwritten, or mixed with what comes."""
    for path in (data / DATABASE, *(data / COLLECTIONS).glob("*")):
        if path.exists():
            raise BackupFailed(
                f"{path} is there already: restore to an empty DATA_DIR, or move that aside first."
            )


def _unpack(file: Path, aside: Path) -> Label:
    """Write what is in a backup to a folder, and return its label, which it agrees with."""
    sums: dict[str, str] = {}
    label = None
    with _archive(file) as archive:
        for member in archive:
            content = archive.extractfile(member) if _is_plain(member) else None
            name = member.name
            if content is None:
                raise ValueError(f"{name!r} is no plain file")
            if label is not None:
                raise ValueError(f"{name!r} comes after its label")
            if name == LABEL:
                label = Label.read(content.read(_LONGEST_LABEL))
            elif name in sums or not belongs(name):
                raise ValueError(f"{name!r} doesn't belong into one")
            else:
                sums[name] = _write(content, member.size, aside / name)
        if label is None:
            raise ValueError("it ends before its label, as one does that was cut off")
        if dict(label.files) != sums:
            raise ValueError("it doesn't hold what its label says")
    return label


@contextmanager
def _archive(file: Path) -> Iterator[tarfile.TarFile]:
    """Lend an archive, and say of whatever is wrong with it that it can't be restored."""
    with file.open("rb") as opened:
        try:
            # As a stream, it is read once and from its beginning to its end.
            with tarfile.open(fileobj=opened, mode="r|gz") as archive:
                yield archive
        except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
            raise _unusable(file, str(error)) from error


def _is_plain(member: tarfile.TarInfo) -> bool:
    return member.type == tarfile.REGTYPE and not member.issparse()


def _write(content: IO[bytes], size: int, path: Path) -> str:
    """Write a file and return its sum."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if size > shutil.disk_usage(path.parent).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    digest = hashlib.sha256()
    with path.open("wb") as written:
        while piece := content.read(_AT_ONCE):
            digest.update(piece)
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _require_use(database: bool) -> None:
    if not database:
        raise BackupFailed(
            f"The backup holds {DATABASE}, which nobody would read while DATABASE_URL names "
            "another database: leave that empty."
        )


def _bring_up_to_date(file: Path, aside: Path) -> None:
    """See that the database is one that this Footnote can use, before it takes its place."""
    try:
        State.open("", data=aside).close()
    except ConfigurationError as error:
        raise _unusable(file, str(error)) from error


def _unusable(file: Path, reason: str) -> BackupUnusable:
    return BackupUnusable(
        f"{file} is not a backup that can be restored ({reason}): nothing was changed; choose "
        "another, or restore it with the Footnote that made it."
    )
