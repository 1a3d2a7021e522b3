"""Generations come one after another, and a reader finds a whole one or none."""

import json
import os
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from index.chroma_key import ChromaKey
from index.errors import (
    IndexDamaged,
    IndexMissing,
    NothingToUndo,
    RebuildRunning,
    StoreUnreachable,
)
from index.store.generation import PIPELINE, Layer, Manifest
from index.store.generations import Generations, Undone
from index.store.seal import seal
from index.store.segment import Label
from index.store.vectors import Vectors
from tests.guarded_chroma import guarded
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


@pytest.mark.parametrize(("seconds", "is_kept"), [(100, True), (140, False)])
def test_a_question_has_two_minutes(
    generations: Generations, tmp_path: Path, seconds: int, is_kept: bool
) -> None:
    """From when the generation that it is on was replaced; not from when that was made."""
    made = [_publish(generations) for _ in range(3)]
    _age(tmp_path / "generations")
    replaced = time.time() - seconds
    os.utime(tmp_path / "generations" / f"{made[1].name}.json", (replaced, replaced))
    generations.sweep()
    assert (made[0].name in _names(tmp_path / "generations")) == is_kept


def test_what_an_earlier_version_kept_is_swept(
    generations: Generations, tmp_path: Path, chroma_url: str
) -> None:
    """Its generations were folders, whose manifests named a collection and maybe a server."""
    nowhere = "http://127.0.0.1:9"
    manifests = {
        "000001": json.dumps({"collection": "earlier-1", "chroma_url": chroma_url}),
        "000002": json.dumps({"collection": "earlier-2", "chroma_url": None}),
        "000003": json.dumps({"collection": "earlier-3", "chroma_url": nowhere}),
        "000004": json.dumps({"collection": "earlier-4"}),
        "000005": "[]",
        "000006": "?",
    }
    for name, manifest in manifests.items():
        folder = tmp_path / "generations" / name
        (folder / "chroma").mkdir(parents=True)
        (folder / "manifest.json").write_text(manifest)
    (tmp_path / "generations" / "000007").mkdir()
    Vectors.create(tmp_path, "earlier-1", url=chroma_url).close()
    Vectors.create(tmp_path, "earlier-2", url=chroma_url).close()
    current = _publish(generations)
    generations.sweep()
    assert _names(tmp_path / "generations") == {current.name}
    assert _are_on_server("earlier-2", chroma_url)
    assert not _are_on_server("earlier-1", chroma_url)


def _are_on_server(collection: str, chroma_url: str) -> bool:
    try:
        with closing(Vectors.open(Path(), collection, url=chroma_url)) as vectors:
            vectors.count()
    except IndexDamaged:
        return False
    return True


