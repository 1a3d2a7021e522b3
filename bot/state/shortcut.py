"""An answer kept by one statement of SQL, for a process that does nothing else with the database.

A command in a terminal would import SQLAlchemy for this alone, which takes a good part of its time.
So it writes to the file in DATA_DIR without, where that is as `tables` describes it. All else is
left to the stores.
"""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.state.place import FILE, SCHEMA
from index.answer import Answer

_WAIT = 10  # seconds; another process may be writing at the same moment

_VERSION = "SELECT version_num FROM alembic_version"
# What `AnswerStore.save` writes of an answer without an occasion (`tests/test_state_shortcut.py`).
_KEEP = """
    INSERT INTO answers (id, given_at, is_private, question, answered, content)
    VALUES (?, ?, 0, ?, ?, ?)
"""
# What `ForgettingStore.before` deletes. What depends on it goes along only where that is asked for.
_DELETES_WHOLE = ("PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON")
_FORGET = "DELETE FROM answers WHERE given_at < ? OR given_at IS NULL"
_TIME = "%Y-%m-%d %H:%M:%S.%f"


def keep(answer: Answer, *, data: Path, longest: timedelta | None = None) -> bool:
    """Keep an answer given in a terminal, and tell whether it is kept now.

    Answers that were kept for longer than ``longest`` are forgotten.

    It isn't where there is no database yet, or one that isn't up to date or can't be written:
    `AnswerStore.save` then makes it, brings it up to date, or says what is wrong.
    """
    uri = f"{(data / FILE).resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT)) as database, database:
            for pragma in _DELETES_WHOLE:
                database.execute(pragma)
            database.execute("BEGIN IMMEDIATE")
            if database.execute(_VERSION).fetchone() != (SCHEMA,):
                return False
            database.execute(_KEEP, _values(answer))
            if longest is not None:
                database.execute(_FORGET, [(datetime.now(UTC) - longest).strftime(_TIME)])
    except sqlite3.Error:
        return False
    return True


def _values(answer: Answer) -> tuple[str | bool, ...]:
    return (
        answer.id,
        datetime.now(UTC).strftime(_TIME),
        answer.question.replace("\0", ""),
        answer.answered,
        json.dumps(answer.to_json()),
    )
