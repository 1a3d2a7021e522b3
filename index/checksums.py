"""SHA-256 sums, by which files are known and damage to them is noticed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

# The customary name of a file of sums; `sha256sum --check SHA256SUMS` reads it.
SUMS = "SHA256SUMS"


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums(folder: Path, names: Iterable[str]) -> str:
    """Return the sums of files in a folder, a line each, as ``sha256sum`` writes them."""
    return "".join(f"{file_sha256(folder / name)}  {name}\n" for name in names)