def test_nothing_is_cleared_up_while_a_manifest_cannot_be_read(
    generations: Generations, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It may need any segment; the log says which it is."""
    unreadable, damaged = _publish(generations), _publish(generations)
    last, half = _publish(generations), generations.begin_segment()
    place = tmp_path / "generations"
    (place / f"{damaged.name}.json").write_text("?")
    (place / f"{unreadable.name}.json").unlink()
    (place / f"{unreadable.name}.json").mkdir()
    generations.clear_up()
    assert len(_names(tmp_path / "segments")) == 4
    [told] = caplog.messages
    assert told.startswith(
        f"Nothing is cleared up: The index {place / unreadable.name}.json can't be read"
    )
    (place / f"{unreadable.name}.json").rmdir()
    generations.clear_up()
    assert _names(tmp_path / "segments") == {layer.segment for layer in last.layers}
    assert not half.exists()


def test_what_this_footnote_would_write_is_of_now(generations: Generations, tmp_path: Path) -> None:
    """By the version of what makes it, and by the embedder, loaded only if it matters."""

    def unneeded() -> str:
        pytest.fail("the embedder was loaded")

    assert not generations.is_of_now(embedder=unneeded)
    earlier = generations.publish(replace(MANIFEST, pipeline=PIPELINE - 1))
    assert not generations.is_of_now(embedder=unneeded)
    generations.publish(replace(MANIFEST, pipeline=PIPELINE, previous=earlier.name))
    assert generations.is_of_now(embedder=lambda: "letters")
    assert not generations.is_of_now(embedder=lambda: "numbers")
    (tmp_path / "generations" / f"{generations.current()}.json").write_text("?")
    assert not generations.is_of_now(embedder=unneeded)


def test_all_of_an_index_is_destroyed_at_once(tmp_path: Path, chroma_url: str) -> None:
    """Its collections on the server too; where that is away, or a rebuild runs, nothing is."""
    generations = Generations(tmp_path / "own")
    for name, url in (("destroyed-1", chroma_url), ("destroyed-2", "http://127.0.0.1:9")):
        Vectors.create(tmp_path, name, url=chroma_url).close()
        Label(collection=name, chroma_url=url).save(generations.begin_segment())
    (generations.segments / "000077-half").mkdir()
    with generations.alone(), pytest.raises(RebuildRunning):
        Generations(tmp_path / "own").destroy()
    with pytest.raises(StoreUnreachable):
        generations.destroy()
    [second] = generations.segments.glob("000002-*")
    assert second.exists()
    Label(collection="destroyed-2", chroma_url=chroma_url).save(second)
    generations.destroy()
    assert not (tmp_path / "own").exists()
    assert not _are_on_server("destroyed-1", chroma_url)
    assert not _are_on_server("destroyed-2", chroma_url)


def test_a_server_is_sent_its_key(tmp_path: Path, chroma_url: str) -> None:
    """It drops nothing otherwise."""
    with guarded(chroma_url, key="a-key") as door:
        key = ChromaKey(server=door.url, value="a-key")
        generations = Generations(tmp_path, chroma_key=key)
        Vectors.create(tmp_path, "guarded", url=chroma_url).close()
        segment = generations.begin_segment()
        Label(collection="guarded", chroma_url=door.url).save(segment)
        generations.discard(segment)
    assert not _are_on_server("guarded", chroma_url)


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
    damaged, first, second = (generations.publish(empty) for _ in range(3))
    for each in (damaged, second):
        (tmp_path / "generations" / f"{each.name}.json").write_text("?")
    assert generations.undo(embedder="letters").generation == first.name


def test_nothing_is_undone_during_a_rebuild(generations: Generations, tmp_path: Path) -> None:
    """Whoever rebuilds is alone."""
    with FileLock(tmp_path / "rebuild.lock"), pytest.raises(RebuildRunning):
        generations.undo(embedder="letters")


def test_whoever_is_not_alone_is_told_at_once(tmp_path: Path) -> None:
    """A rebuild may take an hour; the folder needn't be there before."""
    generations = Generations(tmp_path / "new" / "data")
    with generations.alone():
        began = time.monotonic()
        with pytest.raises(RebuildRunning), Generations(tmp_path / "new" / "data").alone():
            pytest.fail("two are alone")
        assert time.monotonic() - began < 0.5
    with generations.alone():
        pass


def test_what_was_undone_is_told(generations: Generations) -> None:
    """Which one answers again, what it holds, and in place of which."""
    first = generations.publish(replace(MANIFEST, layers=(), articles=4, passages=9))
    second = generations.publish(replace(MANIFEST, layers=(), previous=first.name))
    undone = generations.undo(embedder="letters")
    told = {
        "undone": second.name,
        "generation": first.name,
        "built": MANIFEST.built,
        "articles": 4,
        "passages": 9,
    }
    assert undone == Undone(**told)  # type: ignore[arg-type]
    assert undone.to_json() == told


def test_one_goes_back_past_what_another_model_made(generations: Generations) -> None:
    """Its vectors mean nothing to the model that embeds questions now."""
    first = generations.publish(replace(MANIFEST, layers=()))
    other = replace(MANIFEST, layers=(), embedder="numbers", previous=first.name)
    second = generations.publish(other)
    generations.publish(replace(MANIFEST, layers=(), previous=second.name))
    assert generations.undo(embedder="letters").generation == first.name


def test_nobody_goes_back_past_what_cannot_be_read(
    generations: Generations, tmp_path: Path
) -> None:
    """It would have told to which; whoever undoes is told how things get right again."""
    first = generations.publish(replace(MANIFEST, layers=()))
    second = generations.publish(replace(MANIFEST, layers=(), previous=first.name))
    third = generations.publish(replace(MANIFEST, layers=(), previous=second.name))
    (tmp_path / "generations" / f"{second.name}.json").write_text("?")
    with pytest.raises(NothingToUndo) as failed:
        generations.undo(embedder="letters")
    assert str(failed.value) == (
        f"There is no generation before {third.name} that can still answer: a rebuild brings the "
        "index in line with the articles as they are."
    )


def test_every_file_of_what_is_current_is_compared(generations: Generations) -> None:
    """Damage in any of its segments is told, and that in others isn't."""
    folders = [generations.begin_segment() for _ in range(3)]
    for folder in folders:
        (folder / "words").write_text(folder.name)
        seal(folder)
    layers = tuple(Layer(segment=folder.name, passages=1) for folder in folders[:2])
    generations.publish(replace(MANIFEST, layers=layers))
    (folders[2] / "words").write_text("others")
    generations.check()
    (folders[1] / "words").write_text("others")
    with pytest.raises(IndexDamaged, match=folders[1].name):
        generations.check()


def test_a_generation_is_told_from_others_of_its_name(
    generations: Generations, tmp_path: Path
) -> None:
    """By when it was written, and by the sum that its manifest begins with."""
    published = _publish(generations)
    path = tmp_path / "generations" / f"{published.name}.json"
    assert generations.written(published.name) == (published.name, path.stat().st_mtime_ns)
    assert generations.stated_sum(published.name) == published.to_bytes()[:64]
    for name in ("000077", "\0"):
        assert generations.written(name) == (name, 0)
        assert generations.stated_sum(name) == b""


def _fetched(folder: Path, name: str, words: str) -> Path:
    """Return a segment as another machine made it."""
    segment = folder / name
    segment.mkdir(parents=True)
    (segment / "words").write_text(words)
    return segment


def test_what_another_machine_made_takes_its_place(
    generations: Generations, tmp_path: Path
) -> None:
    """Its segments first, in place of damaged ones, then its manifest, which becomes current."""
    for words in ("damaged", "whole"):
        generations.admit(_fetched(tmp_path / "pulling", "000007-ab", words))
    assert (generations.segments / "000007-ab" / "words").read_text() == "whole"
    generations.admit(_fetched(tmp_path / "pulling", "000008-cd", "others"))
    assert _names(tmp_path / "pulling") == set()
    for name in ("000009", "000010"):
        manifest = replace(MANIFEST, name=name, layers=(Layer(segment="000007-ab", passages=1),))
        (tmp_path / "pulling" / f"{name}.json").write_bytes(manifest.to_bytes())
        generations.adopt(tmp_path / "pulling" / f"{name}.json")
        assert generations.current() == name
        assert generations.manifest(name) == manifest
    assert _names(tmp_path / "pulling") == set()


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_collection_is_deleted_by_the_machine_that_made_it(
    generations: Generations, tmp_path: Path, chroma_url: str, is_ours: bool
) -> None:
    """With the segment that it belongs to; a machine that follows deletes its copy alone."""
    name = f"discarded-{is_ours}"
    Vectors.create(tmp_path, name, url=chroma_url)
    segment = _fetched(tmp_path / "pulling", "000007-ab", "")
    Label(collection=name, chroma_url=chroma_url).save(segment)
    if is_ours:
        generations.discard(segment)
    else:
        generations.admit(segment)
        generations.discard(generations.segments / segment.name)
    assert not (generations.segments / segment.name).exists()
    assert not segment.exists()
    with closing(Vectors.open(tmp_path, name, url=chroma_url)) as vectors:
        if not is_ours:
            assert vectors.count() == 0
        else:
            with pytest.raises(IndexDamaged):
                vectors.count()


def test_what_is_gone_already_can_be_discarded(generations: Generations, tmp_path: Path) -> None:
    """Somebody else swept it."""
    generations.discard(tmp_path / "segments" / "000007-ab")


def test_a_file_is_there_whole_or_as_it_was(generations: Generations, tmp_path: Path) -> None:
    """A manifest that can't be written leaves what is current, and the next one is whole."""
    first = _publish(generations)
    blocked = tmp_path / "generations" / "000002.json.new"
    blocked.mkdir()
    with pytest.raises(OSError, match=r"000002\.json\.new"):
        _publish(generations)
    assert generations.current() == first.name
    blocked.rmdir()
    assert _publish(generations).name == "000002"
    assert _names(tmp_path / "generations") == {"000001", "000002"}
