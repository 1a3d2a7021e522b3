"""Sums of a generation's files, so that damage is noticed before anyone is answered from it."""

import os
from collections.abc import Iterator
from pathlib import Path

from index.checksums import SUMS, file_sha256, sums
from index.errors import IndexDamaged


def seal(directory: Path) -> None:
    """Write the sums of the files, and see that a power cut would leave all of them whole."""
    (directory / SUMS).write_text(sums(directory, _fixed(directory)), "utf-8")
    for path in directory.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


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
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"The index in {directory} is damaged ({error}): run `footnote rebuild --full`."
        ) from error


def _fixed(directory: Path) -> Iterator[str]:
    """Name the files that stay as they are: Chroma writes to its own whenever it opens them."""
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory)
        if path.is_file() and path.suffix != ".lock" and "chroma" not in name.parts:
            yield name.as_posix()
