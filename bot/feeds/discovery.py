"""The feed that a web page says it has: people copy the address of the page."""

from html.parser import HTMLParser

from yarl import URL

# Pages name their feeds in their heads.
_HEAD = 100_000  # bytes
_FEEDS = {"application/rss+xml", "application/atom+xml"}


def feed_of(page: bytes, *, url: str) -> str | None:
    """Return the address of the first feed that a page names, None where it names none."""
    finder = _Finder()
    finder.feed(page[:_HEAD].decode(errors="replace"))
    try:
        return str(URL(url).join(URL(finder.found))) if finder.found else None
    except ValueError:
        return None


class _Finder(HTMLParser):
    found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_feed = (named.get("type") or "").lower() in _FEEDS
        if tag == "link" and is_feed and "alternate" in (named.get("rel") or "").lower():
            self.found = self.found or named.get("href")
