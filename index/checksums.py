"""SHA-256 sums, by which files are known and damage to them is noticed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

# The customary name of a file of sums; `sha256sum --check SHA256SUMS` reads it.
SUMS = "SHA256SUMS"

# Reading and summing up give up the GIL, once a piece, and while another thread is busy each waits
# some milliseconds to get it back: few large pieces, therefore.
_PIECE = 1 << 22  # bytes


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    digest = hashlib.sha256()
    piece = memoryview(bytearray(min(_PIECE, path.stat().st_size + 1)))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(piece):
            digest.update(piece[:size])
    return digest.hexdigest()


def sums(folder: Path, names: Iterable[str]) -> str:
    """Return the sums of files in a folder, a line each, as ``sha256sum`` writes them."""
    return "".join(f"{file_sha256(folder / name)}  {name}\n" for name in names)
