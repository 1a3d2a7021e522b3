"""No secret is anywhere but where it was put, whichever command runs and whatever fails."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from index.library import Library
from tests.bot_fixtures import QUESTION, Newsroom
from tests.chat_server import chat_server, says
from tests.echoing import Echo, echoing
from tests.guarded_chroma import guarded
from tests.local_discord import Fault
from tests.modules import ROOT
from tests.test_bot_run import LONG_ENOUGH, running

# Shaped like what they are, each with a part by which it is found wherever it is cut.
CANARIES = {
    "DISCORD_TOKEN": "MTIzNDU2Nzg5MDEyMzQ1Njc4.GcanA1.c4n4ry0d1sc0rd0123456789abcdefghijkl",
    "LANGUAGE_MODEL_KEY": "sk-c4n4ry1anguage0m0de1",
    "OPENAI_API_KEY": "sk-c4n4ry0penai012345",
    "ANTHROPIC_API_KEY": "sk-ant-c4n4ry0anthr0pic",
    "CHROMA_API_KEY": "ck-c4n4ry0chr0ma01234",
    "PGPASSWORD": "c4n4ry0pgpassw0rd",
}
PASSWORD = "c4n4ry0p0stgres"
DEAD_DATABASE = f"postgresql://me:{PASSWORD}@127.0.0.1:9/name"
MARK = "c4n4ry"
_THEIRS = "openai/text-embedding-3-small"
_OFTEN = 0.02  # seconds between two looks at the process list


@dataclass
class Traces:
    """Everything that a command left, under the name of where it was found."""

    found: dict[str, str] = field(default_factory=dict)
    exit_code: int | None = None

    def require_none(self) -> None:
        """See that no secret is in any of it."""
        for place, content in self.found.items():
            assert MARK not in content, place


@contextmanager
def process_list() -> Iterator[set[str]]:
    """Gather the command lines of all processes of the machine, looked at again and again."""
    seen: set[str] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(_OFTEN):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                with suppress(OSError):
                    seen.add(path.read_bytes().decode(errors="replace"))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def left_by(library: Library, *arguments: str, stdin: str = "", **environment: str) -> Traces:
    """Return what a command leaves that is run with every secret and further settings.

    One that would run for ever is ended after it was asked for all files there are.
    """
    folder = library.settings.data.parent
    settings = {
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "DEBUG",
        "ARTICLES_DIR": str(library.settings.articles[0]),
        "DATA_DIR": str(library.settings.data),
    }
    traces = Traces()
    with process_list() as seen:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            env={**os.environ, **settings, **CANARIES, **environment},
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if arguments[0] == "share":
            traces.found["what is shared"] = _everything_shared(library.settings.data, arguments)
            process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(stdin, timeout=120)
    traces.exit_code = process.returncode
    traces.found |= {"output": output, "errors": errors, "process list": "\n".join(seen)}
    for path in folder.rglob("*"):
        if path.is_file() and "models" not in path.parts:
            traces.found[str(path)] = path.read_bytes().decode("latin-1")
    return traces


def _everything_shared(data: Path, arguments: tuple[str, ...]) -> str:
    """Return all that `footnote share` answers to whoever asks for any file of DATA_DIR."""
    url = f"http://127.0.0.1:{arguments[-1].rpartition('=')[2]}"
    paths = [path.relative_to(data) for path in data.rglob("*") if "models" not in path.parts]
    asked = ["", "CURRENT", ".env", "../.env", "%2e%2e/.env", *map(str, paths)]
    with httpx.Client(transport=httpx.HTTPTransport(retries=9)) as client:
        return "\n".join(client.get(f"{url}/{path}").text for path in asked)


@pytest.fixture
def echo() -> Iterator[Echo]:
    """A server that repeats what it was sent."""
    with echoing() as running_echo:
        yield running_echo


FAILING = {
    "a language model": (["ask", QUESTION], {"LANGUAGE_MODEL": "openai-like/x"}, 0),
    "a Chroma server": (["rebuild", "--full", "--json"], {"CHROMA_URL": ""}, 1),
    "an embedding model": (["rebuild"], {"EMBEDDINGS": _THEIRS}, 1),
    "a database": (["forget", "7", "--json"], {"DATABASE_URL": DEAD_DATABASE}, 78),
    "a database for the bot": (["bot"], {"DATABASE_URL": DEAD_DATABASE}, 78),
    "everything": (
        ["doctor"],
        {
            "LANGUAGE_MODEL": "openai-like/x",
            "CHROMA_URL": "",
            "DATABASE_URL": DEAD_DATABASE,
            "EMBEDDINGS": _THEIRS,
        },
        1,
    ),
    "a setting with another's value": (
        ["bot"],
        {"DEV_GUILD_ID": CANARIES["DISCORD_TOKEN"], "LOG_FORMAT": "json"},
        78,
    ),
    "an address with a password": (["status"], {"CHROMA_URL": f"http://me:{PASSWORD}@host"}, 78),
}
# Of these, the server must have been sent the secret that it repeats.
ECHOED = {
    "a language model": "LANGUAGE_MODEL_KEY",
    "a Chroma server": "CHROMA_API_KEY",
    "everything": "LANGUAGE_MODEL_KEY",
}


@pytest.mark.parametrize("what", FAILING)
def test_what_fails_tells_no_secret(own_archive: Library, echo: Echo, what: str) -> None:
    """Though a server repeats it in its error, and tracebacks are shown."""
    arguments, settings, exit_code = FAILING[what]
    places = {"LANGUAGE_MODEL_URL": f"{echo.url}/v1", "OPENAI_API_BASE": f"{echo.url}/v1"}
    settings = places | {name: value or echo.url for name, value in settings.items()}
    traces = left_by(own_archive, *arguments, **settings)
    traces.require_none()
    assert traces.exit_code == exit_code, traces.found["errors"]
    if secret := ECHOED.get(what):
        assert any(CANARIES[secret] in heard for heard in echo.heard)


WORKING = {
    "ask": ["ask", QUESTION, "--json"],
    "search": ["search", QUESTION],
    "timeline": ["timeline", "the cost of Tram 9"],
    "check": ["check", "2,600 people rode the tram."],
    "chat": ["chat"],
    "rebuild": ["rebuild", "--full"],
    "articles": ["articles", "--json"],
    "article": ["article", "nobody's"],
    "sources": ["sources"],
    "status": ["status", "--json"],
    "doctor": ["doctor", "--json"],
    "forget": ["forget", "7"],
    "share": ["share", "--port=18087"],
    "score": ["score", "questions.jsonl", "--no-baselines"],
}


@pytest.mark.trust
@pytest.mark.parametrize("command", WORKING)
def test_what_works_tells_no_secret(
    own_archive: Library, chroma_url: str, tmp_path: Path, command: str
) -> None:
    """Every command, with a language model and a Chroma server that take their keys."""
    question = '{"id": "1", "question": "How many people rode Tram 9?", "answers": ["2,600"]}\n'
    (tmp_path / "questions.jsonl").write_text(question, "utf-8")
    with chat_server() as model, guarded(chroma_url, key=CANARIES["CHROMA_API_KEY"]) as door:
        model.behaviours.append(says("The articles don't say."))
        traces = left_by(
            own_archive,
            *WORKING[command],
            stdin=f"{QUESTION}\n",
            LANGUAGE_MODEL="openai-like/local",
            LANGUAGE_MODEL_URL=model.address,
            CHROMA_URL=door.url,
        )
    traces.require_none()
    assert not door.refused


@pytest.mark.trust
def test_a_model_that_is_tried_again_tells_no_secret(own_archive: Library) -> None:
    """LlamaIndex warns of each failure in the server's own words."""
    with echoing(500) as echo:
        traces = left_by(
            own_archive,
            "rebuild",
            EMBEDDINGS=_THEIRS,
            OPENAI_API_BASE=f"{echo.url}/v1",
        )
    traces.require_none()
    assert any(CANARIES["OPENAI_API_KEY"] in heard for heard in echo.heard)


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_a_server_that_repeats_questions_puts_none_into_the_log(
    newsroom: Newsroom, own_archive: Library, echo: Echo, log_format: str
) -> None:
    """Nor a key, nor a token of an interaction that Discord says to wait with."""
    discord = newsroom.discord
    secrets = {name: value for name, value in CANARIES.items() if name != "DISCORD_TOKEN"}
    settings = {"LANGUAGE_MODEL": "openai-like/x", "LANGUAGE_MODEL_URL": f"{echo.url}/v1"}
    async with running(
        discord.token, own_archive.settings, LOG_FORMAT=log_format, **secrets, **settings
    ) as bot:
        await discord.gateway.attended(within=LONG_ENOUGH)
        discord.inject(Fault("PATCH */messages/@original", status=429))
        asked = await newsroom.ask("How many xylophones rode Tram 9?")
        assert (await asked.reply(within=LONG_ENOUGH)).text
        await bot.logged("doesn't reply, AuthenticationError 401")
        await asyncio.to_thread(bot.process.send_signal, signal.SIGTERM)
        exit_code, output, log = await bot.ended()
    assert exit_code == 0
    assert any("xylophones" in heard for heard in echo.heard)
    assert any(CANARIES["LANGUAGE_MODEL_KEY"] in heard for heard in echo.heard)
    for private in ("xylophones", MARK, asked.token, *discord.token.split(".")[1:]):
        assert private not in log + output
