"""`footnote share` hands out the index, and nothing else that is in DATA_DIR."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.sharing import application, share
from index.errors import ConfigurationError
from tests.modules import ROOT

SEGMENT = "segments/000001-0ef7a54a"
SECRET = "what people asked"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a file of the index, and one that is nobody's business."""
    folder = tmp_path / "data"
    (folder / SEGMENT).mkdir(parents=True)
    (folder / SEGMENT / "segment.json").write_text("{}")
    (folder / "CURRENT").write_text("000001")
    (folder / "answers.sqlite").write_text(SECRET)
    return folder


async def _get(data: Path, *paths: str, method: str = "GET") -> list[tuple[int, str]]:
    async with TestClient[web.Request, web.Application](TestServer(application(data))) as client:
        answers = []
        for path in paths:
            async with client.request(method, path) as answer:
                answers.append((answer.status, await answer.text()))
        return answers


async def test_files_of_the_index_are_served(data: Path) -> None:
    """By their paths in the folder."""
    answers = await _get(data, "/CURRENT", f"/{SEGMENT}/segment.json")
    assert answers == [(200, "000001"), (200, "{}")]


async def test_nothing_else_is(data: Path) -> None:
    """Not the answers, no folder, nothing that isn't there."""
    paths = ("/", "/answers.sqlite", "/segments", f"/{SEGMENT}/", "/generations/000001.json")
    assert {status for status, _ in await _get(data, *paths)} == {404}


async def test_links_lead_nowhere(data: Path) -> None:
    """Neither one that has a name of the index, nor one on the way to it."""
    (data / SEGMENT / "catalogue.sqlite").symlink_to(data / "answers.sqlite")
    (data / "segments/000002-0ef7a54a").symlink_to(data / SEGMENT)
    (data / "collections").symlink_to(data.parent)
    paths = (
        f"/{SEGMENT}/catalogue.sqlite",
        "/segments/000002-0ef7a54a/segment.json",
        "/collections/data/CURRENT",
    )
    assert {status for status, _ in await _get(data, *paths)} == {404}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_can_be_written(data: Path, method: str) -> None:
    """It is for reading."""
    [(status, _)] = await _get(data, "/CURRENT", method=method)
    assert status == 405
    assert (data / "CURRENT").read_text() == "000001"


def test_the_command_serves_until_it_is_told_to_end(data: Path) -> None:
    """No way of spelling a path leads to the answers, sent as it is over a socket."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "share", f"--port={port}", f"--data-dir={data}"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        assert f"http://127.0.0.1:{port}" in child.stderr.readline()
        assert _raw(port, "/CURRENT").endswith("000001")
        for path in (
            "/answers.sqlite",
            "//answers.sqlite",
            f"/{SEGMENT}/../../answers.sqlite",
            f"/{SEGMENT}/passages/../../../answers.sqlite",
            f"/{SEGMENT}/passages/%2e%2e/%2e%2e/%2e%2e/answers.sqlite",
            f"/{SEGMENT}/passages/..%2f..%2f..%2fanswers.sqlite",
            "/CURRENT/../answers.sqlite",
            "/CURRENT%00/../answers.sqlite",
            os.fspath(data / "answers.sqlite"),
        ):
            answer = _raw(port, path)
            assert answer.startswith(("HTTP/1.1 404", "HTTP/1.1 400"))
            assert SECRET not in answer
        with pytest.raises(ConfigurationError, match=f"{port}.*--port"):
            share(data, host="127.0.0.1", port=port)
        child.send_signal(signal.SIGTERM)
        assert child.wait() == 0


def _raw(port: int, path: str) -> str:
    """Return the answer to a request that no client has tidied."""
    for _ in range(100):
        try:
            connection = socket.create_connection(("127.0.0.1", port))
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    with connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
