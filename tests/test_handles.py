"""A process that may open no further file says so, and goes on as soon as it may."""

import asyncio
import os
import resource
import subprocess
import sys

import pytest

from index.library import Library
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom
from tests.test_bot_run import LONG_ENOUGH, running


@pytest.mark.parametrize("limit", [8, 12, 20, 22])
def test_a_command_with_few_handles_ends_with_a_sentence(own_archive: Library, limit: int) -> None:
    """It names the limit and how to raise it; that the index is damaged it never says."""
    place = f"--data-dir={own_archive.settings.data}"
    command = [sys.executable, "-m", "bot", "ask", place, QUESTION]
    run = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -n {limit}; exec "$@"', "sh", *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    told = run.stderr.splitlines()
    assert "Traceback" not in run.stderr
    assert "footnote rebuild" not in run.stderr
    if run.returncode:
        assert "ulimit -n" in told[-1]
    else:
        assert "2,600" in run.stdout
        assert all(line.startswith("This answer isn't kept. ") for line in told)


async def test_a_bot_out_of_handles_says_so_and_recovers(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Nothing has to be started anew."""
    server = newsroom.discord
    async with running(server.token, own_archive.settings) as bot:
        await server.gateway.attended(within=LONG_ENOUGH)
        assert FIGURE in (await (await newsroom.ask()).reply(within=LONG_ENOUGH)).text
        process = bot.process.pid
        allowed = resource.prlimit(process, resource.RLIMIT_NOFILE)
        none_more = len(os.listdir(f"/proc/{process}/fd"))
        resource.prlimit(process, resource.RLIMIT_NOFILE, (none_more, allowed[1]))
        told = await (await newsroom.ask()).reply(within=LONG_ENOUGH)
        assert told.text.startswith("Something went wrong on my side: I can’t use my database")
        assert told.ephemeral
        resource.prlimit(process, resource.RLIMIT_NOFILE, allowed)
        await asyncio.sleep(0.1)
        assert FIGURE in (await (await newsroom.ask()).reply(within=LONG_ENOUGH)).text


def test_an_unreadable_manifest_costs_no_segment(
    own_archive: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """Of what can't be read just now it isn't known what it needs: nothing is deleted."""
    data = own_archive.settings.data
    own_archive.rebuild(full=True)
    segments = {path.name for path in (data / "segments").iterdir()}
    [*_, newest] = sorted((data / "generations").iterdir())
    whole = newest.read_bytes()
    newest.unlink()
    newest.mkdir()  # reading it fails, though it is there
    own_archive.rebuild()
    assert segments <= {path.name for path in (data / "segments").iterdir()}
    assert "Nothing is cleared up" in caplog.text
    newest.rmdir()
    newest.write_bytes(whole)
    assert own_archive.ask(QUESTION).answered
