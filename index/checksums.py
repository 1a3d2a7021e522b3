"""SHA-256 sums, by which files are known and damage to them is noticed."""

import hashlib
import os
from collections.abc import Iterable
from io import BufferedReader, FileIO
from pathlib import Path

# The customary name of a file of sums; `sha256sum --check SHA256SUMS` reads it.
SUMS = "SHA256SUMS"

# Reading and summing up give up the GIL, once a piece, and while another thread is busy each waits
# some milliseconds to get it back: few large pieces, therefore.
_PIECE = 1 << 22  # bytes


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb", buffering=0) as file:
        return sha256_of(file)


def sha256_of(file: BufferedReader | FileIO) -> str:
    """Return the SHA-256 of what an open file has from where it stands, in hexadecimal."""
    digest = hashlib.sha256()
    piece = memoryview(bytearray(min(_PIECE, os.fstat(file.fileno()).st_size + 1)))
    while size := file.readinto(piece):
        digest.update(piece[:size])
    return digest.hexdigest()


def sums(folder: Path, names: Iterable[str]) -> str:
    """Return the sums of files in a folder, a line each, as ``sha256sum`` writes them."""
    return "".join(f"{file_sha256(folder / name)}  {name}\n" for name in names)
