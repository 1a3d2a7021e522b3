"""Files taken into a collection, and articles taken out of it."""

import gzip
import hashlib
import io
import os
import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from index.article import Article, Reference
from index.collection import Collection
from index.errors import ArticleError, CollectionError
from index.reading import Apart, SourceFile, find, read
from index.reading.formats import ENDINGS

# More than a newspaper's largest PDF, or than a thousand articles in JSON Lines.
_LARGEST = 25_000_000  # bytes
_LARGEST_UNPACKED = 100_000_000  # bytes
_AT_ONCE = 1_000_000  # bytes
# At four bytes a character, well within the 255 bytes that a file's name may have.
_LONGEST_STEM = 50  # characters
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_TOKEN_LENGTH = 8
_PACKED = ".gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What is in a file that was added: its articles, and what of it couldn't be read."""

    articles: tuple[Article, ...]
    failed: tuple[ArticleError, ...]


def add(collection: Collection, name: str, content: bytes, *, replaces: bool = False) -> Addition:
    """Keep a file in a collection and return what is in it; the next rebuild indexes that.

    Args:
        collection: Where it belongs.
        name: What the file is called, or the address it is from; its ending says how it is read.
        content: The file.
        replaces: Whether it takes the place of what was added under this name before. Otherwise
            both are kept, unless they are the same.

    Raises:
        ArticleError: no article can be read from it, or it is too large; nothing is kept.
    """
    name = unicodedata.normalize("NFC", name)
    _check_size(name, content)
    root = collection.folder.parent
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".", dir=root) as waiting:
        file = Path(waiting, f"article{_ending(name)}")
        _write(file, content)
        kept = _file_name(collection, name)
        addition = _read(file, kept, name)
        with _alone(collection):
            if not replaces and kept != (free := _free_name(collection, name, content)):
                kept, addition = free, _read(file, free, name)
            file.replace(collection.articles / kept)
    return addition


def remove(collection: Collection, article: Reference) -> None:
    """Delete an article's file, or where that holds others too, the article's line.

    Raises:
        CollectionError: the article isn't where it was indexed.
    """
    with _alone(collection), Apart() as apart:
        for source in find([collection.articles]):
            line = article.path.removeprefix(source.name)
            if line == article.path or not _holds(source, article, apart):
                continue
            if line:
                _blank(source.path, int(line.removeprefix(":")))
            else:
                source.path.unlink()
            return
    raise CollectionError(
        f"{article.path} isn't as it was indexed: rebuild the index, and look whether it is there."
    )


def _holds(source: SourceFile, article: Reference, apart: Apart) -> bool:
    return any(_is(article, item) for item in read(source, apart=apart))


def _is(article: Reference, item: Article | ArticleError) -> bool:
    return isinstance(item, Article) and (item.id, item.path) == (article.id, article.path)


def _check_size(name: str, content: bytes) -> None:
    if len(content) > _LARGEST:
        raise ArticleError(name, f"larger than {_LARGEST // 1_000_000} MB")
    if name.lower().endswith(_PACKED) and _unpacks_beyond(_LARGEST_UNPACKED, content):
        raise ArticleError(name, f"larger than {_LARGEST_UNPACKED // 1_000_000} MB once unpacked")


def _unpacks_beyond(limit: int, content: bytes) -> bool:
    """Tell whether compressed content is larger than that; what is broken is for its reader."""
    try:
        with gzip.open(io.BytesIO(content)) as unpacked:
            return any(unpacked.tell() > limit for _ in iter(partial(unpacked.read, _AT_ONCE), b""))
    except (OSError, EOFError, zlib.error):
        return False


def _ending(name: str) -> str:
    lowered = name.lower()
    for ending in ENDINGS:
        if lowered.endswith(ending):
            return ending
    raise ArticleError(
        name, f"it is not a kind of article: the endings known are {', '.join(ENDINGS)}"
    )


def _file_name(collection: Collection, name: str) -> str:
    """Return the name a file is kept under: readable, harmless, and no other collection's.

    What says nothing else of itself is known by its file's name. The token keeps an article of one
    server from being taken for another's, or for one of everyone's.
    """
    ending = _ending(name)
    stem = re.split(r"[/\\]", name[: -len(ending)])[-1]
    readable = _NOT_IN_NAMES.sub("-", stem)[:_LONGEST_STEM].strip("-_") or "article"
    token = hashlib.sha256(f"{collection.id}/{name}".encode(errors="replace")).hexdigest()
    return f"{readable}-{token[:_TOKEN_LENGTH]}{ending}"


def _free_name(collection: Collection, name: str, content: bytes) -> str:
    """Return a name under which nothing else is kept."""
    names = (_file_name(collection, f"{number}/{name}" if number else name) for number in count())
    return next(kept for kept in names if _is_free(collection.articles / kept, content))


def _is_free(path: Path, content: bytes) -> bool:
    return not path.exists() or path.read_bytes() == content


def _read(file: Path, kept: str, name: str) -> Addition:
    with Apart() as apart:
        items = list(read(SourceFile(file, kept), apart=apart))
    articles = tuple(item for item in items if isinstance(item, Article))
    failed = tuple(item for item in items if isinstance(item, ArticleError))
    if not articles:
        raise ArticleError(name, failed[0].reason)
    return Addition(articles=articles, failed=failed)


def _blank(file: Path, number: int) -> None:
    """Empty a line of JSON Lines; the others keep their numbers, by which articles are known."""
    is_packed = file.name.lower().endswith(_PACKED)
    content = file.read_bytes()
    lines = (gzip.decompress(content) if is_packed else content).split(b"\n")
    lines[number - 1] = b""
    if not any(map(bytes.strip, lines)):
        file.unlink()
        return
    content = b"\n".join(lines)
    fresh = file.with_name(f".{file.name}")  # hidden, so that no rebuild reads it
    _write(fresh, gzip.compress(content) if is_packed else content)
    fresh.replace(file)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())


@contextmanager
def _alone(collection: Collection) -> Iterator[None]:
    collection.articles.mkdir(parents=True, exist_ok=True)
    with FileLock(collection.folder / "articles.lock"):
        yield
