"""The feed that a web page says it has."""

import pytest

from bot.feeds.discovery import feed_of

RSS = '<link rel="alternate" type="application/rss+xml" href="/news.xml">'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"<head><link rel=stylesheet href=a.css>{RSS}</head>", "https://example.org/news.xml"),
        (RSS.replace("rss", "atom").upper(), "https://example.org/NEWS.XML"),
        (f"{RSS}{RSS.replace('news', 'sport')}", "https://example.org/news.xml"),
        (RSS.replace("/news.xml", "http://["), None),
        (RSS.replace("alternate", "stylesheet"), None),
        (RSS.replace('href="/news.xml"', ""), None),
        ("<p>No feed", None),
        ("", None),
    ],
)
def test_the_first_feed_of_a_page_is_found(page: str, expected: str | None) -> None:
    """Where its head names one."""
    assert feed_of(page.encode(), url="https://example.org/a/b") == expected
