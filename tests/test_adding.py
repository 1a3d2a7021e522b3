"""Files are taken into a collection whole or not at all, and articles out of it one by one."""

import gzip
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.adding import Addition, add, remove
from index.article import Article
from index.collection import Collection
from index.errors import ArticleError, CollectionError
from index.reading import find, read
from tests.articles import ARTICLES

FLOOD = ARTICLES["flood.txt"].encode()
LINES = [
    {"title": "One", "text": "The first lamp was lit.", "url": "https://lamps.example/1"},
    {"title": "Two", "text": "The second lamp was lit."},
    {"title": "Three", "text": "The third lamp was lit."},
]
JSON_LINES = "".join(json.dumps(line) + "\n" for line in LINES).encode()


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """A collection without anything in it yet."""
    return Collection.named("7", data=tmp_path)


def _held(collection: Collection) -> list[Article]:
    """Return the articles that a rebuild would read, by path."""
    items = [item for source in find([collection.articles]) for item in read(source)]
    assert all(isinstance(item, Article) for item in items)
    return [item for item in items if isinstance(item, Article)]


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_a_file_is_kept_as_it_was_added(collection: Collection, name: str) -> None:
    """Byte by byte, and what is read from it is what was said of it."""
    added = add(collection, name, ARTICLES[name].encode())
    [file] = list(collection.articles.iterdir())
    assert file.read_bytes() == ARTICLES[name].encode()
    assert list(added.articles) == _held(collection)
    assert added.failed == ()


def test_what_cannot_be_read_of_a_file_is_told(collection: Collection) -> None:
    """The rest of it is kept."""
    added = add(collection, "lamps.jsonl", JSON_LINES + b"no json\n")
    assert [article.title for article in added.articles] == ["One", "Two", "Three"]
    assert ["not JSON" in error.reason for error in added.failed] == [True]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("zero.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)), "binary"),
        ("scan.pdf", b"%PDF-1.7 and nothing more", "broken"),
        ("page.html", b"<html><nav>Home</nav></html>", "no article"),
        ("wire.jsonl", b"{}\n{}\n", 'no "text"'),
        ("wire.jsonl.gz", b"\x1f\x8b and nothing more", "gzip"),
        ("virus.exe", FLOOD, "not a kind of article"),
        ("flood", FLOOD, "not a kind of article"),
        ("", FLOOD, "not a kind of article"),
        ("long.txt", b"a " * 13_000_000, "larger than 25 MB"),
        ("bomb.jsonl.gz", gzip.compress(bytes(101_000_000)), "larger than 100 MB once unpacked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_what_is_no_article_is_refused(
    collection: Collection, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """By the name it was given and with the reason, and nothing of it stays."""
    with pytest.raises(ArticleError, match=reason) as refused:
        add(collection, name, content)
    assert refused.value.path == name
    assert not collection.exists
    assert _files(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "..\\..\\boot.txt",
        "/absolute.txt",
        "https://news.example/2024/11/18/flood?a=1&b=2#top.txt",
        ".hidden.txt",
        "...txt",
        "README.md",
        "new\nline\0.txt",
        "a" * 5_000 + ".txt",
        "й" * 300 + ".txt",
        "\ud800.txt",
        "CON.txt",
        "tram.md:1.txt",
        "FLOOD.TXT",
    ],
)
def test_any_name_becomes_a_harmless_one(collection: Collection, name: str) -> None:
    """The file lies in the collection's folder, and a rebuild finds it."""
    add(collection, name, FLOOD)
    [file] = collection.articles.iterdir()
    assert not set(file.name) & set('/\\:*?"<>|\n\0 ')
    assert [article.path for article in _held(collection)] == [file.name]


def test_the_same_file_is_kept_once(collection: Collection) -> None:
    """Adding it again changes nothing."""
    assert add(collection, "flood.txt", FLOOD) == add(collection, "flood.txt", FLOOD)
    assert len(_held(collection)) == 1


def test_two_files_of_one_name_are_both_kept(collection: Collection) -> None:
    """Nothing that was added is lost to another file."""
    add(collection, "document.txt", FLOOD)
    add(collection, "document.txt", b"Cranes nest on the roof of the town hall.")
    texts = [article.text for article in _held(collection)]
    assert sorted(text[:6] for text in texts) == ["Cranes", "The ri"]


def test_what_is_added_anew_takes_the_place_of_what_was(collection: Collection) -> None:
    """A page that changed is the same article."""
    address = "https://news.example/flood.txt"
    [before] = add(collection, address, FLOOD, replaces=True).articles
    [after] = add(collection, address, FLOOD.replace(b"forty", b"50"), replaces=True).articles
    assert after.id == before.id
    assert _held(collection) == [after]


def test_articles_of_two_servers_are_never_one(tmp_path: Path) -> None:
    """The same name means another article in another server, and for everyone."""
    ids = {
        add(Collection.named(server, data=tmp_path), "flood.txt", FLOOD).articles[0].id
        for server in ("1", "2")
    }
    (tmp_path / "flood.txt").write_bytes(FLOOD)
    [shared] = find([tmp_path / "flood.txt"])
    ids |= {item.id for item in read(shared) if isinstance(item, Article)}
    assert len(ids) == 3


def test_many_at_once_are_all_kept(collection: Collection) -> None:
    """Each file whole, under a name of its own."""
    texts = [f"Crane {number} nests on the roof of the town hall.".encode() for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: add(collection, "cranes.txt", text), texts))
    assert sorted(article.text.encode() for article in _held(collection)) == sorted(texts)


def test_a_removed_article_takes_its_file_along(collection: Collection) -> None:
    """The others stay."""
    [flood] = add(collection, "flood.txt", FLOOD).articles
    [tram] = add(collection, "tram.md", ARTICLES["tram.md"].encode()).articles
    remove(collection, flood.reference)
    assert _held(collection) == [tram]


@pytest.mark.parametrize(
    ("name", "pack"), [("lamps.jsonl", bytes), ("lamps.jsonl.gz", gzip.compress)]
)
def test_of_several_articles_in_a_file_one_is_removed(
    collection: Collection, name: str, pack: Callable[[bytes], bytes]
) -> None:
    """The others stay what they are, under their ids; with the last of them the file goes."""
    one, two, three = add(collection, name, pack(JSON_LINES)).articles
    remove(collection, two.reference)
    assert _held(collection) == [one, three]
    remove(collection, one.reference)
    assert _held(collection) == [three]
    remove(collection, three.reference)
    assert list(collection.articles.iterdir()) == []


def test_what_is_not_as_it_was_indexed_stays(collection: Collection) -> None:
    """Nobody loses a line that has become another article's."""
    added: Addition = add(collection, "lamps.jsonl", JSON_LINES, replaces=True)
    add(collection, "lamps.jsonl", b"".join(JSON_LINES.splitlines(True)[::-1]), replaces=True)
    before = _held(collection)
    with pytest.raises(CollectionError, match="rebuild"):
        remove(collection, added.articles[0].reference)
    assert _held(collection) == before
