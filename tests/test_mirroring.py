"""What one machine rebuilds, another answers from, whatever happens on the way."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from index.checksums import SUMS, sums
from index.errors import (
    ConfigurationError,
    FootnoteError,
    IndexDamaged,
    IndexMirrored,
    IndexMissing,
    IndexUnreachable,
    StoreUnreachable,
)
from index.finding import NO_VECTORS
from index.library import Library
from index.mirroring import Mirror
from index.store.generations import Generations
from index.store.segment import Label
from index.store.source import Source
from index.store.vectors import Vectors
from tests.articles import ARTICLES
from tests.indexes import segment_folders
from tests.sharing import Shared, follower, shared
from tests.test_rebuild import LATER, QUESTION

_LONG_AGO = 10**9  # seconds
_PULLING = """
import sys
from pathlib import Path
from index.mirroring import Mirror
from index.store.source import Source

Mirror(Source(sys.argv[1]), Path(sys.argv[2])).pull()
"""


def _pull(library: Library) -> bool:
    with closing(Source(str(library.settings.index_url))) as source:
        return Mirror(source, library.settings.data).pull()


def _add(library: Library) -> None:
    [articles] = library.settings.articles
    (articles / "later.txt").write_text(LATER, "utf-8")
    library.rebuild()


def _current(library: Library) -> str:
    return Generations(library.settings.data).current()


def test_a_follower_gives_the_same_answers(source: Library, mirror: Library) -> None:
    """It has the catalogue and the words, and asks the same Chroma server for the vectors."""
    assert _pull(mirror)
    assert mirror.ask(QUESTION).text == source.ask(QUESTION).text
    assert mirror.status().articles == len(ARTICLES)


def test_a_change_costs_its_own_segment(source: Library, mirror: Library, way: Shared) -> None:
    """What is here already isn't fetched again, and a look at what is the same fetches nothing."""
    _pull(mirror)
    _add(source)
    before = len(way.paths)
    assert _pull(mirror)
    fetched = {path.split("/")[1] for path in way.paths[before:] if path.startswith("segments/")}
    assert fetched == {segment_folders(source.settings.data)[-1].name}
    assert "77 passengers" in mirror.ask("How many passengers walked in the snow?").text
    before = len(way.segment_files)
    assert not _pull(mirror)
    assert len(way.segment_files) == before


def test_what_is_undone_is_undone_everywhere(source: Library, mirror: Library) -> None:
    """A follower goes back, too."""
    _pull(mirror)
    _add(source)
    _pull(mirror)
    source.undo_rebuild()
    assert _pull(mirror)
    assert _current(mirror) == _current(source)
    assert mirror.status().articles == len(ARTICLES)


def test_names_that_begin_anew_mislead_nobody(source: Library, mirror: Library) -> None:
    """A source that lost its data gives other generations the same names."""
    _pull(mirror)
    name = _current(source)
    data = source.settings.data
    (data / "CURRENT").unlink()
    for path in (data / "generations").iterdir():
        path.unlink()
    _add(source)
    Generations(data).adopt(
        _renamed(data / "generations" / f"{_current(source)}.json", name, chroma=source)
    )
    assert _pull(mirror)
    assert mirror.status().articles == len(ARTICLES) + 1


def _renamed(path: Path, name: str, *, chroma: Library) -> Path:
    manifest = Generations(chroma.settings.data).manifest(path.stem)
    path.with_name(f"{name}.json").write_bytes(replace(manifest, name=name).to_bytes())
    return path.with_name(f"{name}.json")


@pytest.mark.parametrize("file", ["catalogue.sqlite", "SHA256SUMS", "segment.json", ".json"])
def test_a_bit_that_flips_on_the_way_is_noticed(
    source: Library, mirror: Library, way: Shared, file: str
) -> None:
    """The old generation goes on answering, and the next pull mends it."""
    _pull(mirror)
    _add(source)

    def flip(path: str, content: bytes) -> bytes:
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        return flipped if path.endswith(file) else content

    way.meddle = flip
    with pytest.raises(IndexDamaged):
        _pull(mirror)
    assert mirror.status().articles == len(ARTICLES)
    assert mirror.ask(QUESTION).answered
    way.meddle = lambda _, content: content
    assert _pull(mirror)
    assert mirror.status().articles == len(ARTICLES) + 1


