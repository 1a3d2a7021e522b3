"""A backup made: complete and of one moment, whatever the bot does meanwhile."""

import hashlib
import io
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from bot.backups.form import DATABASE, FORMAT, LABEL, Label, belongs
from index.collection import Collection
from index.errors import BackupFailed
from index.reading import find

_WAIT = 10  # seconds; another process may be writing at the same moment
_OURS_ALONE = 0o600  # it holds what people asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What is in a backup: whether there is a database, how many files of how many servers."""

    file: str
    database: bool
    articles: int
    servers: int
    bytes: int

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return asdict(self)


def back_up(data: Path, file: Path, *, database: bool = True) -> Backup:
    """Write what can't be made again of a data directory to a file, there whole or not at all.

    The database is copied first: an article that is added meanwhile is then in the backup and not
    yet noted, never noted and missing. Without ``database`` that isn't copied.

    Raises:
        BackupFailed: there is nothing, or it can't be read or written.
    """
    try:
        with TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as aside:
            fresh = Path(aside, "fresh")
            copy = Path(aside, "database") if database else None
            label = _write(data, fresh, copy=copy)
            if not label.files:
                raise BackupFailed(
                    f"There is nothing to back up in {data}: set DATA_DIR to where the bot keeps "
                    "its data."
                )
            fresh.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(
            f"The backup {file} can't be written ({error}): see that {data} can be read and that "
            "there is room, then try again."
        ) from error
    return Backup(
        file=str(file),
        database=DATABASE in label.files,
        articles=len(label.files.keys() - {DATABASE}),
        servers=len(label.collections),
        bytes=file.stat().st_size,
    )


def _write(data: Path, fresh: Path, *, copy: Path | None) -> Label:
    sums: dict[str, str] = {}
    with _archive(fresh) as archive:
        for name, path in _contents(data, copy):
            with suppress(FileNotFoundError), path.open("rb") as file:  # removed since then
                sums[name] = _add(archive, name, file, size=os.fstat(file.fileno()).st_size)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        label = Label(format=FORMAT, made=made, files=sums)
        content = label.to_bytes()
        _add(archive, LABEL, io.BytesIO(content), size=len(content))
    return label


@contextmanager
def _archive(fresh: Path) -> Iterator[tarfile.TarFile]:
    """Lend a new archive that only its owner can read, and see it on the disk at the end."""
    with open(fresh, "wb", opener=_private) as file:
        with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _OURS_ALONE)


def _contents(data: Path, copy: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield what belongs into a backup: names there, and files to read."""
    if copy and (data / DATABASE).exists():
        yield DATABASE, _copied(data / DATABASE, copy)
    for collection in Collection.all_in(data):
        for source in find([collection.articles]):
            name = source.path.relative_to(data).as_posix()
            if not belongs(name):
                raise BackupFailed(f"{source.path} has a name that no backup can hold: rename it.")
            yield name, source.path


def _copied(database: Path, copy: Path) -> Path:
    """Copy a database as it is at one moment, while others write to it."""
    source = f"{database.resolve().as_uri()}?mode=rw"  # else its log would be left lying about
    with (
        closing(sqlite3.connect(source, uri=True, timeout=_WAIT)) as original,
        closing(sqlite3.connect(copy)) as copied,
    ):
        original.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")  # all of it is in one file
    return copy


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], *, size: int) -> str:
    """Put a file into the archive and return its sum."""
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = _OURS_ALONE
    summed = _Summed(file)
    archive.addfile(member, cast("IO[bytes]", summed))
    return summed.digest.hexdigest()


class _Summed:
    """A file that sums up what is read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.digest = hashlib.sha256()
        self._file = file

    def read(self, size: int) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece
