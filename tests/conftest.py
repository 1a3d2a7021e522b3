"""Fixtures that several test files share."""

import importlib.metadata
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from index.embedding import load_embedder
from index.embedding.installed import PACKAGE
from index.errors import StoreUnreachable
from index.library import Library
from index.settings import Settings
from index.store.vectors import server_version
from tests.articles import write_articles

pytest_plugins = ["tests.bot_fixtures", "tests.databases", "tests.sharing"]

_PATIENCE = 30  # seconds for a server to start on a busy machine


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the embedding model is made ready, once for all tests.

    ``MODELS_OF_TESTS`` names one that is kept, for whoever runs a few tests again and again.
    """
    if not list(importlib.metadata.distributions(name=PACKAGE)):
        pytest.skip(f"{PACKAGE} isn't installed (`make test` installs it)")
    kept = os.environ.get("MODELS_OF_TESTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("models")
    load_embedder("minilm", cache_dir=folder, environment={})
    return folder


@pytest.fixture(scope="session")
def archive(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The articles of `tests.articles`, indexed; not to be changed."""
    directory = tmp_path_factory.mktemp("archive")
    write_articles(directory / "articles")
    library = open_library(directory, models)
    library.rebuild()
    yield library
    library.close()


@pytest.fixture
def own_archive(archive: Library, tmp_path: Path) -> Iterator[Library]:
    """A copy of the archive, articles and index, for the test to change."""
    shutil.copytree(
        archive.settings.data.parent,
        tmp_path,
        symlinks=True,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("answers.sqlite*"),  # a bot may still be writing there
    )
    library = Library.open(settings_in(tmp_path))
    yield library
    library.close()


def settings_in(directory: Path, **others: str) -> Settings:
    """Return settings by which articles and data are kept in the directory."""
    places = {"ARTICLES_DIR": str(directory / "articles"), "DATA_DIR": str(directory / "data")}
    return Settings.from_mapping(places | others)


def open_library(directory: Path, models: Path, **others: str) -> Library:
    """Return a library without an index, with articles and data in the directory."""
    settings = settings_in(directory, **others)
    settings.data.mkdir(exist_ok=True)
    (settings.data / "models").symlink_to(models)
    return Library.open(settings)


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server that runs until the tests are done."""
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@contextmanager
def chroma_server(place: Path, *, port: int = 0) -> Iterator[str]:
    """Run a Chroma server that keeps its data in ``place``, and lend its address.

    Without a port it has any that is free.
    """
    with chroma_process(place, port=port) as (url, _):
        yield url


@contextmanager
def chroma_process(place: Path, *, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Lend what `chroma_server` does, and the process that is it."""
    command = shutil.which("chroma", path=Path(sys.executable).parent)
    if command is None:
        pytest.skip("the command chroma isn't installed (`make test` installs it)")
    with socket.create_server(("127.0.0.1", port)) as free:
        port = free.getsockname()[1]
    arguments = ["run", "--path", str(place), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([command, *arguments], stdout=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            _await_server(url)
            yield url, server
        finally:
            server.terminate()


def _await_server(url: str) -> None:
    for _ in range(_PATIENCE * 10):
        with suppress(StoreUnreachable):
            server_version(url)
            return
        time.sleep(0.1)
    pytest.fail(f"the Chroma server at {url} doesn't start")
