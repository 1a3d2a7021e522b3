"""The articles of one generation and where their passages lie, in SQLite."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property, lru_cache
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
    first INTEGER NOT NULL, text TEXT NOT NULL
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


class Catalogue:
    """Articles by id and passages by number; one read-only connection, safe to share by threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def create(cls, path: Path, articles: Iterable[tuple[Article, str, Sequence[Span]]]) -> None:
        """Write articles with fingerprint and passages, both numbered from 0 in order."""
        first = 0
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(_SCHEMA)
            for number, (article, fingerprint, passages) in enumerate(articles):
                connection.execute(
                    "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (number, *article.to_json().values(), fingerprint, first, article.text),
                )
                connection.executemany(
                    "INSERT INTO passage VALUES (?, ?, ?, ?)",
                    ((place, number, *span) for place, span in enumerate(passages, first)),
                )
                first += len(passages)

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

    def fingerprints(self) -> dict[str, str]:
        """Return each article's fingerprint by its id."""
        return dict(self._connection.execute("SELECT id, fingerprint FROM article"))

    def contents(self) -> Iterator[tuple[Article, list[Span]]]:
        """Yield everything that was written but the fingerprints, in order."""
        spans: defaultdict[int, list[Span]] = defaultdict(list)
        query = 'SELECT article, start, "end" FROM passage ORDER BY number'
        for number, start, end in self._connection.execute(query):
            spans[number].append(Span(start, end))
        query = f"SELECT number, {_REFERENCE}, text FROM article ORDER BY number"
        for row in self._connection.execute(query):
            yield Article.of(_reference(row[1:-1]), text=row[-1]), spans[row[0]]

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
        # As one JSON value, because SQLite takes a limited number of values.
        rows = self._connection.execute(
            """SELECT article.number, passage.number
            FROM article JOIN passage ON passage.article = article.number
            WHERE article.id IN (SELECT value FROM json_each(?))""",
            (json.dumps(list(ids)),),
        ).fetchall()
        return frozenset(row[0] for row in rows), frozenset(row[1] for row in rows)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))


@lru_cache(maxsize=_REMEMBERED)
def _reference(row: tuple[str | None, ...]) -> Reference:
    return Reference.from_json(dict(zip(_COLUMNS, row, strict=True)))
