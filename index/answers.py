"""Answers that were given, kept so that their sources can be shown any time later."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.answer import Answer

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, channel TEXT, content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS newest_in_channel ON answer (channel, number);
"""
# Another process may be saving an answer at the same moment.
_WAIT = 10.0  # seconds


class AnswerStore:
    """Every answer as it was given, whatever becomes of the articles it cites."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def save(self, answer: Answer, *, channel: str | None = None) -> None:
        """Keep an answer, with the channel it was given in."""
        content = json.dumps(answer.to_json(), ensure_ascii=False)
        with self._connection() as connection:
            connection.execute(
                "INSERT INTO answer (id, channel, content) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET channel = excluded.channel",
                (answer.id, channel, content),
            )

    def get(self, answer_id: str) -> Answer | None:
        """Return the answer with this id."""
        return self._one("id = ?", answer_id)

    def newest(self, channel: str | None = None) -> Answer | None:
        """Return the newest answer, of one channel if one is named."""
        return self._one("channel = ?", channel) if channel else self._one("? IS NULL", None)

    def _one(self, condition: str, value: str | None) -> Answer | None:
        with self._connection() as connection:
            row = connection.execute(
                f"SELECT content FROM answer WHERE {condition} ORDER BY number DESC LIMIT 1",
                (value,),
            ).fetchone()
        return row and Answer.from_json(json.loads(row[0]))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_WAIT)) as connection, connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)
            yield connection
