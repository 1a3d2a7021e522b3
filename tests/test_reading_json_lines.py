"""JSON Lines are read one by one, and a bad line costs only itself."""

import gzip
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ArticleError
from index.reading import find, read
from index.reading.json_lines import read_json_lines

TEXT = "The council of Ashford voted on Tuesday to close the old bridge until spring."


def read_lines(path: Path, content: bytes) -> Iterator[Article | ArticleError]:
    """Return what is read from a file with this content, line by line."""
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return read(find([path])[0])


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_every_line_is_an_article(tmp_path: Path, name: str) -> None:
    """All that a line states comes out, under the file's name and the line's number."""
    stated = {
        "title": "The bridge",
        "publisher": "Bay Post",
        "author": "Ann Field",
        "published": "2024-11-18",
        "url": "https://ashford.example/bridge",
    }
    lines = [json.dumps({"text": TEXT} | stated), "", json.dumps({"text": TEXT, "title": None})]
    first, second = read_lines(tmp_path / name, "\n".join(lines).encode())
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.to_json() == {"id": first.id, "path": f"{name}:1", **stated}
    assert first.text == TEXT
    assert second.path == f"{name}:3"
    assert second.title is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{text: 1}", "the line is not JSON"),
        (b"[" * 100_000, "the line is not JSON"),
        (b'{"text": "a", "published": ' + b"9" * 5_000 + b"}", "the line is not JSON"),
        (b"[1]", "the line is not a JSON object"),
        (b'{"title": "The bridge"}', 'the line has no "text"'),
        (b'{"text": ["a"]}', 'the line has no "text"'),
        (b'{"text": "\\u0000"}', "there is no article text in it"),
        (b'{"text": "caf\xe9"}', "the text is not UTF-8 (byte 14); save it as UTF-8"),
    ],
)
def test_a_bad_line_is_reported_and_the_others_read(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    """The error names the file, the line and a plain reason."""
    good = json.dumps({"text": TEXT}).encode()
    before, error, after = read_lines(tmp_path / "a.jsonl", b"\n".join([good, line, good]))
    assert isinstance(error, ArticleError)
    assert (error.path, error.reason) == ("a.jsonl:2", reason)
    assert isinstance(before, Article)
    assert isinstance(after, Article)


def test_fields_that_are_no_text_are_read_as_far_as_they_can_be(tmp_path: Path) -> None:
    """A number is its digits, a list its items, half a letter and an object are nothing."""
    fields = {"published": 2024, "author": ["Ann Field", "Bea Hill"], "title": {"en": "The bridge"}}
    line = json.dumps({"text": TEXT, "publisher": "Bay\ud800 Post", **fields})
    (article,) = read_lines(tmp_path / "a.jsonl", line.encode())
    assert isinstance(article, Article)
    assert str(article.published) == "2024"
    assert article.author == "Ann Field, Bea Hill"
    assert article.title is None
    assert article.publisher == "Bay Post"


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_file_without_lines_is_empty(tmp_path: Path, content: bytes) -> None:
    """No line is an error of the file."""
    (error,) = read_lines(tmp_path / "a.jsonl", content)
    assert isinstance(error, ArticleError)
    assert (error.path, error.reason) == ("a.jsonl", "the file is empty")


def test_a_file_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    """Articles before the end of a broken archive are read, and the break is reported."""
    path = tmp_path / "a.jsonl.gz"
    lines = "\n".join(json.dumps({"text": f"{TEXT} {number}"}) for number in range(500))
    path.write_bytes(gzip.compress(lines.encode())[:-500])
    *articles, error = read(find([path])[0])
    assert all(isinstance(article, Article) for article in articles)
    assert articles
    assert isinstance(error, ArticleError)
    assert error.reason == "the file is cut off or not compressed by gzip"


def test_lines_are_not_kept_in_memory(tmp_path: Path) -> None:
    """A file of 40 MB is read in a small part of that."""
    path = tmp_path / "a.jsonl.gz"
    line = json.dumps({"text": TEXT, "notes": "n" * 1_000_000}).encode() + b"\n"
    path.write_bytes(gzip.compress(line * 40, compresslevel=1))
    tracemalloc.start()
    try:
        assert sum(isinstance(item, Article) for item in read(find([path])[0])) == 40
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize("line", [b"x\n", b"\n", b"{}\n"])
def test_lines_without_articles_are_given_up(tmp_path: Path, line: bytes) -> None:
    """A file of millions of them isn't worth a message each."""
    *_, last = read_lines(tmp_path / "a.jsonl", line * 50_000)
    assert isinstance(last, ArticleError)
    assert last.path == "a.jsonl"
    assert last.reason == "10,001 of its first 10,001 lines hold no article: not read on"


def test_many_bad_lines_among_more_good_ones_are_told(tmp_path: Path) -> None:
    """None of the good ones is lost to them."""
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": TEXT}).encode()
    path.write_bytes(b"\n".join([good, good, b"x"] * 10_500))
    items = list(read_json_lines(path, "a.jsonl"))
    assert sum(isinstance(item, ArticleError) for item in items) == 10_500
    assert len(items) == 31_500


@pytest.mark.parametrize("unit", [b"\0", b" ", b'{"text": "x"} '])
def test_a_file_that_unpacks_without_end_is_given_up(tmp_path: Path, unit: bytes) -> None:
    """Text is never packed so small."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(unit * (10_000_000 // len(unit))) * 12)
    *_, last = read(find([path])[0])
    assert isinstance(last, ArticleError)
    assert last.reason.endswith("once unpacked, as articles never are")


def test_a_line_that_would_unfold_in_memory_is_refused(tmp_path: Path) -> None:
    """A megabyte of empty lists takes a hundred."""
    line = b'{"text": "x", "more": [' + b"[]," * 1_000_000 + b"0]}"
    [error] = read_lines(tmp_path / "a.jsonl", line)
    assert isinstance(error, ArticleError)
    assert error.reason == "the line has more parts than any article"


def test_a_text_longer_than_any_article_is_refused(tmp_path: Path) -> None:
    """By its characters or by its lines, which take more."""
    for text in ("word " * 2_100_000, "a\n" * 2_000_001):
        [error] = read_lines(tmp_path / "a.jsonl", json.dumps({"text": text}).encode())
        assert isinstance(error, ArticleError)
        assert error.reason.startswith("longer than 10 million characters or 2 million lines")
