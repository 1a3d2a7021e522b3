"""Embeddings kept on disk, so that a text is embedded once."""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder, Embeddings

log = logging.getLogger(__name__)

# What a kill may lose: some seconds of work, or one request to a service.
BATCH = 128

# How long, in seconds, one process waits while another commits its batch.
_BUSY_TIMEOUT = 60

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS vectors (
        embedder TEXT NOT NULL,
        text_sha256 BLOB NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (embedder, text_sha256)
    )
"""
_READ = "SELECT vector FROM vectors WHERE embedder = ? AND text_sha256 = ? AND length(vector) = ?"
_WRITE = "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)"


class CachedEmbedder:
    """An Embedder that asks the one behind it only for what a SQLite file doesn't have yet.

    Threads and processes may share the file. One that turns out to be damaged is set aside, and a
    new one begun; where none can be read or written, texts are embedded without.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder = embedder
        self._path = path

    @property
    def name(self) -> str:
        """The identity of the embedder behind the cache."""
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._embedder.dimensions

    def embed(
        self, texts: Sequence[str], *, on_progress: Callable[[int], None] = lambda _: None
    ) -> Embeddings:
        """Return one row a text; ``on_progress`` hears, batch by batch, how many texts are done."""
        try:
            try:
                return self._embed(texts, on_progress)
            except sqlite3.DatabaseError as error:
                if not _says_damaged(error):
                    raise
                log.warning("%s is damaged (%s): beginning a new one", self._path, error)
                _set_aside(self._path)
                return self._embed(texts, on_progress)
        except (sqlite3.Error, OSError) as error:
            log.warning("%s can't be used (%s): embedding without it", self._path, error)
            vectors = self._embedder.embed(texts)
            on_progress(len(texts))
            return vectors

    def _embed(self, texts: Sequence[str], on_progress: Callable[[int], None]) -> Embeddings:
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        with _connection(self._path) as connection:
            for start in range(0, len(texts), BATCH):
                batch = texts[start : start + BATCH]
                vectors[start : start + BATCH] = self._embed_batch(connection, batch)
                on_progress(start + len(batch))
        return vectors

    def _embed_batch(
        self, connection: sqlite3.Connection, texts: Sequence[str]
    ) -> list[Embeddings]:
        keys = [_key(text) for text in texts]
        rows = self._read(connection, keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        if missing:
            made = self._embedder.embed(list(missing.values()))
            new = dict(zip(missing, made, strict=True))
            self._write(connection, new)
            rows |= new
        return [rows[key] for key in keys]

    def _read(
        self, connection: sqlite3.Connection, keys: Sequence[bytes]
    ) -> dict[bytes, Embeddings]:
        size = self.dimensions * np.dtype(np.float32).itemsize
        found = (connection.execute(_READ, (self.name, key, size)).fetchone() for key in keys)
        return {
            key: np.frombuffer(row[0], np.float32)
            for key, row in zip(keys, found, strict=True)
            if row
        }

    def _write(self, connection: sqlite3.Connection, rows: Mapping[bytes, Embeddings]) -> None:
        with connection:
            connection.executemany(
                _WRITE, ((self.name, key, row.tobytes()) for key, row in rows.items())
            )


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


@contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    """Lend a connection of its own to one call: SQLite's may not pass between threads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # In WAL mode a kill loses nothing of what was committed; only a power cut may.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
        yield connection
    finally:
        connection.close()


def _says_damaged(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _set_aside(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(path.with_name(f"{path.name}.damaged{suffix}"))
