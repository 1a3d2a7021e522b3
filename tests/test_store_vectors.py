"""Vectors are found by nearness, in Chroma inside the process and on a server."""

import gc
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import IndexDamaged, StoreUnreachable
from index.store import vectors as vectors_module
from index.store.vectors import Vectors, server_version
from tests.conftest import chroma_process

DEAD = "http://127.0.0.1:9"  # the port that discards, where nothing listens


def _unit(count: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(1).normal(size=(count, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


ROWS = _unit(40)


@pytest.fixture(params=["embedded", "server"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the vectors are kept."""
    return request.getfixturevalue("chroma_url") if request.param == "server" else None


@pytest.fixture
def vectors(tmp_path: Path, url: str | None) -> Iterator[Vectors]:
    """A collection with ROWS, written and opened anew."""
    name = f"test-{tmp_path.name}"
    with closing(Vectors.create(tmp_path / "chroma", name, url=url)) as fresh:
        fresh.add(0, ROWS[:25])
        fresh.add(25, ROWS[25:])
    with closing(Vectors.open(tmp_path / "chroma", name, url=url)) as opened:
        yield opened


def test_the_nearest_come_first_with_their_cosine(vectors: Vectors) -> None:
    """Numbers and similarities are those of an exact search."""
    cosines = ROWS @ ROWS[7]
    found = vectors.nearest(ROWS[7], 5)
    assert list(found) == np.argsort(-cosines)[:5].tolist()
    assert list(found.values()) == pytest.approx([cosines[number] for number in found], abs=1e-5)


def test_more_than_there_are_gives_all(vectors: Vectors) -> None:
    """A small collection is no trouble."""
    assert sorted(vectors.nearest(ROWS[0], 1000)) == list(range(len(ROWS)))


def test_similarities_are_exact(vectors: Vectors) -> None:
    """Passages found by their words get the cosine that a search would give them."""
    cosines = ROWS @ ROWS[7]
    found = vectors.similarities(ROWS[7], [3, 30])
    assert found == pytest.approx({3: cosines[3], 30: cosines[30]}, abs=1e-5)
    assert vectors.similarities(ROWS[7], []) == {}


def test_all_vectors_are_counted(vectors: Vectors) -> None:
    """A rebuild knows whether all of them arrived."""
    assert vectors.count() == len(ROWS)


def test_a_collection_that_is_missing_is_damage(tmp_path: Path, url: str | None) -> None:
    """The error names the mend."""
    with pytest.raises(IndexDamaged, match="footnote rebuild"):
        Vectors.open(tmp_path / "chroma", "nobody's", url=url).count()


def test_a_dropped_collection_is_gone(tmp_path: Path, chroma_url: str) -> None:
    """A server keeps nothing of an old generation, and dropping twice is no error."""
    Vectors.create(tmp_path, "dropped", url=chroma_url).close()
    Vectors.drop("dropped", url=chroma_url)
    Vectors.drop("dropped", url=chroma_url)
    with pytest.raises(IndexDamaged):
        Vectors.open(tmp_path, "dropped", url=chroma_url).count()


def test_opening_on_a_server_leaves_nothing_behind(tmp_path: Path, chroma_url: str) -> None:
    """A process that takes up generation after generation doesn't grow with them."""
    Vectors.create(tmp_path, "again", url=chroma_url).close()

    def clients() -> int:
        return sum(isinstance(each, httpx.Client) for each in gc.get_objects())

    before = clients()
    for _ in range(5):
        with closing(Vectors.open(tmp_path, "again", url=chroma_url)) as vectors:
            assert vectors.count() == 0
    assert clients() <= before + 1  # one that only answers, beside the one that writes


def test_a_server_tells_its_version(chroma_url: str) -> None:
    """Reaching it is enough to know that it is Chroma."""
    assert server_version(chroma_url)[0].isdigit()


@pytest.mark.parametrize("url", [DEAD, "http://no.such.host.invalid:8000"])
def test_a_server_that_does_not_answer_is_named(tmp_path: Path, url: str) -> None:
    """The error has the address and the setting."""
    with pytest.raises(StoreUnreachable, match=rf"{url}.*CHROMA_URL"):
        Vectors.open(tmp_path, "any", url=url).count()
    with pytest.raises(StoreUnreachable, match=rf"{url}.*CHROMA_URL"):
        server_version(url)


def test_a_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes connections and says nothing: that is as good as none."""
    monkeypatch.setattr(vectors_module, "_TO_GREET", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(StoreUnreachable, match=url):
            Vectors.open(Path(), "test", url=url).count()


def test_a_server_that_falls_silent_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that it doesn't answer is given up, the next ones at once until it's back."""
    monkeypatch.setattr(vectors_module, "_TO_ANSWER", 0.5)
    monkeypatch.setattr(vectors_module, "_PAUSE", 1.0)
    monkeypatch.setattr(vectors_module, "_TIMES_AS_LONG", 0)
    with chroma_process(tmp_path) as (url, server):
        Vectors.create(Path(), "test", url=url).add(0, ROWS)
        with closing(Vectors.open(Path(), "test", url=url)) as vectors:
            server.send_signal(signal.SIGSTOP)
            try:
                with pytest.raises(StoreUnreachable, match=url):
                    vectors.nearest(ROWS[7], 1)
                began = time.monotonic()
                with pytest.raises(StoreUnreachable, match=url):
                    vectors.nearest(ROWS[7], 1)
                assert time.monotonic() - began < 0.3
            finally:
                server.send_signal(signal.SIGCONT)
            time.sleep(1.0)
            assert list(vectors.nearest(ROWS[7], 1)) == [7]
