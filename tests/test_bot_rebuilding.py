"""A rebuild runs beside the bot, one at a time, and can be ended."""

import asyncio
import os
import resource
import shutil
import signal
from typing import Any

import pytest

from bot.rebuilding import Rebuilder
from index.errors import FootnoteError, RebuildRunning
from index.library import Library
from index.progress import Progress
from index.rebuild import RebuildReport
from tests.eventually import eventually
from tests.processes import children_of
from tests.test_rebuild import LATER, QUESTION

NEWS = "The city council voted to plant nine hundred lime trees along the canal."


async def first_progress(rebuilder: Rebuilder, work: asyncio.Task[Any]) -> Progress:
    """Return the first progress of a rebuild under way."""
    while rebuilder.progress is None and not work.done():
        await asyncio.wait({work}, timeout=0.02)
    assert rebuilder.progress
    return rebuilder.progress


async def test_a_rebuild_reports_what_it_did(own_archive: Library) -> None:
    """The report of the child process comes back with its failures, and the index is new."""
    articles = own_archive.settings.articles[0]
    (articles / "trees.txt").write_text(NEWS)
    (articles / "empty.txt").write_text("")
    report = await Rebuilder(own_archive.settings).start()
    assert (report.added, report.unchanged) == (1, 6)
    assert [error.path for error in report.failed] == ["empty.txt"]
    assert (
        "lime trees" in (await own_archive.answer("What did the city council vote to plant?")).text
    )


async def test_only_one_rebuild_runs_at_a_time(own_archive: Library) -> None:
    """A second one is refused while the first one goes on, and its progress can be followed."""
    rebuilder = Rebuilder(own_archive.settings)
    work = rebuilder.start()
    with pytest.raises(RebuildRunning):
        rebuilder.start()
    progress = await first_progress(rebuilder, work)
    assert progress.step in {
        "Reading articles",
        "Embedding passages",
    }  # reading may be over at once
    await work
    assert not rebuilder.is_running
    assert rebuilder.progress is None


async def test_servers_and_everyone_are_rebuilt_side_by_side(own_archive: Library) -> None:
    """Nobody is refused because of another's index, and each report is of its own."""
    rebuilder = Rebuilder(own_archive.settings)
    for server in ("1", "2"):
        assert not rebuilder.has_articles(server)
        own_archive.of(server).add("trees.txt", NEWS.encode())
    works = [rebuilder.start(index) for index in ("1", "2", None)]
    with pytest.raises(RebuildRunning):
        rebuilder.start("2")
    reports = await asyncio.gather(*works)
    assert [report.articles for report in reports] == [1, 1, 6]
    assert rebuilder.progress_of("2") is None
    question = "What did the city council vote to plant?"
    assert "lime trees" in (await own_archive.of("2").answer(question)).text
    assert "lime trees" not in (await own_archive.answer(question)).text


async def test_every_rebuild_is_stopped(own_archive: Library) -> None:
    """Those that wait for their turn, too."""
    rebuilder = Rebuilder(own_archive.settings)
    for server in ("1", "2"):
        own_archive.of(server).add("trees.txt", NEWS.encode())
    works = [rebuilder.start(index) for index in ("1", "2", None)]
    await first_progress(rebuilder, works[-1])
    await rebuilder.stop()
    assert all(work.cancelled() for work in works)
    assert own_archive.of("2").own_articles() == []


async def test_a_failure_is_the_sentence_of_the_command_line(own_archive: Library) -> None:
    """Why a rebuild failed is told as `footnote rebuild` tells it."""
    shutil.rmtree(own_archive.settings.articles[0])
    own_archive.settings.articles[0].mkdir()
    with pytest.raises(FootnoteError, match=r"^There is no article to read"):
        await Rebuilder(own_archive.settings).start()


async def test_a_rebuild_that_is_stopped_leaves_nothing_running(own_archive: Library) -> None:
    """The child process is gone when the bot is, so the next rebuild can begin at once."""
    rebuilder = Rebuilder(own_archive.settings)
    work = rebuilder.start()
    await first_progress(rebuilder, work)
    await rebuilder.stop()
    assert work.cancelled()
    assert (await Rebuilder(own_archive.settings).start()).unchanged == 6


async def _rebuild(library: Library) -> tuple[asyncio.Task[RebuildReport], int]:
    """Begin a rebuild; return it, and the process that does it."""
    others = set(children_of(os.getpid()))
    work = Rebuilder(library.settings).start()
    [child] = await eventually(lambda: set(children_of(os.getpid())) - others)
    return work, child


@pytest.mark.parametrize("megabytes", [150, pytest.param(400, marks=pytest.mark.trust)])
async def test_a_rebuild_out_of_memory_says_so_in_a_sentence(
    own_archive: Library, megabytes: int
) -> None:
    """Wherever it runs out, nothing half-made stays, and the old index answers."""
    before = sorted((own_archive.settings.data / "segments").iterdir())
    (own_archive.settings.articles[0] / "later.txt").write_text(LATER, "utf-8")
    work, child = await _rebuild(own_archive)
    limit = megabytes << 20
    resource.prlimit(child, resource.RLIMIT_AS, (limit, limit))
    with pytest.raises(FootnoteError) as told:
        await work
    assert "\n" not in str(told.value)
    assert "Traceback" not in str(told.value)
    assert sorted((own_archive.settings.data / "segments").iterdir()) == before
    answer = await asyncio.to_thread(own_archive.ask, QUESTION)
    assert "2,600" in answer.text


async def test_a_rebuild_that_the_system_kills_is_told_of(own_archive: Library) -> None:
    """As it does where memory is short."""
    work, child = await _rebuild(own_archive)
    os.kill(child, signal.SIGKILL)
    with pytest.raises(FootnoteError, match=r"ended by SIGKILL: see that .* enough memory"):
        await work
