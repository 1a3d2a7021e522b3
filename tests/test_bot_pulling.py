"""A bot follows what another machine rebuilds, and leaves changes to that machine."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.pulling import pulling
from index.library import Library
from tests.bot_fixtures import FIGURE, Newsroom, at_work
from tests.eventually import eventually
from tests.sharing import follower, shared
from tests.test_rebuild import LATER, QUESTION

_WITHIN = 2.0  # seconds
# What a bot on another machine does, short of Discord: it follows, and answers all the while.
_FOLLOWING = """
import asyncio, json, sys, time
from bot.pulling import pulling
from index.library import Library
from index.settings import Settings, environment

async def main():
    settings = Settings.from_mapping(environment())
    library = Library.open(settings)
    async with pulling(settings, lambda: []):
        while not library.is_built:
            await asyncio.sleep(0.05)
        while True:
            began = time.time()
            answer = await library.answer(sys.argv[1])
            print(json.dumps([began, answer.text]), flush=True)

asyncio.run(main())
"""


@asynccontextmanager
async def _following(library: Library, *servers: int) -> AsyncIterator[None]:
    async with pulling(library.settings, lambda: servers):
        await eventually(lambda: library.is_built)
        yield


def test_a_rebuild_on_one_machine_is_answered_by_another(source: Library, mirror: Library) -> None:
    """Within two seconds, and no question fails meanwhile."""
    [articles] = source.settings.articles
    command = [sys.executable, "-c", _FOLLOWING, QUESTION]
    places = {
        "DATA_DIR": str(mirror.settings.data),
        "INDEX_URL": str(mirror.settings.index_url),
        "CHROMA_URL": "",
    }
    rebuild = [sys.executable, "-m", "bot", "rebuild", "--progress=none"]
    here = [f"--articles={articles}", f"--data-dir={source.settings.data}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=os.environ | places
    ) as child:
        assert child.stdout
        assert "2,600" in child.stdout.readline()
        tram = articles / "tram.md"
        tram.write_text(tram.read_text("utf-8").replace("2,600", "3,100"), "utf-8")
        server = {"CHROMA_URL": str(source.settings.chroma_url)}
        subprocess.run(
            [*rebuild, *here], check=True, stdout=subprocess.DEVNULL, env=os.environ | server
        )
        rebuilt, texts = time.time(), []
        for line in child.stdout:
            began, text = json.loads(line)
            texts.append(text)
            if began > rebuilt + _WITHIN:
                break
        assert began > rebuilt + _WITHIN  # it is alive
        child.kill()
    assert all("2,600" in text or "3,100" in text for text in texts)
    assert "2,600" in texts[0]
    assert "3,100" in texts[-1]


async def test_a_server_that_the_bot_is_in_is_followed(source: Library, mirror: Library) -> None:
    """With its own articles, and others' aren't fetched."""
    for server in ("42", "43"):
        source.of(server).add("later.txt", LATER.encode())
        source.of(server).rebuild()
    async with _following(mirror, 42, 44):
        await eventually(mirror.of("42").own_articles)
    assert not (mirror.settings.data / "collections" / "43").exists()


async def test_trouble_is_told_once(
    source: Library, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the other machine is away; what was fetched goes on answering."""
    monkeypatch.setattr("bot.pulling._BETWEEN_LOOKS", 0.05)
    with shared(source.settings.data) as way:
        mirror = follower(source, way.url)
    async with pulling(mirror.settings, list):
        await eventually(lambda: "INDEX_URL" in caplog.text)
        await asyncio.sleep(0.3)
    assert caplog.text.count("INDEX_URL") == 1
    mirror.close()


async def test_without_an_address_nothing_is_followed(own_archive: Library) -> None:
    """The bot rebuilds its own index."""
    async with pulling(own_archive.settings, list):
        assert len(asyncio.all_tasks()) == 1


async def test_changes_are_for_the_other_machine(newsroom: Newsroom, mirror: Library) -> None:
    """Whoever asks for one is told so in a sentence, and questions are answered."""
    commands: dict[str, dict[str, str | bool]] = {
        "rebuild": {},
        "add": {"url": "https://example.org/"},
        "remove": {"article": "x"},
        "watch": {"feed": "https://example.org/feed"},
    }
    async with _following(mirror), at_work(newsroom, mirror):
        for name, options in commands.items():
            asked = await newsroom.discord.slash(newsroom.editor, newsroom.channel, name, **options)
            refusal = await asked.reply()
            assert refusal.ephemeral
            assert refusal.text.startswith("The index is changed and rebuilt on the machine that")
        undo = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "rebuild", undo=True)
        assert "follows it: do that there." in (await undo.reply()).text
        assert FIGURE in (await (await newsroom.ask()).reply()).text
