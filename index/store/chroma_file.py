"""What Chroma's own database holds, whatever else Chroma notes in it."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

# Of the collection: what it is, which vectors are in its graph, and those that aren't yet. Columns
# are named, because a later Chroma may add some to an index that it opens.
_CONTENT = (
    "SELECT id, name, dimension FROM collections ORDER BY id",
    "SELECT id, type, scope, collection FROM segments ORDER BY id",
    "SELECT segment_id, seq_id FROM max_seq_id ORDER BY segment_id",
    "SELECT id, segment_id, embedding_id, seq_id FROM embeddings ORDER BY id",
    "SELECT seq_id, operation, id, vector FROM embeddings_queue ORDER BY seq_id",
)
# While Chroma opens the file, it is locked for some milliseconds.
_PATIENCE = 10.0  # seconds


def content_sha256(path: Path) -> str:
    """Return a sum of what is stored; the file's own changes whenever Chroma opens it.

    Raises:
        OSError: it isn't there.
        ValueError: it can't be read.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing")
    digest = hashlib.sha256()
    # Not "ro": what a killed Chroma left half written has to be taken back before it is read.
    uri = f"{path.resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as connection:
            for query in _CONTENT:
                for row in connection.execute(query):
                    digest.update(repr(row).encode())
    except sqlite3.Error as error:
        raise ValueError(f"{path.name} can't be read: {error}") from error
    return digest.hexdigest()
