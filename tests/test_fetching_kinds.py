"""What kind of file something is."""

import time

import pytest

from bot.fetching.kinds import FEED, Claim, as_utf8, ending_of


@pytest.mark.parametrize(
    ("content", "media_type", "name", "expected"),
    [
        (b"<!doctype html><html>", "text/html", "/news", ".html"),
        (b"<?xml version='1.0'?>\n<html>", "application/xhtml+xml", "/news", ".html"),
        (b"<!-- (c) --><html>", "text/plain", "/news", ".html"),
        (b"<p>Only a piece", "text/html", "/news", ".html"),
        (b"# Words", "text/x-web-markdown", "a.MD", ".md"),
        (b"%PDF-1.7", "text/html", "/news", ".pdf"),
        (b"%PDF-1.7", "application/octet-stream", "/a", ".pdf"),
        (b"Words.", "text/plain", "/a", ".txt"),
        (b"# Words", "text/plain", "/a.md", ".md"),
        (b"# Words", "text/markdown", "/a", ".md"),
        (b'{"text": "Words"}', "application/json", "/a.jsonl", ".jsonl"),
        (b'{"text": "Words"}', "application/x-ndjson", "/a", ".jsonl"),
        (b"\x1f\x8b\x08", "application/gzip", "/a.jsonl.gz", ".jsonl.gz"),
        (b"<?xml version='1.0'?><rss>", "text/html", "/feed", FEED),
        (b"\xef\xbb\xbf <feed xmlns='a'>", "text/xml", "/", FEED),
        (b"<rdf:RDF>", "application/rdf+xml", "/", FEED),
    ],
)
def test_a_kind_is_told(content: bytes, media_type: str, name: str, expected: str) -> None:
    """Content goes before the type it is sent as, and that before a name."""
    assert ending_of(content, Claim(media_type=media_type, name=name)) == expected


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (b"\x89PNG", "image/png", "/a.png"),
        (b"<svg><html>", "image/svg+xml", "/a.html"),
        (b"MZ\0\0", "text/html", "/a.html"),
        (b"\x1f\x8b\x08", "text/html", "/page.html"),
        (b'{"a": 1}', "application/json", "/api"),
        (b"words", "application/octet-stream", "/setup"),
        (b"words", "text/css", "/a.css"),
        (b"words", "", "/a"),
        (b"words", "application/octet-stream", "/a.pdf"),
        (b"<sitemap>", "application/xml", "/sitemap.xml"),
    ],
)
def test_anything_else_is_no_article(content: bytes, media_type: str, name: str) -> None:
    """Whatever it is called."""
    assert ending_of(content, Claim(media_type=media_type, name=name)) is None


def test_a_long_prolog_takes_no_time() -> None:
    """Text that is made to be hard to look at is as quickly seen through as any."""
    began = time.perf_counter()
    for hard in (b"<?" * 2_000, b"<?a?>" * 800, b"<!--" * 1_000, b"<!doctype" * 400, b" " * 4_000):
        assert ending_of(hard, Claim(name="a.md")) in {".md", None}
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/plain; charset=UTF-8", ("text/plain", "utf-8")),
        ("TEXT/HTML;charset='latin-1'", ("text/html", "'latin-1'")),
        ("", ("application/octet-stream", None)),
        ("nonsense", ("text/plain", None)),
    ],
)
def test_a_claim_is_read_from_a_header(content_type: str, expected: tuple[str, str | None]) -> None:
    """As servers and Discord write it."""
    claim = Claim.of(content_type, name="a")
    assert (claim.media_type, claim.encoding) == expected


def test_text_becomes_utf_8() -> None:
    """Where its server says what it is in, and that is true."""
    latin = "Café".encode("latin-1")
    assert as_utf8(latin, Claim(encoding="ISO-8859-1")).decode() == "Café"
    assert as_utf8("日本".encode("shift_jis"), Claim(encoding="Shift_JIS")).decode() == "日本"
    assert as_utf8("Café".encode(), Claim(encoding="utf-8")) == "Café".encode()
    for wrong in ("idna", "zlib", "rot13", "nonsense", "gbk\n", None):
        assert as_utf8(latin, Claim(encoding=wrong)) == latin
    assert as_utf8(b"\xff\xff", Claim(encoding="shift_jis")) == b"\xff\xff"
