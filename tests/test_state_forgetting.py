"""What is forgotten is gone from every table, and from the files; what is others' stays."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.state.answers import Occasion
from bot.state.feedback import Feedback
from bot.state.feeds import WatchedFeed
from bot.state.forgetting import Forgotten
from bot.state.place import FILE
from bot.state.server_settings import ServerSettings
from bot.state.shortcut import keep
from bot.state.state import State
from tests.bot_answers import ANSWER

ADA, JO = 7, 8
NOON = datetime(2024, 11, 18, 12, tzinfo=UTC)
# In the middle of what is stored, where a page or a word may be cut.
CANARY = "xylophones in Zanzibar"


def ask(state: State, answer_id: str, asker: int | None, **others: int | bool | str) -> None:
    """Keep an answer to somebody's question."""
    answer = replace(ANSWER, id=answer_id, question=f"How many {CANARY} of {asker}?")
    occasion = Occasion(server=1, channel=2, asker=asker)
    state.answers.save(answer, replace(occasion, **others))  # type: ignore[arg-type]


def rows(state: State, wanted: str) -> int:
    """Return how many rows a query counts."""
    with state.database.reading() as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {wanted}")) or 0)


def test_a_user_is_in_no_table_any_more(state: State) -> None:
    """Nor are what others thought of their answers, and the messages that showed them."""
    for answer_id, asker in [("a", ADA), ("b", ADA), ("c", JO), ("d", None)]:
        ask(state, answer_id, asker)
    ask(state, "e", JO, follows="a")
    for answer_id, user in [("a", ADA), ("a", JO), ("c", ADA), ("c", JO)]:
        reason = f"for {user}"
        state.feedback.save(Feedback(answer_id=answer_id, user=user, is_good=False, reason=reason))
    state.answers.show("a", [10, 11], channel=2)
    state.answers.show("c", [12], channel=2)
    assert state.forgetting.user(ADA) == Forgotten(answers=2, feedback=1, messages=2)
    assert [state.answers.get(each) is None for each in "abcde"] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert state.feedback.of("c") == [
        Feedback(answer_id="c", user=JO, is_good=False, reason=f"for {JO}")
    ]
    assert [each.answer.id for each in filter(None, [state.answers.kept("e")])] == ["e"]
    assert (state.answers.shown_by(10), state.answers.messages("c")) == (None, [12])
    assert rows(state, f"answers WHERE asker = {ADA}") == 0
    assert rows(state, f'feedback WHERE "user" = {ADA}') == 0
    assert state.unanswered.newest(1, limit=99)
    assert all(each.asker != ADA for each in state.unanswered.newest(1, limit=99))


def test_no_table_has_a_column_that_forgetting_does_not_know(state: State) -> None:
    """Every column that can hold a user's id is one that a user is looked for in."""
    known = {"answers.asker", "feedback.user"}
    ids = {
        f"{table}.{column}"
        for table, columns in {
            "answers": ("number", "server", "channel", "asker"),
            "answer_messages": ("message", "channel"),
            "feedback": ("user",),
            "server_settings": ("server",),
            "feeds": ("number", "server", "channel", "failures"),
            "feed_entries": ("feed",),
            "withdrawals": ("message", "channel"),
            "presences": ("server", "bot"),
        }.items()
        for column in columns
    }
    assert known < ids
    assert ids == _whole_numbers()


def _whole_numbers() -> set[str]:
    from sqlalchemy import BigInteger, Integer

    from bot.state.tables import Base

    return {
        f"{name}.{column.name}"
        for name, table in Base.metadata.tables.items()
        for column in table.columns
        if isinstance(column.type, Integer | BigInteger)
    }


def test_forgetting_nobody_is_no_trouble(state: State) -> None:
    """Twice is once."""
    ask(state, "a", ADA)
    assert state.forgetting.user(ADA).answers == 1
    assert state.forgetting.user(ADA) == Forgotten()


def test_messages_are_deleted_once_and_by_whoever_can(state: State) -> None:
    """Those that only the user could see are out of reach, unless they were sent elsewhere."""
    ask(state, "a", ADA)
    ask(state, "b", ADA, is_private=True)
    state.answers.show("a", [11, 10], channel=2)
    state.answers.show("b", [12], channel=2)
    state.answers.show("b", [13], channel=3)
    assert state.forgetting.user(ADA).messages == 3
    waiting = state.forgetting.withdrawals()
    assert [(each.message, each.channel) for each in waiting] == [(10, 2), (11, 2), (13, 3)]
    assert datetime.now(UTC) - waiting[0].decided_at < timedelta(minutes=1)
    state.forgetting.withdrawn(11)
    state.forgetting.withdrawn(11)
    assert [each.message for each in state.forgetting.withdrawals()] == [10, 13]


