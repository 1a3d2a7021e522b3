"""What is known of a file isn't read again, and what is gathered is as if all had been read."""

import gzip
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from index.article import Article
from index.gathering import Gathered, gather
from index.reading import find
from index.reading.known import KnownFile
from tests.articles import write_articles

_LONG_AGO = 10**11  # nanoseconds
_NOTHING: Mapping[str, KnownFile] = {}
_OPENED: list[set[str]] = []


def _note_opened(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _OPENED:
        _OPENED[-1].add(str(arguments[0]))


@pytest.fixture(scope="module", autouse=True)
def _hook() -> None:
    sys.addaudithook(_note_opened)


@contextmanager
def _opened() -> Iterator[set[str]]:
    """Lend the paths of the files that are opened meanwhile."""
    paths: set[str] = set()
    _OPENED.append(paths)
    yield paths
    _OPENED.remove(paths)


@dataclass(frozen=True, kw_only=True)
class _Gathered(Gathered):
    """What was gathered, and the articles that had to be read for it, by id."""

    read: Mapping[str, Article]


def _gather(folder: Path, before: Gathered | None = None, *, trusted: bool = True) -> _Gathered:
    """Gather anew, or with what was gathered before, all of it stored and looked at since."""
    known = before.known if before else _NOTHING
    later = {
        name: replace(each, looked=each.looked + _LONG_AGO) if trusted else each
        for name, each in known.items()
    }
    stored = {key: each.fingerprint for key, each in before.articles.items()} if before else {}
    read: dict[str, Article] = {}
    gathered = gather(
        find([folder]),
        known=later,
        stored=stored,
        on_read=lambda article, _: read.update({article.id: article}),
    )
    return _Gathered(
        articles=gathered.articles, failed=gathered.failed, known=gathered.known, read=read
    )


def _told(gathered: Gathered) -> tuple[object, list[str]]:
    return list(gathered.articles.values()), list(map(str, gathered.failed))


def _write_lines(path: Path, *lines: str) -> None:
    content = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def _line(name: str, text: str) -> str:
    return f'{{"url": "https://wire.example/{name}", "text": "{text}"}}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The articles of `tests.articles`, and files that fail or hold twins."""
    write_articles(tmp_path)
    (tmp_path / "vague.md").write_text("---\npublished: someday\n---\nIt rained all day.")
    (tmp_path / "twin.md").write_bytes((tmp_path / "tram.md").read_bytes())
    _write_lines(
        tmp_path / "lines.jsonl.gz",
        *(_line(name, f"The lamp was lit by {name}.") for name in ("ada", "bo", "bo")),
        "no json",
    )
    return tmp_path


def test_what_is_known_is_not_opened(folder: Path) -> None:
    """Nothing is read, and yet the same comes out, failures and twins included."""
    first = _gather(folder)
    with _opened() as opened:
        again = _gather(folder, first)
    assert not {path for path in opened if path.startswith(str(folder))}
    assert (_told(again), again.read) == (_told(first), {})
    assert len(again.failed) == 4


def test_touched_files_are_summed_up_but_not_read(folder: Path) -> None:
    """Other times with the same content are no change, and are known from then on."""
    first = _gather(folder)
    for path in folder.rglob("*.*"):
        os.utime(path)
    again = _gather(folder, first)
    assert (_told(again), again.read) == (_told(first), {})
    with _opened() as opened:
        _gather(folder, again)
    assert not {path for path in opened if path.startswith(str(folder))}


def test_a_file_written_a_moment_ago_is_not_known_by_its_times(folder: Path) -> None:
    """Content of the same length, written within the clock's tick, is noticed all the same."""
    first = _gather(folder)
    path = folder / "flood.txt"
    about = path.stat()
    path.write_text(path.read_text("utf-8").replace("118 people", "911 people"), "utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    stamp = first.known["flood.txt"].stamp._replace(changed=path.stat().st_ctime_ns)
    tricked = {**first.known, "flood.txt": replace(first.known["flood.txt"], stamp=stamp)}
    again = _gather(folder, replace(first, known=tricked), trusted=False)
    [article] = again.read.values()
    assert "911 people" in article.text


def test_content_put_in_place_with_old_times_is_noticed(folder: Path) -> None:
    """Size and time of modification are as before; that the file was changed shows elsewhere."""
    first = _gather(folder)
    path = folder / "flood.txt"
    about = path.stat()
    path.write_text(path.read_text("utf-8").replace("118 people", "911 people"), "utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert [article.path for article in _gather(folder, first).read.values()] == ["flood.txt"]


def test_of_json_lines_only_other_lines_are_cleaned_again(folder: Path) -> None:
    """One more line is one article more to read."""
    first = _gather(folder)
    lines = gzip.decompress((folder / "lines.jsonl.gz").read_bytes()).decode().splitlines()
    _write_lines(folder / "lines.jsonl.gz", *lines, _line("cy", "The lamp was lit by Cy."))
    again = _gather(folder, first)
    assert [article.path for article in again.read.values()] == ["lines.jsonl.gz:5"]
    assert _told(again) == _told(_gather(folder))


def test_a_twin_takes_the_place_of_a_file_that_is_gone(folder: Path) -> None:
    """It wasn't stored, so it is read although it didn't change."""
    first = _gather(folder)
    (folder / "tram.md").unlink()
    again = _gather(folder, first)
    assert [article.path for article in again.read.values()] == ["twin.md"]
    assert _told(again) == _told(_gather(folder))


def test_what_is_not_stored_is_read(folder: Path) -> None:
    """A file may be known and its article missing in the index: then it is read."""
    first = _gather(folder)
    lost = next(key for key, each in first.articles.items() if each.path == "audit.md")
    others = {key: each for key, each in first.articles.items() if key != lost}
    again = _gather(folder, replace(first, articles=others))
    assert set(again.read) == {lost}
    assert _told(again) == _told(first)


def test_a_file_that_cannot_be_read_is_tried_again(folder: Path) -> None:
    """What kept it from being read may have passed."""
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    first = _gather(folder)
    assert "broken.pdf" not in first.known
    assert _told(_gather(folder, first)) == _told(first)