@pytest.mark.parametrize("where", ["pointer", "segment", "file"])
def test_names_lead_nowhere_else(mirror: Library, source: Library, way: Shared, where: str) -> None:
    """Whatever a source calls its files, nothing outside the index is read or written."""
    own = Generations(source.settings.data).manifest(_current(source))
    for name in ("../../evil", "/tmp/evil", "..", "a/b", "%2e%2e/evil", ""):
        layer = replace(own.layers[0], segment=name)
        false = {
            "pointer": ("CURRENT", name.encode()),
            "segment": (".json", replace(own, layers=(layer,)).to_bytes()),
            "file": ("SHA256SUMS", f"{'0' * 64}  {name}\n".encode()),
        }
        way.meddle = partial(_replace, *false[where])
        with pytest.raises(IndexDamaged, match="no file of an index"):
            _pull(mirror)
        assert not mirror.is_built
    assert not list(mirror.settings.data.parent.rglob("evil"))


def _replace(ending: str, content: bytes, path: str, whole: bytes) -> bytes:
    return content if path.endswith(ending) else whole


def test_a_killed_pull_is_gone_on_with(source: Library, mirror: Library, way: Shared) -> None:
    """Killed at one file after another, it leaves the old generation, and fetches the rest."""
    _pull(mirror)
    _add(source)
    files = len(list(segment_folders(source.settings.data)[-1].rglob("*.*"))) - 1
    before = len(way.paths)
    victims: list[subprocess.Popen[bytes]] = []
    for moment in (2, 5, 9, files):

        def kill(_: str, content: bytes, last: int = len(way.paths) + moment) -> bytes:
            if len(way.paths) == last:
                victims[-1].kill()
            return content

        way.meddle = kill
        command = [sys.executable, "-c", _PULLING, way.url, str(mirror.settings.data)]
        victims.append(subprocess.Popen(command))
        if victims[-1].wait() != -signal.SIGKILL:
            break
        assert mirror.status().articles == len(ARTICLES)
        assert mirror.ask(QUESTION).answered
    way.meddle = lambda _, content: content
    _pull(mirror)
    assert mirror.status().articles == len(ARTICLES) + 1
    fetched = [path for path in way.paths[before:] if "segments/" in path]
    again = len(fetched) - len(set(fetched))
    assert len(victims) > 2
    # Of each pull: its SHA256SUMS, and the file during which it was killed.
    assert again <= 2 * len(victims)
    assert not (mirror.settings.data / "pulling").exists()


def test_killed_before_the_switch_nothing_is_fetched_twice(mirror: Library, way: Shared) -> None:
    """Segments that have their place already stay there."""
    _pull(mirror)
    (mirror.settings.data / "CURRENT").unlink()
    before = len(way.segment_files)
    assert _pull(mirror)
    assert len(way.segment_files) == before
    assert mirror.ask(QUESTION).answered


def test_sweeping_here_leaves_the_vectors_of_others(source: Library, mirror: Library) -> None:
    """A follower deletes its files of what nobody needs any more; the collection isn't its own."""
    _pull(mirror)
    data = mirror.settings.data
    [old] = segment_folders(data)
    label = Label.load(old)
    for _ in range(2):
        source.rebuild(full=True)
        _pull(mirror)
        for path in (data / "generations").iterdir():
            os.utime(path, (_LONG_AGO, _LONG_AGO))
    Generations(data).sweep()
    assert not old.exists()
    Vectors.open(Path(), label.collection, url=label.chroma_url).close()
    # Nor if the machine is one that rebuilds from now on.
    for segment in segment_folders(data):
        label = Label.load(segment)
        Generations(data).discard(segment)
        Vectors.open(Path(), label.collection, url=label.chroma_url).close()


def test_a_follower_cut_off_for_long_answers_by_words(source: Library, mirror: Library) -> None:
    """Its vectors are gone with the old generations of the other machine, until it can pull."""
    _pull(mirror)
    assert mirror.ask(QUESTION).notices == ()
    for _ in range(2):
        source.rebuild(full=True)
        for path in (source.settings.data / "generations").iterdir():
            os.utime(path, (_LONG_AGO, _LONG_AGO))
    Generations(source.settings.data).sweep()
    answer = mirror.ask(QUESTION)
    assert answer.answered
    assert answer.notices == (NO_VECTORS,)
    _pull(mirror)
    assert mirror.ask(QUESTION).notices == ()


