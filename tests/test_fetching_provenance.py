"""Where a file is from, written into it."""

from pathlib import Path

import pytest

from bot.fetching.provenance import with_address
from index.article import Article
from index.reading import SourceFile, read

URL = "https://news.example/lantern?id=1&day=2"
TEXT = "The harbour museum will lend its oldest lantern to the town of Wexmoor until spring."
PARAGRAPH = f"<p>{TEXT}</p>"
OTHER = "<title>A</title><link rel=canonical href=https://other.example/>"
OTHERS_META = "<meta property=og:url content=https://other.example/>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("whole.html", f"<!doctype html><html><HEAD a=b><title>A</title></head>{PARAGRAPH}</html>"),
        ("headless.html", f"<!doctype html><html><body>{PARAGRAPH}</body></html>"),
        ("piece.html", PARAGRAPH),
        ("commented.html", f"<!doctype html><!--<head>--><html><head>{OTHER}</head>{PARAGRAPH}"),
        (
            "other.html",
            f"<html><head>{OTHER}{OTHERS_META}</head><body>{PARAGRAPH}</body></html>",
        ),
        ("plain.txt", TEXT),
        ("marked.md", f"\ufeff# Lantern\n\n{TEXT}"),
    ],
)
def test_an_article_knows_where_it_was_fetched(tmp_path: Path, name: str, content: str) -> None:
    """Its text stays what it was, and what it claims of other addresses isn't believed."""
    file = tmp_path / name
    file.write_bytes(with_address(content.encode(), file.suffix, URL))
    [article] = read(SourceFile(file, name))
    assert isinstance(article, Article)
    assert article.url == URL
    assert article.text.endswith(TEXT)


def test_what_can_not_say_where_it_is_from_stays_as_it_is() -> None:
    """A PDF has no place for it, lines of JSON and front matter say it themselves."""
    front_matter = b"---\nurl: https://other.example/\n---\nWords."
    for content, ending in ((b"%PDF-1.7", ".pdf"), (b"{}", ".jsonl"), (front_matter, ".md")):
        assert with_address(content, ending, URL) == content
