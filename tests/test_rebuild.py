"""A rebuild brings the index in line with the articles; until it is done the old one answers."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from benchmarks.kills import everything
from index.errors import (
    ConfigurationError,
    IndexDamaged,
    IndexMissing,
    IndexNotWritten,
    RebuildRunning,
    StoreUnreachable,
)
from index.finding import BY_WORDS
from index.library import Library
from index.progress import Progress
from index.rebuild import Rebuild, RebuildReport
from index.store.segment import Label
from index.store.vectors import Vectors
from tests.articles import ARTICLES
from tests.conftest import chroma_server, open_library
from tests.indexes import segment_folders

_LONG_AGO = 10**9  # seconds
_LEFT_ALONE = 2.0  # seconds, for which a server that failed isn't asked
QUESTION = "How many people rode the tram on its first day?"
LATER = "The tram stopped in the snow on Friday, and 77 passengers walked to the hospital."


def _articles(library: Library) -> Path:
    [articles] = library.settings.articles
    return articles


def _counts(report: RebuildReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def _segments(library: Library) -> list[str]:
    return sorted(path.name for path in (library.settings.data / "segments").iterdir())


def _age(library: Library) -> None:
    """Let the generations that were replaced have been so for long."""
    for path in (library.settings.data / "generations").iterdir():
        os.utime(path, (_LONG_AGO, _LONG_AGO))


@pytest.fixture
def long_article(own_archive: Library) -> Path:
    """An article that takes a few seconds to embed."""
    sentences = (
        f"Number {n} of the {n * 7919 % 1009} lamps was lit at {n} o'clock." for n in range(6000)
    )
    path = _articles(own_archive) / "long.txt"
    path.write_text(" ".join(sentences), encoding="utf-8")
    return path


def test_a_report_says_what_became_of_the_articles(own_archive: Library) -> None:
    """Adding, editing and deleting files are each counted, and answers follow."""
    articles = _articles(own_archive)
    (articles / "new.txt").write_text("Cranes nest on the roof of the town hall.", "utf-8")
    (articles / "flood.txt").unlink()
    tram = articles / "tram.md"
    tram.write_text(tram.read_text("utf-8").replace("2,600", "3,100"), "utf-8")
    report = own_archive.rebuild()
    assert _counts(report) == (1, 1, 1, len(ARTICLES) - 2)
    assert report.articles == len(ARTICLES) == own_archive.status().articles
    assert report.passages == own_archive.status().passages
    assert report.generation == own_archive.status().generation
    assert "3,100" in own_archive.ask(QUESTION).text
    assert "flood.txt" not in {article.path for article in own_archive.articles()}


def test_a_report_has_the_shape_of_the_contract(own_archive: Library) -> None:
    """Scripts find every field under its name, a failure with path and reason."""
    (_articles(own_archive) / "zero.txt").touch()
    fields = own_archive.rebuild().to_json()
    assert fields.keys() >= {
        "added", "changed", "removed", "unchanged", "articles", "passages", "generation", "seconds"
    }  # fmt: skip
    assert fields["failed"] == [{"path": "zero.txt", "reason": "the file is empty"}]


def test_nothing_is_rebuilt_where_nothing_changed(own_archive: Library) -> None:
    """The same generation stays, whatever the files' times say."""
    own_archive.rebuild()
    before = own_archive.status()
    (_articles(own_archive) / "tram.md").touch()
    report = own_archive.rebuild()
    assert _counts(report) == (0, 0, 0, len(ARTICLES))
    assert report.generation == before.generation
    assert own_archive.status() == before


def test_an_index_knows_its_articles_places(own_archive: Library) -> None:
    """A copy that was moved is made anew, once, although no article changed."""
    assert own_archive.locations() != list(own_archive.settings.articles)
    assert _counts(own_archive.rebuild()) == (0, 0, 0, len(ARTICLES))
    assert own_archive.locations() == list(own_archive.settings.articles)


