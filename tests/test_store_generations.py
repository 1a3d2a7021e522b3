"""Generations come one after another, and a reader finds a whole one or none."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from index.errors import IndexDamaged, IndexMissing, NothingToUndo, RebuildRunning
from index.store.generation import Layer, Manifest
from index.store.generations import Generations
from index.store.segment import Label
from tests.test_store_generation import MANIFEST

_LONG_AGO = 10**9  # seconds


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    """An empty data folder."""
    return Generations(tmp_path)


def _publish(generations: Generations) -> Manifest:
    """Publish a generation with a segment of its own, which holds nothing."""
    previous = generations.current() if generations.exist else None
    layer = Layer(segment=generations.begin_segment().name, passages=1)
    return generations.publish(replace(MANIFEST, previous=previous, layers=(layer,)))


def _names(folder: Path) -> set[str]:
    return {path.stem for path in folder.iterdir()}


def _age(folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, (_LONG_AGO, _LONG_AGO))


def test_there_is_no_generation_at_first(generations: Generations) -> None:
    """The error says how to get one."""
    with pytest.raises(IndexMissing, match="footnote rebuild"):
        generations.current()


def test_the_last_one_published_is_current(generations: Generations) -> None:
    """It is known by its name."""
    first, second = _publish(generations), _publish(generations)
    assert generations.current() == second.name
    assert generations.manifest(second.name) == second
    assert second.name > first.name


def test_a_segment_has_a_name_that_no_other_had(generations: Generations) -> None:
    """Not even one that was deleted: whoever has that open would take it for the new one."""
    first = generations.begin_segment()
    generations.discard(first)
    assert generations.begin_segment().name != first.name


def test_a_sweep_keeps_the_current_one_and_the_one_to_go_back_to(
    generations: Generations, tmp_path: Path
) -> None:
    """With their segments; what is older goes, and what a killed rebuild left."""
    made = [_publish(generations) for _ in range(3)]
    tidied = generations.publish(made[-1])
    half = generations.begin_segment()
    _age(tmp_path / "generations")
    generations.sweep()
    assert _names(tmp_path / "generations") == {made[1].name, tidied.name}
    segments = {layer.segment for each in made[1:] for layer in each.layers}
    assert _names(tmp_path / "segments") == segments
    assert not half.exists()


def test_a_sweep_waits_for_questions(generations: Generations, tmp_path: Path) -> None:
    """What was replaced a moment ago may still be answering one."""
    made = [_publish(generations) for _ in range(4)]
    generations.sweep()
    assert _names(tmp_path / "generations") == {each.name for each in made}


def test_what_an_earlier_version_kept_is_swept(generations: Generations, tmp_path: Path) -> None:
    """Its generations were folders."""
    (tmp_path / "generations" / "000004" / "chroma").mkdir(parents=True)
    current = _publish(generations)
    generations.sweep()
    assert _names(tmp_path / "generations") == {current.name}


def test_a_segment_on_a_server_that_is_gone_can_be_discarded(generations: Generations) -> None:
    """Moving to another server doesn't depend on the old one."""
    directory = generations.begin_segment()
    Label(collection="footnote-1", chroma_url="http://127.0.0.1:9").save(directory)
    generations.discard(directory)
    assert not directory.exists()


@pytest.mark.parametrize("pointer", ["", "000007", "\udcff\udcfe", "\0"])
def test_a_pointer_to_nothing_is_damage(
    generations: Generations, tmp_path: Path, pointer: str
) -> None:
    """A damaged pointer is an index that can't be read, not one that is missing."""
    (tmp_path / "CURRENT").write_text(pointer, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(IndexDamaged, match="footnote rebuild"):
        generations.open(generations.current())


def test_without_an_index_there_is_nothing_to_undo(generations: Generations) -> None:
    """The error says how to get one."""
    with pytest.raises(IndexMissing, match="footnote rebuild"):
        generations.undo(embedder="letters")


def test_what_is_not_whole_is_not_gone_back_to(generations: Generations) -> None:
    """It couldn't answer, and what answers stays."""
    _publish(generations)
    current = _publish(generations)
    with pytest.raises(NothingToUndo, match=f"no generation before {current.name} that can still"):
        generations.undo(embedder="letters")
    assert generations.current() == current.name


def test_one_goes_back_to_other_articles(generations: Generations) -> None:
    """Not to the same ones before they were put together."""
    empty = replace(MANIFEST, layers=())
    first = generations.publish(empty)
    second = generations.publish(replace(empty, previous=first.name))
    generations.publish(second)
    assert generations.undo(embedder="letters").generation == first.name


def test_one_goes_back_from_a_damaged_generation(generations: Generations, tmp_path: Path) -> None:
    """Although it doesn't say to which."""
    empty = replace(MANIFEST, layers=())
    first, second = generations.publish(empty), generations.publish(empty)
    (tmp_path / "generations" / f"{second.name}.json").write_text("?")
    assert generations.undo(embedder="letters").generation == first.name


def test_nothing_is_undone_during_a_rebuild(generations: Generations, tmp_path: Path) -> None:
    """Whoever rebuilds is alone."""
    with FileLock(tmp_path / "rebuild.lock"), pytest.raises(RebuildRunning):
        generations.undo(embedder="letters")