def test_a_server_is_forgotten_with_what_was_set_and_watched(state: State) -> None:
    """Another one isn't."""
    for server, answer_id in [(1, "a"), (2, "b")]:
        ask(state, answer_id, ADA, server=server)
        state.server_settings.save(server, ServerSettings(private_by_default=True))
        feed = WatchedFeed(server=server, url="https://post.example/feed", watched_since=NOON)
        state.feeds.watch(feed)
        state.feeds.mark_seen(feed, ["tag:1"])
    state.presence.note(99, {1, 2})
    assert state.forgetting.server(1) == Forgotten(answers=1, feeds=1, settings=1)
    assert (state.answers.get("a"), state.feeds.of(1)) == (None, [])
    assert not state.server_settings.get(1).private_by_default
    assert state.answers.get("b")
    assert state.server_settings.get(2).private_by_default
    assert [rows(state, name) for name in ("feeds", "feed_entries", "presences")] == [1, 1, 1]


def test_what_is_too_old_is_forgotten(state: State) -> None:
    """And what may be: before times were kept, nobody wrote down when."""
    for answer_id in ("old", "unknown", "new"):
        ask(state, answer_id, ADA)
    state.feedback.save(Feedback(answer_id="old", user=JO, is_good=True))
    set_age(state, "old", days=31)
    with state.database.writing() as session:
        session.execute(text("UPDATE answers SET given_at = NULL WHERE id = 'unknown'"))
    moment = datetime.now(UTC) - timedelta(days=30)
    assert state.forgetting.before(moment) == Forgotten(answers=2)
    assert [state.answers.get(each) is None for each in ("old", "unknown", "new")] == [
        True,
        True,
        False,
    ]
    assert rows(state, "feedback") == 0
    assert state.forgetting.before(moment) == Forgotten()


def set_age(state: State, answer_id: str, *, days: int) -> None:
    """Have an answer been given so many days ago."""
    given_at = datetime.now(UTC) - timedelta(days=days)
    with state.database.writing() as session:
        session.execute(
            text("UPDATE answers SET given_at = :moment WHERE id = :id"),
            {"moment": given_at.replace(tzinfo=None), "id": answer_id},
        )


def test_a_terminal_forgets_what_is_too_old(tmp_path: Path) -> None:
    """With its next answer, what depends on the old ones included."""
    with closing(State.open("", data=tmp_path)) as state:
        ask(state, "old", ADA)
        state.answers.show("old", [10], channel=2)
        set_age(state, "old", days=3)
        assert keep(replace(ANSWER, id="new"), data=tmp_path, longest=timedelta(days=4))
        assert state.answers.get("old")
        assert keep(replace(ANSWER, id="newer"), data=tmp_path, longest=timedelta(days=2))
        assert state.answers.get("old") is None
        assert state.answers.get("new")
        assert rows(state, "answer_messages") == 0


@pytest.mark.parametrize("others", [0, 40])
def test_what_is_forgotten_is_not_in_the_files(tmp_path: Path, others: int) -> None:
    """Not on pages that were given up, among others' rows, nor in the log that a reader keeps."""
    with closing(State.open("", data=tmp_path)) as state:
        for number in range(others):
            ask(state, f"other{number}", JO, channel=number)
            secret = replace(ANSWER, id=f"own{number}", question=f"{CANARY} " * (1 + 40 * number))
            state.answers.save(secret, Occasion(asker=ADA))
        ask(state, "last", ADA)
        assert CANARY.encode() in everything(tmp_path)
        with closing(sqlite3.connect(tmp_path / FILE)) as reader:
            reader.execute("SELECT count(*) FROM answers").fetchone()
            state.forgetting.user(ADA)
            state.forgetting.user(JO)
            assert CANARY.encode() not in everything(tmp_path)
        assert rows(state, "answers") == 0


def test_a_deleted_answer_is_not_in_the_files(tmp_path: Path) -> None:
    """Delete means the same wherever it is said."""
    with closing(State.open("", data=tmp_path)) as state:
        ask(state, "a", ADA)
        ask(state, "b", ADA)
        state.answers.delete("a")
        state.answers.delete("b")
        assert CANARY.encode() not in everything(tmp_path)


def everything(data: Path) -> bytes:
    """Return the content of all files of the database."""
    return b"".join(path.read_bytes() for path in data.iterdir())


def test_the_file_is_its_owners(tmp_path: Path) -> None:
    """So are those that SQLite puts beside it; others' questions are nobody's business."""
    with closing(State.open("", data=tmp_path)) as state:
        ask(state, "a", ADA)
        with closing(sqlite3.connect(tmp_path / FILE)) as reader:
            reader.execute("SELECT count(*) FROM answers").fetchone()
            modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob(f"{FILE}*")}
    modes.pop(f"{FILE}.lock", None)  # empty
    assert modes.keys() >= {FILE, f"{FILE}-wal"}
    assert set(modes.values()) == {0}
