"""Feeds as they are found in the world."""

import time

import pytest

from bot.feeds.feed import Entry, NoFeed, read_feed

URL = "https://news.example/feeds/all"
RSS = b"""<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel>
<title>The &lt;b&gt;Harbour&lt;/b&gt; Post &amp;amp; Mail</title><ttl>60</ttl>
<item><title>Older</title><link>/older</link><guid isPermaLink="false">1</guid>
  <pubDate>Mon, 18 Nov 2024 10:00:00 GMT</pubDate></item>
<item><title>Undated caf\xe9</title><link>https://news.example/undated</link></item>
<item><title>Newer</title><link>https://news.example/newer</link><guid>tag:2</guid>
  <pubDate>Tue, 19 Nov 2024 10:00:00 GMT</pubDate></item>
<item><title>Again</title><link>https://news.example/newer?again</link><guid>tag:2</guid></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
<item><title>Nowhere</title></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>urn:1</id>
<title type="html">&lt;i&gt;Tram&lt;/i&gt; 9</title><link href="tram.html"/>
<updated>2024-01-01T00:00:00Z</updated></entry></feed>"""
CHANNEL = b'<rss version="2.0"><channel>'


def test_rss_is_read() -> None:
    """The newest entry first, then the undated; each once, and only what leads to the web."""
    feed = read_feed(RSS, url=URL)
    assert (feed.title, feed.every) == ("The Harbour Post & Mail", 3_600)
    assert [(entry.title, entry.url) for entry in feed.entries] == [
        ("Newer", "https://news.example/newer"),
        ("Older", "https://news.example/older"),
        ("Undated café", "https://news.example/undated"),
    ]
    assert feed.entries[0].id == "tag:2"
    assert feed.entries[2].id == "https://news.example/undated"


def test_atom_is_read() -> None:
    """Its addresses are relative to its own."""
    [entry] = read_feed(ATOM, url=URL).entries
    assert entry == Entry(id="urn:1", url="https://news.example/feeds/tram.html", title="Tram 9")


def test_a_feed_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    """Many feeds are not well-formed."""
    assert len(read_feed(RSS[: RSS.index(b"Nowhere")], url=URL).entries) == 3
    assert read_feed(CHANNEL, url=URL).entries == ()


@pytest.mark.parametrize("content", [b"", b"words", b"<html><body>", b"<opml>", b"\xff\xfe\0"])
def test_anything_else_is_no_feed(content: bytes) -> None:
    """The sentence says where one might be found."""
    with pytest.raises(NoFeed, match="no RSS or Atom feed at https://news"):
        read_feed(content, url=URL)


def test_no_file_is_read_into_a_feed() -> None:
    """Entities that name files or addresses stay what they are."""
    outside = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + CHANNEL
    assert "root" not in read_feed(outside + b"<title>&x;</title>", url=URL).title
    assert "root" not in str(read_feed_or_none(b"/etc/passwd"))


def read_feed_or_none(content: bytes) -> object:
    """Return the feed, if it is one."""
    try:
        return read_feed(content, url=URL)
    except NoFeed:
        return None


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE r ["
        + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(9))
        + b"]>"
        + CHANNEL
        + b"<title>&e8;</title>",
        b"<rss " + b" ".join(b'a%d="1"' % number for number in range(100_000)) + b">",
        CHANNEL + b"<item><title>" * 200_000,
        CHANNEL + b"<![CDATA[" + b"<" * 200_000,
        CHANNEL + b"&" * 20_000,
    ],
    ids=["entities", "attributes", "elements", "brackets", "ampersands"],
)
def test_no_feed_takes_long(content: bytes) -> None:
    """However it was made to."""
    began = time.perf_counter()
    read_feed_or_none(content)
    assert time.perf_counter() - began < 3
