"""A disk that is full, or may only be read, costs nothing that was kept, and no answer."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.desk import NOT_KEPT
from index.embedding import CachedEmbedder
from index.errors import ConfigurationError
from index.library import Library
from tests.articles import ARTICLES
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, at_work, kept_answer
from tests.conftest import settings_in
from tests.disks import Disk, small_disk
from tests.local_discord import Fault
from tests.test_bot_run import LONG_ENOUGH, running
from tests.test_rebuild import LATER

MEGABYTES = 8


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A small disk."""
    with small_disk(tmp_path / "disk", megabytes=MEGABYTES) as mounted:
        yield mounted


@pytest.fixture
def library(archive: Library, disk: Disk) -> Iterator[Library]:
    """A copy of the archive, all of it on that disk but the embedding model."""
    shutil.copytree(
        archive.settings.data.parent,
        disk.place,
        symlinks=True,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("answers.sqlite*"),
    )
    opened = Library.open(settings_in(disk.place))
    yield opened
    opened.close()


def footnote(library: Library, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command over the library in a process of its own."""
    settings = library.settings
    places = [f"--data-dir={settings.data}", f"--articles={settings.articles[0]}"]
    return subprocess.run(
        [sys.executable, "-m", "bot", arguments[0], *places, *arguments[1:]],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


async def test_a_bot_on_a_full_disk_answers_and_forgets_nothing(
    newsroom: Newsroom, library: Library, disk: Disk
) -> None:
    """It says what it couldn't keep, and keeps again as soon as there is room."""
    discord = newsroom.discord
    async with at_work(newsroom, library) as bot:
        kept = await (await newsroom.ask()).reply()
        assert NOT_KEPT not in kept.text
        given = await kept_answer(bot, kept)
        disk.fill()
        told = await (await newsroom.ask()).reply()
        assert FIGURE in told.text
        assert NOT_KEPT in told.text
        mention = await newsroom.mention()
        answer = await discord.next_message(newsroom.channel, after=mention)
        assert FIGURE in answer.text
        assert NOT_KEPT in answer.text
        pressed = await discord.press(newsroom.reader, kept, label="👍")
        assert "I can’t use my database just now" in (await pressed.reply()).text
        sources = await discord.press(newsroom.reader, kept, label="Sources")
        assert "tram" in (await sources.reply()).text
        disk.empty()
        after = await (await newsroom.ask()).reply()
        assert NOT_KEPT not in after.text
        assert await kept_answer(bot, after)
        assert bot.state.answers.shown_by(int(kept.id)) == given


def test_a_command_on_a_full_disk_answers(library: Library, disk: Disk) -> None:
    """The answer is printed, and beside it that it isn't kept."""
    assert footnote(library, "ask", QUESTION).returncode == 0
    disk.fill()
    run = footnote(library, "ask", "--json", QUESTION)
    assert run.returncode == 0, run.stderr
    assert "2,600" in json.loads(run.stdout)["answer"]
    assert "This answer isn't kept. " in run.stderr
    assert "Traceback" not in run.stderr
    disk.empty()
    sources = json.loads(footnote(library, "sources", "--json").stdout)
    assert sources["question"] == QUESTION


def test_a_rebuild_on_a_full_disk_says_so(library: Library, disk: Disk) -> None:
    """The old index stays, nothing half-made does, and with room the rebuild is as ever."""
    (library.settings.articles[0] / "later.txt").write_text(LATER, "utf-8")
    before = sorted((library.settings.data / "segments").iterdir())
    disk.fill()
    run = footnote(library, "rebuild", "--progress=none")
    assert (run.returncode, run.stdout) == (1, "")
    assert "can't be written" in run.stderr
    assert "room on the disk" in run.stderr
    assert "Traceback" not in run.stderr
    assert sorted((library.settings.data / "segments").iterdir()) == before
    assert "2,600" in library.ask(QUESTION).text
    disk.empty()
    report = json.loads(footnote(library, "rebuild", "--json", "--progress=none").stdout)
    assert (report["added"], report["unchanged"]) == (1, len(ARTICLES))


def test_texts_are_embedded_where_no_vector_can_be_kept(
    archive: Library, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    """The cache makes it quick, not right: without room it is done without."""
    cached = CachedEmbedder(archive.embedder, disk.place / "embeddings.sqlite")
    first = cached.embed(["one"])
    disk.fill()
    both = cached.embed(["one", "two"])
    np.testing.assert_array_equal(both[0], first[0])
    assert "embedding without it" in caplog.text
    disk.empty()
    np.testing.assert_array_equal(cached.embed(["one", "two"]), both)


@pytest.mark.parametrize("command", ["ask", "timeline"])
def test_what_may_only_be_read_is_read(library: Library, disk: Disk, command: str) -> None:
    """A process that begins over it answers; what has to write says why it can't."""
    disk.protect()
    run = footnote(library, command, "--json", QUESTION)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)
    assert ("This answer isn't kept. " in run.stderr) is (command == "ask")
    assert "Traceback" not in run.stderr


def test_what_has_to_write_says_why_it_cannot(library: Library, disk: Disk) -> None:
    """The setting is named, with what is wrong there."""
    disk.protect()
    for write in (library.rebuild, library.undo_rebuild):
        with pytest.raises(ConfigurationError, match=r"DATA_DIR is .*Read-only file system"):
            write()


async def test_a_log_that_takes_nothing_more_stops_nobody(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The bot answers, and ends as it should."""
    server = newsroom.discord
    (own_archive.settings.data.parent / "log").symlink_to("/dev/full")
    async with running(server.token, own_archive.settings) as bot:
        await server.gateway.attended(within=LONG_ENOUGH)
        server.inject(Fault("POST */typing", status=503))
        assert FIGURE in (await (await newsroom.ask()).reply(within=LONG_ENOUGH)).text
        mention = await newsroom.mention()
        answer = await server.next_message(newsroom.channel, after=mention)
        assert FIGURE in answer.text
        bot.process.send_signal(signal.SIGTERM)
        exit_code = await bot.process.wait()
    assert exit_code == 0
