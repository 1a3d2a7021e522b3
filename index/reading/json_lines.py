"""JSON Lines, one article a line, plain or compressed."""

import json
import os
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile, GzipFile
from io import BufferedReader
from pathlib import Path

from index.errors import ArticleError
from index.reading.contents import (
    LARGEST,
    TOO_LARGE,
    TOO_LONG,
    decode,
    is_too_long,
    open_file,
)
from index.reading.draft import Draft

# Of a file with more lines than these that hold no article, most should hold one: what it is
# otherwise isn't worth as many messages.
_MOST_WITHOUT = 10_000
# The brackets and commas of a line, each of which may become an object of a hundred bytes.
_MOST_PARTS = 1_000_000
# Text is packed to a third or a tenth of itself, and the same line again and again to a hundredth.
_MOST_UNPACKED = 300
_ALWAYS_UNPACKED = 100_000_000  # bytes


def read_json_lines(path: Path, name: str) -> Iterator[Draft | ArticleError]:
    """Yield the article of every line as it is read, or why a line has none."""
    try:
        with open_file(path) as file:
            yield from _read(_lines(file), name)
    except OSError as error:
        raise ArticleError(name, f"can't be read: {error.strerror}") from error


def read_compressed_json_lines(path: Path, name: str) -> Iterator[Draft | ArticleError]:
    """Yield the article of every line as it is unpacked, or why a line has none."""
    try:
        with open_file(path) as packed, GzipFile(fileobj=packed) as file:
            most = max(_ALWAYS_UNPACKED, _MOST_UNPACKED * os.fstat(packed.fileno()).st_size)
            yield from _read(_lines_within(most, file, name), name)
    except (EOFError, BadGzipFile, zlib.error) as error:
        raise ArticleError(name, "the file is cut off or not compressed by gzip") from error
    except OSError as error:
        raise ArticleError(name, f"can't be read: {error.strerror}") from error


def _read(lines: Iterator[bytes], name: str) -> Iterator[Draft | ArticleError]:
    is_empty = True
    found = without = 0
    for number, line in enumerate(filter(None, lines), start=1):
        if without > max(_MOST_WITHOUT, found):
            raise ArticleError(
                name, f"{without:,} of its first {number - 1:,} lines hold no article: not read on"
            )
        if line.isspace():
            without += 1
            continue
        is_empty = False
        try:
            draft = _draft(line, f"{name}:{number}")
        except ArticleError as error:
            without += 1
            yield error
        else:
            found += 1
            yield draft
    if is_empty:
        raise ArticleError(name, "the file is empty")


def _lines(file: BufferedReader | GzipFile) -> Iterator[bytes]:
    """Yield every line, of one that is too large only enough to see that; nothing for its rest."""
    while line := file.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = file.readline(LARGEST + 1)
            yield b""


def _lines_within(most: int, file: GzipFile, name: str) -> Iterator[bytes]:
    """Yield what `_lines` does, as long as no more was unpacked than that."""
    for line in _lines(file):
        if file.tell() > most:
            raise ArticleError(
                name, f"more than {most // 1_000_000:,} MB once unpacked, as articles never are"
            )
        yield line


def _draft(line: bytes, path: str) -> Draft:
    if len(line) > LARGEST:
        raise ArticleError(path, TOO_LARGE)
    if sum(map(line.count, (b"[", b"{", b","))) > _MOST_PARTS:
        raise ArticleError(path, "the line has more parts than any article")
    try:
        fields = json.loads(decode(line, path))
    except (ValueError, RecursionError) as error:
        raise ArticleError(path, "the line is not JSON") from error
    if not isinstance(fields, dict):
        raise ArticleError(path, "the line is not a JSON object")
    text = fields.get("text")
    if not isinstance(text, str) or not text:
        raise ArticleError(path, 'the line has no "text"')
    if is_too_long(text):
        raise ArticleError(path, TOO_LONG)
    return Draft.of(fields, path=path, text=text)
