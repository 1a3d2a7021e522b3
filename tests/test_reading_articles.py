"""Whatever a file holds, it comes out as articles or as the reason why not."""

from pathlib import Path

import pytest

from index.article import Article
from index.dates.partial_date import PartialDate
from index.errors import ArticleError
from index.reading import find, read

TEXT = "The council of Ashford voted on Tuesday to close the old bridge until spring."


def read_file(folder: Path, name: str, content: str | bytes) -> list[Article | ArticleError]:
    """Return what is read from a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (source,) = find([path])
    return list(read(source))


def test_what_is_stated_goes_before_what_is_inferred(tmp_path: Path) -> None:
    """Front matter decides; the text fills in what it leaves open."""
    head = "---\ntitle: The bridge\npublished: 2024-11\n---\nBy Ann Field\n\n5 June 2025\n\n"
    (article,) = read_file(tmp_path, "a.txt", head + TEXT)
    assert isinstance(article, Article)
    assert article.title == "The bridge"
    assert article.author == "Ann Field"
    assert article.published == PartialDate(2024, 11)
    assert article.text == TEXT


def test_an_article_is_known_by_its_address_or_its_name(tmp_path: Path) -> None:
    """The same address has the same id in any file, and a file without one its own."""
    stated = f"---\nurl: https://ashford.example/bridge\n---\n{TEXT}"
    files = {"a.txt": stated, "b.md": stated, "c.txt": TEXT, "d.txt": TEXT}
    items = [item for name, text in files.items() for item in read_file(tmp_path, name, text)]
    first, second, third, fourth = (item.id for item in items if isinstance(item, Article))
    assert first == second
    assert len({first, third, fourth}) == 3
    assert len(first) == 12


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "a b", "http://[", "notes"])
def test_only_a_web_address_becomes_a_link(tmp_path: Path, url: str) -> None:
    """What a reader can't be sent to isn't the article's URL."""
    (article,) = read_file(tmp_path, "a.md", f"---\nurl: '{url}'\n---\n{TEXT}")
    assert isinstance(article, Article)
    assert article.url is None


def test_a_wrong_date_is_reported_and_the_article_kept(tmp_path: Path) -> None:
    """The article comes undated, behind an error that names the value and what became of it."""
    error, article = read_file(tmp_path, "a.md", f"---\npublished: next week\n---\n{TEXT}")
    assert isinstance(error, ArticleError)
    assert "'next week'" in error.reason
    assert error.reason.endswith("indexed without a date")
    assert isinstance(article, Article)
    assert article.published is None
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "there is no article text in it"),
        (b"Share\n\nSubscribe now\n\nComments", "there is no article text in it"),
        (b"\x7fELF\0\1\2", "the file is binary, not text"),
        ("The caf\xe9 is shut.".encode("latin-1"), "the text is not UTF-8 (byte 8)"),
        ("The caf\xe9 is shut.".encode("utf-16"), "the text is UTF-16, not UTF-8"),
    ],
)
def test_a_file_without_an_article_is_one_error(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    """The error has the file's name and a plain reason."""
    (error,) = read_file(tmp_path, "a.txt", content)
    assert isinstance(error, ArticleError)
    assert error.path == "a.txt"
    assert error.reason.startswith(reason)


def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    """Nothing is raised for a file that was removed, or can't be opened, after it was found."""
    (tmp_path / "a.txt").write_text(TEXT)
    (source,) = find([tmp_path])
    source.path.unlink()
    (error,) = read(source)
    assert isinstance(error, ArticleError)
    assert error.reason.startswith("can't be read: ")


def test_a_file_beyond_every_article_is_refused(tmp_path: Path) -> None:
    """A file above 50 MB isn't read."""
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    (error,) = read(find([path])[0])
    assert isinstance(error, ArticleError)
    assert error.reason.startswith("larger than 50 MB")
