"""The kinds of files articles come in: one row, one kind."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from index.errors import ArticleError
from index.reading.draft import Draft
from index.reading.json_lines import read_compressed_json_lines, read_json_lines
from index.reading.pdf import read_pdf
from index.reading.plain_text import read_markdown, read_plain_text
from index.reading.web_page import read_web_page

# Takes a file and the name to report it by; raises ArticleError where the file can't be read.
Reader: TypeAlias = Callable[[Path, str], Iterator[Draft | ArticleError]]

_READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".txt": read_plain_text,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".pdf": read_pdf,
    ".jsonl": read_json_lines,
    ".jsonl.gz": read_compressed_json_lines,
}
ENDINGS = tuple(_READERS)

# From how many bytes on a file of the kind is read in a process apart. Made for it, a page of a
# megabyte takes minutes, and a PDF of a few kilobytes any time and memory.
_APART_FROM = {".md": 100_000, ".html": 100_000, ".htm": 100_000, ".pdf": 0}


def reader_for(name: str) -> Reader | None:
    """Return what reads a file of this name, None where the ending isn't an article's."""
    lowered = name.lower()
    return next((read for ending, read in _READERS.items() if lowered.endswith(ending)), None)


def is_for_apart(path: Path) -> bool:
    """Tell whether what reads the file should do so in a process apart."""
    lowered = path.name.lower()
    least = next((size for end, size in _APART_FROM.items() if lowered.endswith(end)), None)
    try:
        return least is not None and path.stat().st_size >= least
    except OSError:
        return False
