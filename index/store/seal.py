"""Sums of a generation's files, so that damage is noticed before anyone is answered from it."""

import os
from collections.abc import Iterator
from pathlib import Path

from index.checksums import SUMS, file_sha256, sums
from index.collection import rebuild_command
from index.errors import IndexDamaged
from index.store.chroma_file import content_sha256

# Chroma writes to its database whenever it opens it: of that the content's sum is kept.
_CHROMA = Path("chroma/chroma.sqlite3")
_CHROMA_SUM = "chroma.sha256"
_SAVED_GRAPH = "index_metadata.pickle"


def seal(directory: Path) -> None:
    """Write the sums of the files, and see that a power cut would leave all of them whole."""
    if (directory / _CHROMA).exists():
        (directory / _CHROMA_SUM).write_text(content_sha256(directory / _CHROMA), "utf-8")
    (directory / SUMS).write_text(sums(directory, _fixed(directory)), "utf-8")
    for path in directory.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def is_sealed(directory: Path) -> bool:
    """Tell whether everything that belongs into a directory was once in it."""
    return (directory / SUMS).exists()


def check_seal(directory: Path) -> None:
    """Compare the files with their sums.

    Raises:
        IndexDamaged: a file is missing, or isn't as it was written.
    """
    try:
        for line in (directory / SUMS).read_text("utf-8").splitlines():
            expected, _, name = line.partition("  ")
            if file_sha256(directory / name) != expected:
                raise ValueError(f"{name} has changed")
            if name == _CHROMA_SUM:
                _check_chroma(directory)
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"The index in {directory} is damaged ({error}): "
            f"run {rebuild_command(directory, '--full')}."
        ) from error


def _check_chroma(directory: Path) -> None:
    if content_sha256(directory / _CHROMA) != (directory / _CHROMA_SUM).read_text("utf-8"):
        raise ValueError(f"{_CHROMA} has changed")


def _fixed(directory: Path) -> Iterator[str]:
    """Name the files that stay as they are."""
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory)
        if path.is_file() and path.suffix != ".lock" and not _is_rewritten(directory, name):
            yield name.as_posix()


def _is_rewritten(directory: Path, name: Path) -> bool:
    """Tell whether Chroma writes to a file when it only opens it.

    That is its database, and a graph's files as long as the graph was never saved: until then all
    vectors are in the database.
    """
    in_folder = name.parent == _CHROMA.parent
    is_unsaved_graph = not (directory / name).with_name(_SAVED_GRAPH).exists()
    return name.parts[0] == _CHROMA.parts[0] and (in_folder or is_unsaved_graph)
