"""A rebuild may be killed at any moment, and so may the server that keeps its vectors."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.kills import Kill, kill_rebuilds, kill_servers
from tests.conftest import chroma_process


@pytest.mark.parametrize("times", [8, pytest.param(50, marks=pytest.mark.trust)])
def test_a_killed_rebuild_harms_nothing(models: Path, tmp_path: Path, times: int) -> None:
    """Answers come from one whole state of the articles, and the next rebuild is right."""
    kills = kill_rebuilds(tmp_path, models=models, chroma_url=None, times=times, seed=times)
    _assert_harmless(kills, times=times)


@pytest.mark.parametrize("times", [4, pytest.param(20, marks=pytest.mark.trust)])
def test_a_killed_rebuild_harms_nothing_on_a_server(
    models: Path, chroma_url: str, tmp_path: Path, times: int
) -> None:
    """The same goes where Chroma is a server."""
    kills = kill_rebuilds(tmp_path, models=models, chroma_url=chroma_url, times=times, seed=times)
    _assert_harmless(kills, times=times)


@pytest.mark.parametrize("times", [2, pytest.param(10, marks=pytest.mark.trust)])
def test_a_killed_server_harms_nothing(models: Path, tmp_path: Path, times: int) -> None:
    """Started again it has what answers were drawn from; the rebuild says that it had gone."""
    with _Server(tmp_path / "server") as server:
        place = tmp_path / "trial"
        kills = kill_servers(place, models=models, server=server, times=times, seed=times)
        _assert_harmless(kills, times=times)


def _assert_harmless(kills: Iterable[Kill], *, times: int) -> None:
    made = list(kills)
    assert [fault for kill in made for fault in kill.faults] == []
    assert len(made) >= times
    assert sum(kill.came_too_late for kill in made) <= times / 2


class _Server:
    """A Chroma server that is killed and started again."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._running = ExitStack()
        self.url = ""

    def __enter__(self) -> "_Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def kill(self) -> None:
        self._process.kill()
        self._running.close()

    def start(self) -> None:
        port = int(self.url.rpartition(":")[2] or 0)
        context = chroma_process(self._place, port=port)
        self.url, self._process = self._running.enter_context(context)
