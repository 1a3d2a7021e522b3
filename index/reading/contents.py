"""A file's bytes and text, or why they can't be had."""

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from index.errors import ArticleError

# Far more than a newspaper page takes with all its markup.
LARGEST = 50_000_000
TOO_LARGE = f"larger than {LARGEST // 1_000_000} MB; one article is at most that"
# The longest books have half of that. Cleaning what was made to take long takes 8 s a million
# characters, and 300 MB a million lines.
_LONGEST = 10_000_000  # characters
_MOST_LINES = 2_000_000
TOO_LONG = (
    f"longer than {_LONGEST // 1_000_000} million characters or {_MOST_LINES // 1_000_000} million "
    "lines; one article is at most that"
)

# A pipe that nobody writes to would be waited for.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def open_file(path: Path) -> BufferedReader:
    """Open a file to read it, whatever has taken its place since it was found.

    Raises:
        OSError: it can't be opened, or is a pipe, a device or a folder.
    """
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is a pipe, a device or a folder")
        return os.fdopen(descriptor, "rb")
    except OSError:
        os.close(descriptor)
        raise


def is_too_long(text: str) -> bool:
    """Tell whether a text is longer than articles are."""
    return len(text) > _LONGEST or text.count("\n") > _MOST_LINES


def read_bytes(path: Path, name: str) -> bytes:
    """Return what is in a file that holds one article.

    Raises:
        ArticleError: the file is empty, too large or can't be read.
    """
    try:
        with open_file(path) as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ArticleError(name, f"can't be read: {error.strerror}") from error
    if not content:
        raise ArticleError(name, "the file is empty")
    if len(content) > LARGEST:
        raise ArticleError(name, TOO_LARGE)
    return content


def decode(content: bytes, name: str) -> str:
    """Return the UTF-8 text of the bytes.

    Raises:
        ArticleError: they are something else.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError(name, "the text is UTF-16, not UTF-8; save it as UTF-8")
    if b"\0" in content:
        raise ArticleError(name, "the file is binary, not text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1:,}"
        raise ArticleError(name, f"the text is not UTF-8 ({place}); save it as UTF-8") from error
