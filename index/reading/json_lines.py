"""JSON Lines, one article a line, plain or compressed."""

import json
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import BinaryIO

from index.errors import ArticleError
from index.reading.contents import LARGEST, TOO_LARGE, decode
from index.reading.draft import Draft


def read_json_lines(path: Path, name: str) -> Iterator[Draft | ArticleError]:
    """Yield the article of every line as it is read, or why a line has none."""
    try:
        with path.open("rb") as file:
            yield from _read(file, name)
    except OSError as error:
        raise ArticleError(name, f"can't be read: {error.strerror}") from error


def read_compressed_json_lines(path: Path, name: str) -> Iterator[Draft | ArticleError]:
    """Yield the article of every line as it is unpacked, or why a line has none."""
    try:
        with GzipFile(path) as file:
            yield from _read(file, name)
    except (EOFError, BadGzipFile, zlib.error) as error:
        raise ArticleError(name, "the file is cut off or not compressed by gzip") from error
    except OSError as error:
        raise ArticleError(name, f"can't be read: {error.strerror}") from error


def _read(file: BinaryIO | GzipFile, name: str) -> Iterator[Draft | ArticleError]:
    is_empty = True
    for number, line in enumerate(_lines(file), start=1):
        if line.isspace():
            continue
        is_empty = False
        try:
            yield _draft(line, f"{name}:{number}")
        except ArticleError as error:
            yield error
    if is_empty:
        raise ArticleError(name, "the file is empty")


def _lines(file: BinaryIO | GzipFile) -> Iterator[bytes]:
    """Yield every line, of one that is too large only enough to see that."""
    while line := file.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = file.readline(LARGEST + 1)


def _draft(line: bytes, path: str) -> Draft:
    if len(line) > LARGEST:
        raise ArticleError(path, TOO_LARGE)
    try:
        fields = json.loads(decode(line, path))
    except (ValueError, RecursionError) as error:
        raise ArticleError(path, "the line is not JSON") from error
    if not isinstance(fields, dict):
        raise ArticleError(path, "the line is not a JSON object")
    text = fields.get("text")
    if not isinstance(text, str) or not text:
        raise ArticleError(path, 'the line has no "text"')
    return Draft.of(fields, path=path, text=text)