def test_a_source_that_is_away_harms_nobody(source: Library) -> None:
    """The error names the setting, and what was fetched before goes on answering."""
    with shared(source.settings.data) as way:
        mirror = follower(source, way.url)
        _pull(mirror)
    with pytest.raises(IndexUnreachable, match=rf"{way.url}.*INDEX_URL"):
        _pull(mirror)
    with pytest.raises(IndexUnreachable):
        mirror.rebuild()
    assert mirror.ask(QUESTION).answered
    mirror.close()


def test_a_source_without_an_index_says_so(tmp_path: Path) -> None:
    """The mend is a rebuild there."""
    missing = pytest.raises(IndexMissing, match="footnote rebuild` there")
    with shared(tmp_path) as way, closing(Source(way.url)) as source, missing:
        Mirror(source, tmp_path / "elsewhere").pull()


def test_vectors_inside_footnote_cannot_be_followed(own_archive: Library) -> None:
    """The setting that mends it is named."""
    wrong = pytest.raises(ConfigurationError, match="CHROMA_URL")
    with shared(own_archive.settings.data) as way, wrong:
        _pull(follower(own_archive, way.url))


def test_vectors_that_this_machine_cannot_reach_are_noticed(
    source: Library, mirror: Library, way: Shared
) -> None:
    """Before the switch: what answers goes on answering."""
    _pull(mirror)
    _add(source)
    segment = segment_folders(source.settings.data)[-1]
    label = Label.load(segment)
    old = (segment / SUMS).read_text()
    Label(collection=label.collection, chroma_url="http://127.0.0.1:9").save(segment)
    names = [line.partition("  ")[2] for line in old.splitlines()]
    (segment / SUMS).write_text(sums(segment, names))
    with pytest.raises(StoreUnreachable, match=r"127\.0\.0\.1:9"):
        _pull(mirror)
    assert mirror.status().articles == len(ARTICLES)


def test_a_rebuild_here_pulls_and_reports(source: Library, mirror: Library) -> None:
    """In the numbers of a rebuild."""
    first = mirror.rebuild()
    assert (first.added, first.unchanged) == (len(ARTICLES), 0)
    _add(source)
    second = mirror.rebuild().to_json()
    assert (second["added"], second["unchanged"]) == (1, len(ARTICLES))
    assert second.keys() == source.rebuild().to_json().keys()


def test_a_rebuild_here_mends_what_was_damaged_here(mirror: Library) -> None:
    """Damaged files are fetched anew."""
    mirror.rebuild()
    [segment] = segment_folders(mirror.settings.data)
    (segment / "catalogue.sqlite").write_bytes(b"something else")
    with pytest.raises(IndexDamaged, match="footnote rebuild"):
        mirror.ask(QUESTION)
    mirror.rebuild()
    assert mirror.ask(QUESTION).answered


def test_the_articles_of_a_server_follow(source: Library, mirror: Library) -> None:
    """They stay apart from everyone's."""
    own = source.of("42")
    own.add("later.txt", LATER.encode())
    own.rebuild()
    mirror.rebuild()
    assert mirror.of("42").rebuild().articles == 1
    question = "How many passengers walked in the snow?"
    assert "77 passengers" in mirror.of("42").ask(question).text
    assert "77 passengers" not in mirror.ask(question).text
    with pytest.raises(IndexMissing):
        mirror.of("43").rebuild()


def test_nothing_is_changed_here(mirror: Library) -> None:
    """Whoever tries learns where."""
    tries = (
        mirror.undo_rebuild,
        mirror.preview_rebuild,
        lambda: mirror.of("42").add("later.txt", LATER.encode()),
        lambda: mirror.of("42").remove("x"),
    )
    for attempt in tries:
        with pytest.raises(IndexMirrored, match="INDEX_URL") as refusal:
            attempt()
        assert isinstance(refusal.value, FootnoteError)
