"""`footnote bot` from its first to its last moment, as a process of its own."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.command_line.doctor import running_bot
from index.library import Library
from index.settings import Settings
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom
from tests.local_discord import Fault

# `python -m bot`, but for the Discord it talks to.
PROGRAM = """
import runpy, sys
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], URL(sys.argv[2])
del sys.argv[1:]
runpy.run_module("bot", run_name="__main__")
"""
PROJECT = Path(__file__).parents[1]
LONG_ENOUGH = 30  # seconds for a process to start on a busy machine


@dataclass(frozen=True, slots=True)
class Running:
    """The bot as a process, with the file of what it logs."""

    process: Process
    log: Path

    async def logged(self, words: str) -> None:
        """Return once the words are in the log."""
        for _ in range(10 * LONG_ENOUGH):
            if words in self.log.read_text(encoding="utf-8"):
                return
            await asyncio.sleep(0.1)
        raise TimeoutError(words)

    async def ended(self) -> tuple[int | None, str, str]:
        """Return the exit code, the output and the log of the process, which ends by itself."""
        output, _ = await asyncio.wait_for(self.process.communicate(), LONG_ENOUGH)
        return self.process.returncode, output.decode(), self.log.read_text(encoding="utf-8")


@asynccontextmanager
async def running(token: str, settings: Settings, **others: str) -> AsyncIterator[Running]:
    """Have `python -m bot` run with a token and further settings, as chatty as it can be."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "DISCORD_TOKEN": token,
        "LOG_LEVEL": "DEBUG",
        "ARTICLES_DIR": str(settings.articles[0]),
        "DATA_DIR": str(settings.data),
        **others,
    }
    places = Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)
    directory = settings.data.parent  # where there is no .env
    log = directory / "log"
    with log.open("w") as written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, *places),
            env=environment,
            cwd=directory,
            stdout=PIPE,
            stderr=written,
        )
    try:
        yield Running(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_the_bot_says_how_to_invite_it_and_ends_when_told(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """It closes cleanly at SIGTERM, and never logged its token."""
    token = newsroom.discord.token
    async with running(token, own_archive.settings) as bot:
        assert bot.process.stdout
        ready = await asyncio.wait_for(bot.process.stdout.readline(), LONG_ENOUGH)
        assert b"permissions=309237730304" in ready
        bot.process.send_signal(signal.SIGTERM)
        exit_code, _, log = await bot.ended()
    assert exit_code == 0
    assert "connected to Gateway" in log
    assert token not in log


async def test_answers_that_were_begun_are_finished(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """After the signal a new question is refused, and the pending one still gets its answer."""
    server = newsroom.discord
    async with running(server.token, own_archive.settings) as bot:
        await server.gateway.attended(within=LONG_ENOUGH)
        server.inject(Fault("PATCH */messages/@original", delay=2))
        pending = await newsroom.ask()
        await server.until(lambda: pending.callback, wanted="an acknowledgement", within=10)
        bot.process.send_signal(signal.SIGTERM)
        await bot.logged("Told to stop")
        late = await server.slash(newsroom.editor, newsroom.channel, "ask", question=QUESTION)
        assert (await late.reply()).text == "I’m being restarted: try again in a minute."
        assert FIGURE in (await pending.reply(within=LONG_ENOUGH)).text
        exit_code, _, _ = await bot.ended()
    assert exit_code == 0


async def test_without_an_index_the_bot_builds_one(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Whoever asks meanwhile is told so, and gets an answer once it is there."""
    (own_archive.settings.data / "CURRENT").unlink()
    server = newsroom.discord
    async with running(server.token, own_archive.settings) as bot:
        await server.gateway.attended(within=LONG_ENOUGH)
        early = await newsroom.ask()
        assert (await early.reply()).text == "The index is being built: ask again in a moment."
        await bot.logged("The index holds 6 articles")
        late = await newsroom.ask()
        assert FIGURE in (await late.reply(within=LONG_ENOUGH)).text


async def test_a_wrong_token_is_a_matter_of_configuration(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The process ends with 78 and one sentence that names the mend."""
    async with running(f"{newsroom.discord.token}x", own_archive.settings) as bot:
        exit_code, _, log = await bot.ended()
    assert exit_code == 78
    assert log.splitlines()[-1].startswith("footnote: Discord refuses DISCORD_TOKEN: open ")
    assert "Traceback" not in log


async def test_an_intent_that_discord_refuses_is_a_matter_of_configuration(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The sentence names the setting, and where the intent is enabled."""
    token = newsroom.discord.token
    async with running(token, own_archive.settings, MESSAGE_CONTENT_INTENT="on") as bot:
        exit_code, _, log = await bot.ended()
    assert exit_code == 78
    assert "Discord refuses MESSAGE_CONTENT_INTENT: open https://" in log.splitlines()[-1]
    assert "Traceback" not in log


@pytest.mark.parametrize("token", ["", "your-token-here", "wrong"])
async def test_without_a_token_nothing_is_tried(
    newsroom: Newsroom, own_archive: Library, token: str
) -> None:
    """A missing token, or what can't be one, ends the process before it asks Discord."""
    async with running(token, own_archive.settings) as bot:
        exit_code, output, log = await bot.ended()
    assert (exit_code, output) == (78, "")
    assert log.splitlines()[-1].startswith("footnote: DISCORD_TOKEN is ")
    assert not newsroom.discord.requests


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_nobodys_words_and_no_secret_are_in_the_log(
    newsroom: Newsroom, own_archive: Library, log_format: str
) -> None:
    """A whole run, failures included, tells ids alone, however chatty it is."""
    server, data = newsroom.discord, own_archive.settings.data
    question = "How many xylophones rode Tram 9?"
    async with running(server.token, own_archive.settings, LOG_FORMAT=log_format) as bot:
        await server.gateway.attended(within=LONG_ENOUGH)
        asked = await newsroom.ask(question)
        assert (await asked.reply(within=LONG_ENOUGH)).text
        mention = await newsroom.mention(question)
        await server.next_message(newsroom.channel, after=mention, within=LONG_ENOUGH)
        (data / "CURRENT").write_text("999999")
        failing = await newsroom.ask(question)
        assert "Something went wrong" in (await failing.reply(within=LONG_ENOUGH)).text
        server.inject(Fault("POST */messages", status=403))
        await newsroom.mention(question)
        await bot.logged("A failure couldn't be told")
        server.gateway.drop()
        await server.until(lambda: server.gateway.resumes, wanted="a resume", within=LONG_ENOUGH)
        bot.process.send_signal(signal.SIGTERM)
        exit_code, _, log = await bot.ended()
    assert exit_code == 0
    assert "IndexDamaged" in log
    names = (newsroom.reader.user.name, newsroom.channel.name, "Newsroom")
    secrets = (*server.token.split("."), asked.token, failing.token)
    for private in ("xylophones", "2,600", *names, *secrets):
        assert not re.search(rf"\b{re.escape(private)}\b", log), private
    if log_format == "json":
        assert all("message" in json.loads(line) for line in log.splitlines())


async def test_a_token_that_is_refused_is_not_in_the_log(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """It may have been a good one on another day."""
    wrong = f"{newsroom.discord.token}x"
    async with running(wrong, own_archive.settings, LOG_FORMAT="json") as bot:
        exit_code, output, log = await bot.ended()
    assert exit_code == 78
    assert wrong.rpartition(".")[2] not in output + log


async def test_the_health_can_be_asked_for(newsroom: Newsroom, own_archive: Library) -> None:
    """While the bot runs; the doctor asks too."""
    port = str(_free_port())
    async with running(newsroom.discord.token, own_archive.settings, HEALTH_PORT=port) as bot:
        await newsroom.discord.gateway.attended(within=LONG_ENOUGH)
        await bot.logged("connected to Gateway")
        ok, detail, *_ = await asyncio.to_thread(running_bot, {"HEALTH_PORT": port})
        assert ok, detail
        bot.process.send_signal(signal.SIGTERM)
        exit_code, _, _ = await bot.ended()
    assert exit_code == 0


async def test_a_port_in_use_ends_the_bot_before_it_connects(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Whoever watches that port would hear of something else."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with running(newsroom.discord.token, own_archive.settings, HEALTH_PORT=port) as bot:
            exit_code, _, log = await bot.ended()
    assert exit_code == 78
    assert log.splitlines()[-1].startswith(f"footnote: HEALTH_PORT is {port}, ")
    assert not newsroom.discord.requests


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
