"""Feeds and their entries, read from what a server sends."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.refusal import Refusal

# Far more than a feed shows at once; a longer one is an archive.
_MOST_ENTRIES = 500
# feedparser takes its time for each tag, and for the attributes of one the square of their number.
_MOST_TAGS = 50_000
_ENDLESS_TAG = re.compile(rb"<(?!!)[^<>]{4000,}>?")
# Of titles and addresses; what is longer is neither.
_LONGEST = 2_000
_LONGEST_TTL = 10  # digits
_MARKUP = re.compile(r"<[^<>]*>")
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)


class NoFeed(Refusal):
    """What was found at an address is no feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article that a feed announces; ``id`` tells it from the feed's others, for ever."""

    id: str
    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed shows now, the newest entries first as far as they are dated.

    ``every`` is how many seconds it asks to be left alone between two visits.
    """

    title: str
    entries: tuple[Entry, ...]
    every: float | None = None


def read_feed(content: bytes, *, url: str) -> Feed:
    """Return the RSS or Atom feed that was fetched from an address.

    Raises:
        NoFeed: it is something else.
    """
    import feedparser

    if content.count(b"<") > _MOST_TAGS:
        raise NoFeed(f"The feed at {url} is too long to read: look for a shorter one there.")
    # From bytes in a stream nothing is opened: a string could name a file or an address.
    parsed = feedparser.parse(
        io.BytesIO(_ENDLESS_TAG.sub(b"", content)),
        response_headers={"content-location": url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.get("version"):
        raise NoFeed(f"There is no RSS or Atom feed at {url}: look for a link called “RSS” there.")
    dated = sorted(parsed.entries[:_MOST_ENTRIES], key=_moment, reverse=True)
    return Feed(
        title=_words(parsed.feed.get("title")),
        entries=tuple(_entries(dated)),
        every=_every(parsed.feed.get("ttl")),
    )


def _entries(parsed: list[Any]) -> Iterator[Entry]:
    known: set[str] = set()
    for item in parsed:
        url = str(item.get("link", "")).strip()
        entry = Entry(id=item.get("id") or url, url=url, title=_words(item.get("title")))
        if _WEB.match(url) and len(url) <= _LONGEST and entry.id not in known:
            known.add(entry.id)
            yield entry


def _moment(item: Any) -> tuple[int, ...]:
    """Return when an entry was published; undated ones keep their place behind the dated."""
    moment = item.get("published_parsed") or item.get("updated_parsed")
    return tuple(moment[:6]) if moment else ()


def _words(text: object) -> str:
    if not isinstance(text, str):
        return ""
    return " ".join(unescape(_MARKUP.sub("", text)).split())[:_LONGEST]


def _every(ttl: object) -> float | None:
    text = str(ttl or "")
    is_minutes = text.isascii() and text.isdigit() and len(text) <= _LONGEST_TTL
    return float(text) * 60 if is_minutes else None
