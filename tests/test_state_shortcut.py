"""An answer that is kept without SQLAlchemy is kept as the stores keep it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.state.answers import Kept, Occasion
from bot.state.place import FILE
from bot.state.shortcut import keep
from bot.state.state import State
from index.answer import Answer
from tests.bot_answers import ANSWER, answers


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a database that is up to date."""
    State.open("", data=tmp_path).close()
    return tmp_path


def _row(data: Path, answer_id: str) -> tuple[dict[str, object], datetime]:
    """Return a row's columns but those that differ from answer to answer, and its time."""
    with closing(sqlite3.connect(data / FILE)) as database:
        database.row_factory = sqlite3.Row
        row = dict(
            database.execute(
                "SELECT *, typeof(content), typeof(is_private) FROM answers WHERE id = ?",
                [answer_id],
            ).fetchone()
        )
    del row["number"]
    row["content"] = row["content"].replace(answer_id, "")
    del row["id"]
    return row, datetime.fromisoformat(row.pop("given_at"))


def test_both_ways_write_the_same_row(data: Path) -> None:
    """In every column, the time but for the moment between them."""
    keep(replace(ANSWER, id="quick"), data=data)
    State.open("", data=data).answers.save(replace(ANSWER, id="slow"))
    (quick, then), (slow, later) = _row(data, "quick"), _row(data, "slow")
    assert quick == slow
    assert timedelta() <= later - then < timedelta(minutes=1)


@given(answer=answers())
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_answer_is_found_as_it_was_given(data: Path, answer: Answer) -> None:
    """Whatever it says, and by whoever asks for it."""
    state = State.open("", data=data)
    state.answers.delete(answer.id)
    assert keep(answer, data=data)
    assert state.answers.kept(answer.id) == Kept(answer, Occasion())
    assert state.answers.newest() == answer


def test_it_leaves_to_the_stores_what_it_cannot_do(tmp_path: Path) -> None:
    """No database is made, none is written that isn't up to date, and no answer kept twice."""
    assert not keep(ANSWER, data=tmp_path)
    assert not list(tmp_path.iterdir())
    (tmp_path / FILE).write_bytes(b"no database")
    assert not keep(ANSWER, data=tmp_path)
    (tmp_path / FILE).unlink()
    with closing(State.open("", data=tmp_path)) as state:
        assert keep(ANSWER, data=tmp_path)
        assert not keep(ANSWER, data=tmp_path)
        with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        assert not keep(replace(ANSWER, id="other"), data=tmp_path)
        assert state.answers.get("other") is None
