"""Generations come one after another, and a reader finds a whole one or none."""

from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from index.errors import IndexDamaged, IndexMissing, NothingToUndo, RebuildRunning
from index.store.generation import Generation, Generations, Manifest

MANIFEST = Manifest(
    name="000001",
    collection="footnote-000001",
    chroma_url=None,
    embedder="letters",
    pipeline=1,
    locations=["/news"],
    articles=2,
    passages=3,
    built="2024-11-18T12:00:00+00:00",
)


def test_there_is_no_generation_at_first(tmp_path: Path) -> None:
    """The error says how to get one."""
    with pytest.raises(IndexMissing, match="footnote rebuild"):
        Generations(tmp_path).current()


def test_a_generation_is_invisible_until_the_switch(tmp_path: Path) -> None:
    """What is being written is nobody's current generation."""
    generations = Generations(tmp_path)
    first = generations.begin()
    generations.switch(first)
    second = generations.begin()
    assert generations.current() == first
    generations.switch(second)
    assert generations.current() == second


def test_a_name_is_never_used_twice_in_a_row(tmp_path: Path) -> None:
    """A reader that knows the old name notices the new generation."""
    generations = Generations(tmp_path)
    first = generations.begin()
    second = generations.begin()
    generations.discard(first)
    assert generations.begin().name > second.name > first.name


def test_a_sweep_keeps_what_is_named(tmp_path: Path) -> None:
    """Everything else goes, with whatever a killed rebuild left in it."""
    generations = Generations(tmp_path)
    first, second, third = (generations.begin() for _ in range(3))
    (first / "half.bin").write_bytes(b"half")
    generations.sweep(keep=frozenset({second.name}))
    assert (first.exists(), second.exists(), third.exists()) == (False, True, False)


def test_a_generation_on_a_server_that_is_gone_can_be_discarded(tmp_path: Path) -> None:
    """Moving to another server doesn't depend on the old one."""
    generations = Generations(tmp_path)
    directory = generations.begin()
    replace(MANIFEST, chroma_url="http://127.0.0.1:9").save(directory)
    generations.discard(directory)
    assert not directory.exists()


def test_a_manifest_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Nothing of it is lost."""
    MANIFEST.save(tmp_path)
    assert Manifest.load(tmp_path) == MANIFEST


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"name": "000001"}', "\udcff"])
def test_what_is_no_manifest_is_damaged(tmp_path: Path, content: str) -> None:
    """The error names the folder and the mend."""
    path = tmp_path / "manifest.json"
    path.write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(IndexDamaged, match=rf"{tmp_path} .*footnote rebuild"):
        Manifest.load(tmp_path)


@pytest.mark.parametrize("pointer", ["", "000007", "\udcff\udcfe", "\0"])
def test_a_pointer_to_nothing_is_damage(tmp_path: Path, pointer: str) -> None:
    """A damaged pointer is an index that can't be read, not one that is missing."""
    (tmp_path / "CURRENT").write_text(pointer, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(IndexDamaged, match="footnote rebuild"):
        Generation.open(Generations(tmp_path).current())


def test_without_an_index_there_is_nothing_to_undo(tmp_path: Path) -> None:
    """The error says how to get one."""
    with pytest.raises(IndexMissing, match="footnote rebuild"):
        Generations(tmp_path).undo(embedder="letters")


def test_what_a_killed_rebuild_left_is_not_gone_back_to(tmp_path: Path) -> None:
    """It never answered, and what answers stays."""
    generations = Generations(tmp_path)
    replace(MANIFEST, name="000001").save(generations.begin())
    current = generations.begin()
    generations.switch(current)
    with pytest.raises(NothingToUndo, match="no generation before 000002 that can still answer"):
        generations.undo(embedder="letters")
    assert generations.current() == current


def test_nothing_is_undone_during_a_rebuild(tmp_path: Path) -> None:
    """Whoever rebuilds is alone."""
    with FileLock(tmp_path / "rebuild.lock"), pytest.raises(RebuildRunning):
        Generations(tmp_path).undo(embedder="letters")
