"""The doctor looks at every setting and outside part, and names the mend of what is wrong."""

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.command_line.doctor import Check, Diagnosis, examine, running_bot
from index.library import Library
from tests.conftest import open_library
from tests.indexes import segment_folders
from tests.sharing import shared

# Shaped like a token; it opens nothing.
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhereX.0123456789abcdefghijklmnopqrstuvwxyz_-"


@pytest.fixture(autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    path = tmp_path_factory.mktemp("folder")
    monkeypatch.chdir(path)
    return path


def _check(diagnosis: Diagnosis, name: str) -> Check:
    [check] = [check for check in diagnosis.checks if check.name == name]
    return check


def test_a_working_footnote_is_healthy(archive: Library) -> None:
    """Everything is in order with articles, an index and a token."""
    diagnosis = examine(archive.settings, {"DISCORD_TOKEN": TOKEN})
    assert diagnosis.healthy
    assert [check.name for check in diagnosis.checks if not check.ok] == [".env"]
    assert "6 articles" in _check(diagnosis, "index").detail


def test_what_is_not_there_yet_is_no_trouble(tmp_path: Path, models: Path) -> None:
    """Before the first question there is no index, and without Discord no token."""
    library = open_library(tmp_path, models)
    articles = library.settings.articles[0]
    articles.mkdir()
    (articles / "news.txt").write_text("It rained all day.", "utf-8")
    diagnosis = examine(library.settings, {})
    assert diagnosis.healthy
    for name in ("index", "DISCORD_TOKEN"):
        check = _check(diagnosis, name)
        assert (check.ok, bool(check.mend)) == (None, True)


def test_every_trouble_has_its_mend(tmp_path: Path, models: Path) -> None:
    """Each setting that doesn't work is told for itself, one after another."""
    (tmp_path / "articles").mkdir()
    settings = replace(
        open_library(tmp_path, models).settings,
        embeddings="magic",
        reranker="magic",
        language_model="magic/name",
        chroma_url="http://127.0.0.1:9",
    )
    wrong = {"DISCORD_TOKEN": "your-token", "DATABASE_URL": "magic://name"}
    diagnosis = examine(settings, wrong)
    assert not diagnosis.healthy
    broken = {check.name: check.mend for check in diagnosis.checks if check.ok is False}
    assert broken.keys() == {
        "ARTICLES_DIR", "EMBEDDINGS", "RERANKER", "LANGUAGE_MODEL", "CHROMA_URL", "DATABASE_URL",
        "DISCORD_TOKEN",
    }  # fmt: skip
    assert "magic" in str(broken["EMBEDDINGS"])
    assert "magic" in str(broken["RERANKER"])
    assert "magic/name" in str(broken["LANGUAGE_MODEL"])
    assert "http://127.0.0.1:9" in str(broken["CHROMA_URL"])
    assert "postgresql://" in str(broken["DATABASE_URL"])
    assert "Reset Token" in str(broken["DISCORD_TOKEN"])


def test_missing_articles_are_named(archive: Library, tmp_path: Path) -> None:
    """The folder that isn't there stands in the mend."""
    settings = replace(archive.settings, articles=(tmp_path / "nowhere",))
    check = _check(examine(settings, {}), "ARTICLES_DIR")
    assert check.ok is False
    assert str(tmp_path / "nowhere") in str(check.mend)


def test_data_that_cannot_be_written_is_named(archive: Library, tmp_path: Path) -> None:
    """All that rests on it is broken, too."""
    (tmp_path / "file").touch()
    diagnosis = examine(replace(archive.settings, data=tmp_path / "file"), {})
    assert {check.name for check in diagnosis.checks if check.ok is False} == {
        "DATA_DIR",
        "DATABASE_URL",
        "EMBEDDINGS",
        "RERANKER",
        "index",
    }
    assert str(tmp_path / "file") in str(_check(diagnosis, "DATA_DIR").mend)


def test_a_disk_that_is_nearly_full_is_named(
    archive: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how much room there has to be."""
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: SimpleNamespace(total=9**9, used=9**9, free=1_000_000)
    )
    check = _check(examine(archive.settings, {}), "DATA_DIR")
    assert check.ok is False
    assert "make room for 0.5 GB" in str(check.mend)


def test_an_index_of_another_embedder_is_broken(own_archive: Library) -> None:
    """The mend is that of the question that would fail."""
    settings = replace(own_archive.settings, embeddings="minilm-fp32")
    check = _check(examine(settings, {}), "index")
    assert check.ok is False
    assert "EMBEDDINGS" in str(check.mend)


def test_a_file_that_ends_the_process_is_found(own_archive: Library) -> None:
    """Damage on which Chroma aborts is a broken index to the doctor, not its own end."""
    own_archive.close()
    [segment] = segment_folders(own_archive.settings.data)
    path = segment / "chroma" / "chroma.sqlite3"
    content = bytearray(path.read_bytes())
    content[100::97] = bytes(byte ^ 0xFF for byte in content[100::97])
    path.write_bytes(content)
    check = _check(examine(own_archive.settings, {}), "index")
    assert check.ok is False
    assert "footnote rebuild --full" in str(check.mend)
    assert own_archive.rebuild(full=True).articles == 6
    assert _check(examine(own_archive.settings, {}), "index").ok


def test_a_server_that_answers_is_well(archive: Library, chroma_url: str) -> None:
    """Its version and its address are shown."""
    check = _check(examine(replace(archive.settings, chroma_url=chroma_url), {}), "CHROMA_URL")
    assert check.ok
    assert chroma_url in check.detail


def test_an_index_that_is_followed_is_named(archive: Library, tmp_path: Path) -> None:
    """The machine that rebuilds tells its generation; articles needn't be here."""
    with shared(archive.settings.data) as way:
        settings = replace(archive.settings, index_url=way.url, articles=(tmp_path / "nowhere",))
        diagnosis = examine(settings, {})
    check = _check(diagnosis, "INDEX_URL")
    assert (check.ok, "generation 000001" in check.detail) == (True, True)
    assert _check(diagnosis, "ARTICLES_DIR").ok
    check = _check(examine(settings, {}), "INDEX_URL")
    assert (check.ok, "footnote share" in str(check.mend)) == (False, True)


@pytest.mark.parametrize(
    ("mode", "ok", "mend"), [(0o600, True, None), (0o644, None, "chmod 600 .env")]
)
def test_secrets_that_others_can_read_are_noted(
    archive: Library, folder: Path, mode: int, ok: bool | None, mend: str | None
) -> None:
    """A file of settings is its owner's alone."""
    (folder / ".env").touch()
    (folder / ".env").chmod(mode)
    check = _check(examine(archive.settings, {}), ".env")
    assert (check.ok, check.mend) == (ok, mend)


@pytest.mark.parametrize("token", [TOKEN, "a.b", "secret-secret"])
def test_the_token_is_never_shown(archive: Library, token: str) -> None:
    """A diagnosis can be sent to somebody."""
    diagnosis = examine(archive.settings, {"DISCORD_TOKEN": token})
    assert token not in str(diagnosis.to_json())


def test_a_diagnosis_has_a_shape(archive: Library) -> None:
    """Scripts find whether all is well, and every check with its mend."""
    fields = examine(archive.settings, {}).to_json()
    assert fields["healthy"] is True
    for check in fields["checks"]:
        assert check.keys() == {"name", "ok", "detail", "mend"}


def test_a_bot_that_cannot_be_asked_is_no_trouble() -> None:
    """Nothing listens unless it is told to."""
    assert running_bot({}) == (True, "not set: nobody can ask the bot how it is")


def test_a_bot_that_does_not_run_is_noted() -> None:
    """It may be meant to stand still."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ok, detail, *_ = running_bot({"HEALTH_PORT": str(port)})
    assert ok is None
    assert "isn't running" in detail


@pytest.mark.parametrize(
    ("answer", "mend"),
    [
        ({"healthy": False, "index": {"problem": "run `footnote rebuild`"}}, "footnote rebuild"),
        ({"healthy": False, "index": {"problem": None}}, "connection to Discord"),
        ({"status": "fine"}, "another port"),
        ([], "another port"),
    ],
)
def test_a_bot_that_does_not_work_is_told_with_its_mend(answer: object, mend: str) -> None:
    """So is what isn't the bot at all."""
    with _answering(json.dumps(answer)) as port:
        ok, _, *mends = running_bot({"HEALTH_PORT": str(port)})
    assert ok is False
    assert mend in mends[0]


@contextmanager
def _answering(body: str) -> Iterator[int]:
    """Answer every request on a port in the same way."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
