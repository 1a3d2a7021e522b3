"""What the bot keeps is damaged, gone or held by others: it says so, and loses nothing."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.desk import NOT_KEPT
from bot.state import database
from bot.state.server_settings import ServerSettings, ServerSettingsStore
from bot.state.state import State
from index.errors import ConfigurationError
from index.library import Library
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, at_work, kept_answer

NO_DATABASE = "I can’t use my database just now. Whoever runs me finds the mend in the log."
NO_INDEX = "I can’t read my index. Whoever runs me finds the mend in the log."


def overwrite(path: Path) -> None:
    """Make a file of something else of it."""
    path.write_bytes(b"my diary " * 1_000)


def put_a_folder_there(path: Path) -> None:
    """Take the place of a file."""
    path.unlink(missing_ok=True)
    path.mkdir()


@pytest.mark.parametrize("damage", [overwrite, put_a_folder_there])
def test_a_damaged_database_costs_no_answer(
    own_archive: Library, damage: Callable[[Path], None]
) -> None:
    """A command answers all the same; whoever opens the database is told which, and the mend."""
    data = own_archive.settings.data
    damage(data / "answers.sqlite")
    places = [f"--data-dir={data}", f"--articles={own_archive.settings.articles[0]}"]
    run = subprocess.run(
        [sys.executable, "-m", "bot", "ask", *places, QUESTION],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0
    assert "2,600" in run.stdout
    assert "This answer isn't kept. The database " in run.stderr
    assert "Traceback" not in run.stderr
    with pytest.raises(
        ConfigurationError, match=r"answers\.sqlite can't be used .* copy from before"
    ):
        State.open("", data=data)


async def test_a_database_that_is_damaged_meanwhile_is_told_of(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Whoever asks learns that it is the database; put back, it is as it was."""
    path = own_archive.settings.data / "answers.sqlite"
    async with at_work(newsroom, own_archive) as bot:
        answer = await (await newsroom.ask()).reply()
        kept = await kept_answer(bot, answer)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = path.read_bytes()
        path.write_bytes(whole[:100] + bytes(len(whole) - 100))
        told = await (await newsroom.ask()).reply()
        assert told.text.endswith(NO_DATABASE)
        path.write_bytes(whole)
        assert FIGURE in (await (await newsroom.ask()).reply()).text
        assert bot.state.answers.shown_by(int(answer.id)) == kept


async def test_a_database_that_others_hold_keeps_nobody_waiting_for_ever(
    newsroom: Newsroom, own_archive: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes, with the word that it isn't kept."""
    monkeypatch.setitem(database._SQLITE["connect_args"], "timeout", 0.2)
    async with at_work(newsroom, own_archive):
        path = own_archive.settings.data / "answers.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            told = await (await newsroom.ask()).reply()
            assert FIGURE in told.text
            assert NOT_KEPT in told.text
            holder.execute("ROLLBACK")
        assert NOT_KEPT not in (await (await newsroom.ask()).reply()).text


async def test_a_data_folder_that_vanishes_and_comes_back_is_taken_up(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """As when a network drive goes away for a while."""
    data = own_archive.settings.data
    away = data.with_name("away")
    async with at_work(newsroom, own_archive) as bot:
        answer = await (await newsroom.ask()).reply()
        kept = await kept_answer(bot, answer)
        shutil.move(data, away)
        told = await (await newsroom.ask()).reply()
        assert told.text.endswith(NO_DATABASE)
        shutil.move(away, data)
        assert FIGURE in (await (await newsroom.ask()).reply()).text
        assert bot.state.answers.shown_by(int(answer.id)) == kept


@pytest.mark.parametrize(
    "damage", [overwrite, put_a_folder_there, lambda path: path.write_text("")]
)
async def test_a_damaged_pointer_is_told_of(
    newsroom: Newsroom, own_archive: Library, damage: Callable[[Path], None]
) -> None:
    """Put back, it leads to the index that was there all the time."""
    pointer = own_archive.settings.data / "CURRENT"
    whole = pointer.read_bytes()
    async with at_work(newsroom, own_archive):
        damage(pointer)
        assert (await (await newsroom.ask()).reply()).text.endswith(NO_INDEX)
        if pointer.is_dir():
            pointer.rmdir()
        pointer.write_bytes(whole)
        assert FIGURE in (await (await newsroom.ask()).reply()).text


async def test_a_damaged_index_is_mended_by_a_rebuild_in_discord(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """With what remembers the files and the vectors damaged, too."""
    data = own_archive.settings.data
    overwrite(data / "files.known")
    overwrite(data / "embeddings.sqlite")
    overwrite(data / "CURRENT")
    async with at_work(newsroom, own_archive):
        assert (await (await newsroom.ask()).reply()).text.endswith(NO_INDEX)
        rebuilt = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "rebuild")
        await newsroom.discord.until(
            lambda: rebuilt.answers and "up to date" in rebuilt.answers[-1].text,
            wanted="a rebuild",
            within=60,
        )
        await asyncio.sleep(0)
        assert FIGURE in (await (await newsroom.ask()).reply()).text


async def test_a_database_that_does_not_answer_is_told_of_in_time(
    newsroom: Newsroom, own_archive: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Discord gives up on whoever asked."""
    over = threading.Event()

    def wait(*_: object) -> ServerSettings:
        over.wait(30)
        return ServerSettings()

    async with at_work(newsroom, own_archive):
        monkeypatch.setattr(ServerSettingsStore, "get", wait)
        told = await (await newsroom.ask()).reply()
        assert told.text.endswith(NO_DATABASE)
        over.set()
