"""A rebuild may be killed at any moment."""

from pathlib import Path

from benchmarks.kills import kill_rebuilds


def test_a_killed_rebuild_harms_nothing(models: Path, tmp_path: Path) -> None:
    """Answers come from one whole state of the articles, and the next rebuild is right."""
    kills = list(kill_rebuilds(tmp_path, models=models, chroma_url=None, times=6, seed=1))
    assert [fault for kill in kills for fault in kill.faults] == []
    assert not all(kill.came_too_late for kill in kills)
