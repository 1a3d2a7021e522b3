"""One database for everything, whatever made it: brought up to date, refused in plain words."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from bot.state.place import SCHEMA
from bot.state.state import State
from index.errors import ConfigurationError
from tests.bot_answers import ANSWER
from tests.databases import NewDatabase
from tests.modules import ROOT

# How Footnote kept answers before there were migrations.
BEFORE = """
CREATE TABLE answer (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, channel TEXT, content TEXT NOT NULL
);
CREATE INDEX newest_in_channel ON answer (channel, number);
"""
# What may be there of the first schema; an entry is known by the SHA-256 of what names it.
FIRST = (
    """INSERT INTO feeds (number, server, url, watched_by, watched_since, failures)
    VALUES (1, 1, 'https://post.example/feed', 4815162342, '2024-11-18 12:00:00', 0)""",
    f"""INSERT INTO feed_entries (feed, entry, seen_at)
    VALUES (1, '{sha256(b"tag:1").hexdigest()}', '2024-11-18 12:00:00')""",
    f"""INSERT INTO server_settings (server, content) VALUES (7, '"{"xylophones" * 2_000}"')""",
)
# Opens the database at an address, and keeps an answer there under an id.
PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from bot.state.state import State
from tests.bot_answers import ANSWER

address, data, answer_id = sys.argv[1:]
State.open(address, data=Path(data)).answers.save(replace(ANSWER, id=answer_id))
"""


def write_old_file(data: Path) -> None:
    """Keep answers of three channels as they were kept before."""
    content = json.dumps(ANSWER.to_json(), ensure_ascii=False)
    channels = {"discord": "1234567890123456789", "terminal": None, "nowhere": "None"}
    with closing(sqlite3.connect(data / "answers.sqlite")) as database, database:
        database.executescript(BEFORE)
        for number, (name, channel) in enumerate(channels.items(), start=5):
            kept = content.replace(ANSWER.id, name)
            row = (number, name, channel, kept)
            database.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", row)


def test_a_file_from_before_is_taken_over_whole(tmp_path: Path) -> None:
    """Every answer is found as it was, in the channel and the order in which it was given."""
    write_old_file(tmp_path)
    answers = State.open("", data=tmp_path).answers
    for name, channel in [("discord", 1234567890123456789), ("terminal", None), ("nowhere", None)]:
        kept = answers.kept(name)
        assert kept
        assert kept.answer.to_json() == ANSWER.to_json() | {"id": name}
        assert kept.occasion.channel == channel
    newest, in_channel = answers.newest(), answers.newest(1234567890123456789)
    assert newest
    assert in_channel
    assert (newest.id, in_channel.id) == ("nowhere", "discord")
    answers.save(ANSWER)
    assert answers.newest() == ANSWER


def test_what_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """An upgrade happens whole or not at all."""
    write_old_file(tmp_path)
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as database, database:
        database.execute("INSERT INTO answer VALUES (9, 'broken', NULL, 'no JSON')")
    with pytest.raises(ConfigurationError, match="can't be used"):
        State.open("", data=tmp_path)
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as database, database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert tables == [("answer",)]
        database.execute("DELETE FROM answer WHERE id = 'broken'")
    assert State.open("", data=tmp_path).answers.get("discord")


def test_the_first_schema_is_taken_over_and_leaves_nothing_deleted(
    address: str, tmp_path: Path
) -> None:
    """Feeds keep what was seen of them, and lose who added them; the file is written anew."""
    file = f"sqlite:///{tmp_path}/answers.sqlite"
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:") or file)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.state:migrations")
        command.upgrade(config, "0001")
        for statement in FIRST:
            connection.execute(text(statement))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM server_settings"))
    engine.dispose()
    with closing(State.open(address, data=tmp_path)) as state:
        [feed] = state.feeds.of(1)
        assert not state.feeds.unseen(feed, ["tag:1"])
        with state.database.reading() as session:
            columns = session.execute(text("SELECT * FROM feeds")).keys()
        assert "watched_by" not in columns
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"xylophones" not in content
    assert b"4815162342" not in content


