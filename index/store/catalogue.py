"""The articles of one segment and where their passages lie, in SQLite."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Self

from index.article import Article, Passage, Reference
from index.errors import IndexDamaged
from index.text.sentences import Span

_SCHEMA = """
CREATE TABLE article (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, publisher TEXT, author TEXT,
    published TEXT, url TEXT, path TEXT NOT NULL, fingerprint TEXT NOT NULL,
    first INTEGER NOT NULL, passages INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
"""
# A question meets hundreds of passages, most of them of the same few articles.
_REMEMBERED = 10_000
_COLUMNS = ("id", "title", "publisher", "author", "published", "url", "path")
_REFERENCE = ", ".join(f"article.{column}" for column in _COLUMNS)


class Place(NamedTuple):
    """Where a passage stands: its article's number and reference, and its position in it from 0."""

    article: int
    position: int
    reference: Reference


class Sketch(NamedTuple):
    """What a rebuild needs to know of a stored article."""

    fingerprint: str
    path: str
    passages: int


class CatalogueWriter:
    """Writes a catalogue article by article; a class because both are numbered as they come."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_SCHEMA)
        self._articles = 0
        self._passages = 0

    def add(self, article: Article, fingerprint: str, passages: Sequence[Span]) -> None:
        """Write an article and where its passages lie."""
        number, first = self._articles, self._passages
        self._connection.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                *article.to_json().values(),
                fingerprint,
                first,
                len(passages),
                article.text,
            ),
        )
        self._connection.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?)",
            ((place, number, *span) for place, span in enumerate(passages, first)),
        )
        self._articles += 1
        self._passages += len(passages)

    def commit(self) -> None:
        """Keep what was written."""
        self._connection.commit()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class Catalogue:
    """Articles by id and passages by number; one read-only connection, safe to share by threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open for reading.

        Raises:
            IndexDamaged: the file isn't there or is no catalogue.
        """
        try:
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            connection.execute("SELECT number FROM passage LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise IndexDamaged(
                f"The catalogue {path} can't be read ({error}): run `footnote rebuild --full`."
            ) from error
        return cls(connection)

    def references(self) -> list[Reference]:
        """Return every article short of its text, by path."""
        rows = self._connection.execute(f"SELECT {_REFERENCE} FROM article ORDER BY path")
        return [_reference(row) for row in rows]

    def sketches(self) -> dict[str, Sketch]:
        """Return what a rebuild needs to know of each article, by its id."""
        rows = self._connection.execute("SELECT id, fingerprint, path, passages FROM article")
        return {row[0]: Sketch(*row[1:]) for row in rows}

    def contents(self) -> Iterator[tuple[Article, str, list[Span]]]:
        """Yield every article with fingerprint and passages, as they were written, in order."""
        query = f"""SELECT first, passages, fingerprint, {_REFERENCE}, text
            FROM article ORDER BY article.number"""
        for first, passages, fingerprint, *row in self._connection.execute(query):
            spans = self._connection.execute(
                'SELECT start, "end" FROM passage WHERE number BETWEEN ? AND ? ORDER BY number',
                (first, first + passages - 1),
            )
            article = Article.of(_reference(tuple(row[:-1])), text=row[-1])
            yield article, fingerprint, [Span(*span) for span in spans]

    def count(self) -> tuple[int, int]:
        """Return the number of articles and that of passages."""
        row = self._connection.execute(
            "SELECT count(*), coalesce(sum(passages), 0) FROM article"
        ).fetchone()
        return row[0], row[1]

    def article(self, article_id: str) -> Article | None:
        """Return one article with its whole text."""
        row = self._connection.execute(
            f"SELECT {_REFERENCE}, text FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        return row and Article.of(_reference(row[:-1]), text=row[-1])

    def places(self, numbers: Sequence[int]) -> dict[int, Place]:
        """Tell of passages, by number, which article each is of and where in it."""
        rows = self._connection.execute(
            f"""SELECT passage.number, article.number, passage.number - first, {_REFERENCE}
            FROM passage JOIN article ON article.number = article
            WHERE passage.number IN ({_marks(numbers)})""",
            numbers,
        )
        return {row[0]: Place(row[1], row[2], _reference(row[3:])) for row in rows}

    def leads(self, articles: Sequence[int]) -> dict[int, int]:
        """Return the number of each article's first passage, by the article's number."""
        rows = self._connection.execute(
            f"SELECT number, first FROM article WHERE number IN ({_marks(articles)})", articles
        )
        return dict(rows)

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return passages by number, with their words."""
        rows = self._connection.execute(
            f"""SELECT passage.number, {_REFERENCE}, start, "end",
                substr(text, start + 1, "end" - start)
            FROM passage JOIN article ON article.number = article
            WHERE passage.number IN ({_marks(numbers)})""",
            numbers,
        )
        return {row[0]: Passage(_reference(row[1:-3]), *row[-3:]) for row in rows}

    # Every question wants the next two, they take a walk over all articles, and they never change.

    @cached_property
    def ids(self) -> frozenset[str]:
        """The id of every article."""
        return frozenset(key for (key,) in self._connection.execute("SELECT id FROM article"))

    @cached_property
    def publishers(self) -> Mapping[str, int]:
        """Every known publisher, the one with most articles first, and how many those are."""
        rows = self._connection.execute(
            "SELECT publisher, count(*) FROM article WHERE publisher IS NOT NULL "
            "GROUP BY publisher ORDER BY count(*) DESC, publisher"
        )
        return MappingProxyType(dict(rows))

    def numbers(self, ids: Iterable[str]) -> tuple[frozenset[int], frozenset[int]]:
        """Return the numbers of the articles with these ids, and those of their passages."""
        rows = self._of(ids, "number, first, passages").fetchall()
        passages = (range(first, first + count) for _, first, count in rows)
        return frozenset(row[0] for row in rows), frozenset(chain.from_iterable(passages))

    def publishers_of(self, ids: Iterable[str]) -> Counter[str]:
        """Return how many of the articles with these ids each known publisher has."""
        return Counter(publisher for (publisher,) in self._of(ids, "publisher") if publisher)

    def _of(self, ids: Iterable[str], columns: str) -> sqlite3.Cursor:
        # As one JSON value, because SQLite takes a limited number of values.
        return self._connection.execute(
            f"SELECT {columns} FROM json_each(?) JOIN article ON article.id = value",
            (json.dumps(list(ids)),),
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))


@lru_cache(maxsize=_REMEMBERED)
def _reference(row: tuple[str | None, ...]) -> Reference:
    return Reference.from_json(dict(zip(_COLUMNS, row, strict=True)))