def test_a_full_rebuild_makes_everything_anew(own_archive: Library) -> None:
    """Nothing changed, and yet there is a new generation."""
    before = own_archive.status().generation
    report = own_archive.rebuild(full=True)
    assert _counts(report) == (0, 0, 0, len(ARTICLES))
    assert report.generation == own_archive.status().generation != before


def test_what_was_replaced_long_ago_is_deleted(own_archive: Library) -> None:
    """The last but one can be gone back to; older ones are gone, with their segments."""
    for _ in range(3):
        _age(own_archive)
        own_archive.rebuild(full=True)
    assert len(_segments(own_archive)) == 2
    own_archive.undo_rebuild()
    assert "2,600" in own_archive.ask(QUESTION).text


def test_files_that_cannot_be_read_are_named_and_the_others_indexed(own_archive: Library) -> None:
    """Each comes with its reason, none stops the rebuild."""
    articles = _articles(own_archive)
    (articles / "folder.txt").mkdir()
    (articles / "zero.txt").touch()
    (articles / "binary.txt").write_bytes(bytes(range(256)))
    (articles / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (articles / "twin.md").write_text((articles / "tram.md").read_text("utf-8"), "utf-8")
    (articles / "vague.md").write_text("---\npublished: someday\n---\nIt rained all day.", "utf-8")
    report = own_archive.rebuild()
    reasons = {error.path: error.reason for error in report.failed}
    assert reasons.keys() == {"zero.txt", "binary.txt", "broken.pdf", "twin.md", "vague.md"}
    assert "tram.md" in reasons["twin.md"]
    assert "'someday'" in reasons["vague.md"]
    assert report.articles == len(ARTICLES) + 1
    assert own_archive.ask(QUESTION).answered


@pytest.mark.parametrize("name", ["articles", "missing"])
def test_without_articles_there_is_nothing_to_build(
    tmp_path: Path, models: Path, name: str
) -> None:
    """An empty folder and a missing one are errors of the settings, named with the mend."""
    (tmp_path / "articles").mkdir()
    library = open_library(tmp_path, models, ARTICLES_DIR=str(tmp_path / name))
    with pytest.raises(ConfigurationError, match=rf"{tmp_path / name}.*ARTICLES_DIR"):
        library.rebuild()
    assert not library.is_built


def test_an_emptied_folder_leaves_the_index_alone(own_archive: Library) -> None:
    """Articles that were moved away by mistake can still be asked about."""
    _articles(own_archive).rename(_articles(own_archive).with_name("elsewhere"))
    with pytest.raises(ConfigurationError):
        own_archive.rebuild()
    assert own_archive.ask(QUESTION).answered


def test_the_old_index_answers_while_a_rebuild_runs(own_archive: Library) -> None:
    """At every step, whoever asks gets the answer of before."""
    (_articles(own_archive) / "later.txt").write_text(LATER, "utf-8")
    before = own_archive.status().generation
    steps = []

    def ask(progress: Progress) -> None:
        steps.append(progress.step)
        assert own_archive.status().generation == before
        assert "2,600" in own_archive.ask(QUESTION).text

    own_archive.rebuild(on_progress=ask)
    assert set(steps) == {"Reading articles", "Embedding passages", "Writing the index"}
    assert "77 passengers" in own_archive.ask("How many passengers walked in the snow?").text


def test_a_rebuild_that_fails_leaves_the_old_index(own_archive: Library) -> None:
    """Whatever goes wrong at whatever step, answers stay, and the next rebuild is right."""
    (_articles(own_archive) / "later.txt").write_text(LATER, "utf-8")
    before = own_archive.status().generation

    def fail(progress: Progress) -> None:
        if progress.step == "Writing the index":
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space left"):
        own_archive.rebuild(on_progress=fail)
    assert own_archive.status().generation == before
    assert own_archive.ask(QUESTION).answered
    assert _counts(own_archive.rebuild()) == (1, 0, 0, len(ARTICLES))


def test_a_second_rebuild_says_that_one_runs(own_archive: Library) -> None:
    """It doesn't wait, and doesn't disturb the first."""
    refused = []

    def try_another(progress: Progress) -> None:
        with pytest.raises(RebuildRunning, match="wait"):
            own_archive.rebuild()
        refused.append(progress.step)

    own_archive.rebuild(full=True, on_progress=try_another)
    assert refused


def test_what_cannot_be_tidied_is_left_for_the_next_time(
    own_archive: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is new answers, and nothing unfinished lies about."""
    with monkeypatch.context() as trouble:
        trouble.setattr(Rebuild, "_shown", _no_room)
        for number in range(8):
            (_articles(own_archive) / f"{number}.txt").write_text(LATER, "utf-8")
            own_archive.rebuild()
    assert "The index works and isn't tidied: The new index can't be written" in caplog.text
    untidy = len(_segments(own_archive))
    assert "77 passengers" in own_archive.ask("How many passengers walked in the snow?").text
    (_articles(own_archive) / "0.txt").unlink()
    own_archive.rebuild()
    _age(own_archive)
    own_archive.rebuild(full=True)
    assert len(_segments(own_archive)) < untidy


def _no_room(*_: object) -> NoReturn:
    raise IndexNotWritten(Path("segments"), OSError("no room"))


@pytest.mark.usefixtures("long_article")
def test_a_killed_rebuild_leaves_no_trace(own_archive: Library) -> None:
    """The old index answers, and the next rebuild finds the lock free and clears up."""
    before = own_archive.status().generation
    with _rebuilding(own_archive) as child:
        assert child.stderr
        steps = (json.loads(line)["step"] for line in child.stderr)
        assert "Embedding passages" in steps
        child.send_signal(signal.SIGKILL)
    assert len(_segments(own_archive)) == 2
    assert own_archive.status().generation == before
    assert "2,600" in own_archive.ask(QUESTION).text
    (_articles(own_archive) / "long.txt").write_text(LATER, "utf-8")
    assert _counts(own_archive.rebuild()) == (1, 0, 0, len(ARTICLES))
    assert len(_segments(own_archive)) == 2
    assert "77 passengers" in own_archive.ask("How many passengers walked in the snow?").text


def _rebuild_command(library: Library) -> list[str]:
    places = [f"--articles={_articles(library)}", f"--data-dir={library.settings.data}"]
    return [sys.executable, "-m", "bot", "rebuild", "--progress=json", *places]


def _rebuilding(library: Library) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _rebuild_command(library),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def on_server(own_archive: Library, chroma_url: str) -> Iterator[Library]:
    """The archive, its vectors moved to a Chroma server."""
    library = Library.open(replace(own_archive.settings, chroma_url=chroma_url))
    library.rebuild()
    yield library
    library.close()


def test_a_server_gives_the_same_answers(archive: Library, on_server: Library) -> None:
    """Where the vectors are kept makes no difference."""
    assert on_server.status().store == on_server.settings.chroma_url
    assert on_server.ask(QUESTION).text == archive.ask(QUESTION).text


def test_a_server_keeps_no_old_collections(on_server: Library) -> None:
    """Those of swept generations are dropped, and those of rebuilds that failed."""

    def fail(progress: Progress) -> None:
        if progress.step == "Writing the index":
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space left"):
        on_server.rebuild(full=True, on_progress=fail)
    old = _collections(on_server)
    for _ in range(2):
        on_server.rebuild(full=True)
        _age(on_server)
    on_server.rebuild(full=True)
    assert old.isdisjoint(_collections(on_server))
    for name in old:
        with pytest.raises(IndexDamaged):
            Vectors.open(Path(), name, url=on_server.settings.chroma_url).count()
    assert on_server.ask(QUESTION).answered


def test_collections_are_separate_on_a_server(on_server: Library) -> None:
    """What a server's own vectors are called says whose they are, and nobody else reads them."""
    for server in ("1", "2"):
        library = on_server.of(server)
        library.add("later.txt", LATER.encode() + server.encode())
        library.rebuild()
        assert f"hospital.{server}" in library.ask("How many passengers walked?").text
    names = {server: _collections(on_server, f"collections/{server}") for server in ("1", "2")}
    assert all(name.startswith(f"footnote-{server}-") for server in names for name in names[server])
    assert "hospital." not in on_server.ask("How many passengers walked?").text


def test_a_server_may_go_away(own_archive: Library, tmp_path: Path) -> None:
    """Answers are found by words meanwhile, rebuilds name it, and the index can be moved off it."""
    with chroma_server(tmp_path / "server") as url:
        settings = replace(own_archive.settings, chroma_url=url)
        library = Library.open(settings)
        library.rebuild()
        assert library.ask(QUESTION).answered
    for orphan in (library, Library.open(settings)):
        answer = orphan.ask(QUESTION)
        assert "2,600" in answer.text
        assert BY_WORDS in answer.notices
        with pytest.raises(StoreUnreachable, match=rf"{url}.*CHROMA_URL"):
            orphan.rebuild(full=True)
    for _ in range(3):
        own_archive.rebuild(full=True)
    assert own_archive.ask(QUESTION).answered


def test_a_server_may_come_back(own_archive: Library, tmp_path: Path) -> None:
    """What it holds is answered from again, without a rebuild and without a restart."""
    place = tmp_path / "server"
    with chroma_server(place) as url:
        library = Library.open(replace(own_archive.settings, chroma_url=url))
        library.rebuild()
        assert library.ask(QUESTION).answered
    assert BY_WORDS in library.ask(QUESTION).notices
    with chroma_server(place, port=int(url.rpartition(":")[2])):
        time.sleep(_LEFT_ALONE)
        answer = library.ask(QUESTION)
        assert BY_WORDS not in answer.notices
        assert "2,600" in answer.text
        assert _counts(library.rebuild()) == (0, 0, 0, len(ARTICLES))
    library.close()


def _collections(library: Library, index: str = "") -> set[str]:
    segments = library.settings.data / index / "segments"
    return {Label.load(directory).collection for directory in segments.iterdir()}


def test_a_preview_is_what_the_rebuild_then_does(own_archive: Library) -> None:
    """It names the articles, writes nothing at all, and fits the report."""
    own_archive.rebuild()
    articles = _articles(own_archive)
    (articles / "later.txt").write_text(LATER, "utf-8")
    (articles / "flood.txt").unlink()
    (articles / "zero.txt").touch()
    (articles / "tram.md").write_text("Tram 9 stands still.", "utf-8")
    before = _contents(own_archive.settings.data)
    preview = own_archive.preview_rebuild()
    assert _contents(own_archive.settings.data) == before
    assert preview.makes_anew
    fields, report = preview.to_json(), own_archive.rebuild().to_json()
    counted = ("added", "changed", "removed", "unchanged", "failed")
    assert {name: fields[name] for name in counted} == {name: report[name] for name in counted}
    # An article with an address is known by it: without one, tram.md is another article.
    assert preview.added == ("later.txt", "tram.md")
    assert preview.removed == ("flood.txt", "tram.md")
    assert not own_archive.preview_rebuild().makes_anew


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_next_rebuild_is_that_of_a_fresh_start(own_archive: Library, tmp_path: Path) -> None:
    """Whatever was taken over from the generation before, the passages are the same."""
    articles = _articles(own_archive)
    own_archive.rebuild()
    (articles / "flood.txt").unlink()
    (articles / "later.txt").write_text(LATER, "utf-8")
    (articles / "wire.jsonl").write_text(
        f'{ARTICLES["wire.jsonl"]}{{"text": "{LATER}"}}\n', encoding="utf-8"
    )
    assert _counts(own_archive.rebuild()) == (2, 0, 1, len(ARTICLES) - 1)
    fresh = Library.open(replace(own_archive.settings, data=tmp_path / "fresh"))
    shutil.copytree(own_archive.settings.data / "models", tmp_path / "fresh/models")
    fresh.rebuild()
    taken_over = everything(own_archive, own_archive.embedder)
    assert taken_over == everything(fresh, fresh.embedder)
    fresh.close()


@pytest.mark.parametrize("blocks", [1, 40, 150])
def test_a_full_disk_harms_nothing(own_archive: Library, blocks: int) -> None:
    """The reason is told, no half index is left to fill it, and the old one answers."""
    own_archive.rebuild()
    (_articles(own_archive) / "later.txt").write_text(LATER, "utf-8")
    before = _segments(own_archive)
    run = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *_rebuild_command(own_archive)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert "can't be written" in run.stderr
    assert _segments(own_archive) == before
    assert "2,600" in own_archive.ask(QUESTION).text
    assert _counts(own_archive.rebuild()) == (1, 0, 0, len(ARTICLES))


def _stand_in_the_way_of(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        (path / "x").mkdir(parents=True)


@pytest.mark.parametrize("part", ["passages", "articles", "SHA256SUMS"])
def test_what_cannot_be_written_is_named(own_archive: Library, part: str) -> None:
    """Whichever part of the new index it is, the mend is told and nothing of it stays."""
    before = _segments(own_archive)

    def stand_in_the_way(progress: Progress) -> None:
        if (progress.step, progress.done) == ("Writing the index", 0):
            [fresh] = set(_segments(own_archive)) - set(before)
            _stand_in_the_way_of(own_archive.settings.data / "segments" / fresh / part)

    with pytest.raises(IndexNotWritten, match=r"can't be written to .*room on the disk"):
        own_archive.rebuild(full=True, on_progress=stand_in_the_way)
    assert _segments(own_archive) == before
    assert own_archive.ask(QUESTION).answered


def test_what_killed_rebuilds_left_makes_room_for_the_next(own_archive: Library) -> None:
    """It is deleted before anything is written; otherwise a full disk would stay full."""
    unfinished = own_archive.settings.data / "segments" / "000099-half"
    unfinished.mkdir()
    (unfinished / "segment.json").touch()

    def look(progress: Progress) -> None:
        if progress.step != "Reading articles":
            assert not unfinished.exists()

    own_archive.rebuild(full=True, on_progress=look)


def test_a_data_folder_may_vanish(own_archive: Library) -> None:
    """An open library says that there is no index, and takes up one that another process makes.

    That it has the old one's name doesn't deceive it.
    """
    data = own_archive.settings.data
    assert "2,600" in own_archive.ask(QUESTION).text
    name, models = own_archive.status().generation, (data / "models").resolve()
    shutil.rmtree(data)
    with pytest.raises(IndexMissing, match="footnote rebuild"):
        own_archive.ask(QUESTION)
    data.mkdir()
    (data / "models").symlink_to(models)
    tram = _articles(own_archive) / "tram.md"
    tram.write_text(tram.read_text("utf-8").replace("2,600", "3,100"), "utf-8")
    subprocess.run(_rebuild_command(own_archive), check=True, capture_output=True)
    assert "3,100" in own_archive.ask(QUESTION).text
    assert own_archive.status().generation == name


def test_any_changed_byte_of_an_index_is_noticed(own_archive: Library) -> None:
    """Whichever file it is in, nobody is answered from it; but Chroma's is judged by its rows."""
    own_archive.rebuild()
    own_archive.close()
    [segment] = segment_folders(own_archive.settings.data)
    files = [path for path in segment.rglob("*") if path.stat().st_size and path.is_file()]
    for path in (path for path in files if "chroma" not in path.relative_to(segment).parts):
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(IndexDamaged, match="footnote rebuild"):
            own_archive.ask(QUESTION)
        path.write_bytes(whole)
    assert "2,600" in own_archive.ask(QUESTION).text