def test_two_processes_may_open_a_new_database_at_once(address: str, tmp_path: Path) -> None:
    """One makes the tables, the other waits, and both go on."""
    processes = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, address, tmp_path, name], cwd=ROOT)
        for name in ("one", "two")
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    with closing(State.open(address, data=tmp_path)) as state:
        assert state.answers.get("one")
        assert state.answers.get("two")


def test_the_migrations_make_the_tables_that_the_program_knows(
    state: State, address: str, tmp_path: Path
) -> None:
    """Neither lacks what the other has, and the newest step is the one that is named."""
    file = f"sqlite:///{tmp_path}/answers.sqlite"
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:") or file)
    with engine.connect() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.state:migrations")
        command.check(config)
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA
    engine.dispose()


def test_a_newer_database_is_left_alone(state: State, address: str, tmp_path: Path) -> None:
    """The sentence names both schemas and what to do."""
    with state.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match=rf"schema is 9999, newer than {SCHEMA}.*install"):
        State.open(address, data=tmp_path)


def test_an_up_to_date_database_is_opened_without_the_migrations(
    state: State, tmp_path: Path
) -> None:
    """Asking something in a terminal doesn't pay for what is needed once."""
    probe = "import sys; from pathlib import Path; from bot.state.state import State; "
    probe += "State.open('', data=Path(sys.argv[1])).answers.newest(); "
    State.open("", data=tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", f"{probe} print('alembic' in sys.modules)", tmp_path],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert run.stdout == "False\n"


@pytest.mark.parametrize("address", ["nonsense", "mysql://me:secret@host/name", "postgresql://"])
def test_an_address_of_no_known_database_is_refused(address: str, tmp_path: Path) -> None:
    """The sentence shows one that would do, and not the password."""
    with pytest.raises(ConfigurationError, match="DATABASE_URL is not an address such") as refusal:
        State.open(address, data=tmp_path)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("login", ["me:s3cr3t-s3cr3t", "me:s3cr3t@s3cr3t", "me:s3cr3t/s3cr3t"])
@pytest.mark.parametrize("query", ["", "?password=s3cr3t-s3cr3t&sslmode=disable", "?s3cr3t"])
def test_no_part_of_a_password_is_in_an_error(tmp_path: Path, login: str, query: str) -> None:
    """However it is written, and whatever the driver says of it."""
    pytest.importorskip("psycopg", reason='needs `pip install "footnote[postgresql]"`')
    with pytest.raises(ConfigurationError) as refusal:
        State.open(f"postgresql://{login}@127.0.0.1:9/name{query}", data=tmp_path)
    assert "DATABASE_URL" in str(refusal.value)
    assert "s3cr3t" not in str(refusal.value)


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    """Whoever runs the bot sees which one was tried, and logs don't see how to log in."""
    pytest.importorskip("psycopg", reason='needs `pip install "footnote[postgresql]"`')
    with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1:9/name can't be used") as refusal:
        State.open("postgresql://me:secret@127.0.0.1:9/name", data=tmp_path)
    assert "secret" not in str(refusal.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """It is said which one, and nothing in it is changed."""
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"my diary " * 1_000)
    with pytest.raises(ConfigurationError, match=r"answers\.sqlite can't be used"):
        State.open("", data=tmp_path)
    assert path.read_bytes() == b"my diary " * 1_000


def test_several_processes_may_share_a_server(postgresql: NewDatabase, tmp_path: Path) -> None:
    """What one bot keeps, another one finds."""
    address = postgresql()
    one, two = (State.open(address, data=tmp_path) for _ in range(2))
    one.answers.save(ANSWER)
    assert two.answers.get(ANSWER.id) == ANSWER
    one.close()
    two.close()
