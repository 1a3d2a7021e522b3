"""What a file says, before it is cleaned and made an article."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Self
from urllib.parse import urlsplit

from index.article import Article, headline
from index.dates.partial_date import PartialDate
from index.errors import ArticleError
from index.page.byline import infer
from index.page.cleaning import clean
from index.reading.contents import TOO_LONG, is_too_long
from index.text.paragraphs import split_paragraphs

_ID_LENGTH = 12
_STATED = ("title", "publisher", "author", "published", "url")
# The longest title has some 300 characters, the longest address a browser takes some 2,000.
_LONGEST_STATED = 2_000
_MOST_ITEMS = 200
# No address has a space, and browsers take a backslash for the end of the host.
_MISLEADING = re.compile(r"[\s\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as its file has it; ``identity`` is what it is known by from build to build."""

    path: str
    identity: str
    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, fields: Mapping[str, object], *, path: str, text: str) -> Self:
        """Return the draft of a text with what is stated beside it.

        It is known by its URL if it has one that leads anywhere. A list is read as its items,
        anything else that isn't a text or a number as unknown, and so is what is too long.
        """
        stated = {name: _as_text(fields.get(name)) for name in _STATED}
        identity = (_web_address(stated["url"]) and stated["url"]) or path
        return cls(path=path, identity=identity, text=text, **stated)

    @property
    def sha256(self) -> str:
        """The sum of everything that the file says, which `finish` makes the same article of."""
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()


def finish(draft: Draft) -> Iterator[Article | ArticleError]:
    """Yield the article, and before it an error where its ``published`` isn't a date.

    What the file states goes before what its text says about itself.
    """
    if is_too_long(draft.text):
        yield ArticleError(draft.path, TOO_LONG)
        return
    title = _one_line(draft.title)
    byline = infer(draft.text, title=title)
    # A page of which only the furniture was scraped is still found by its headline or address.
    text = clean(byline.body) or _one_line(headline(title, _web_address(draft.url)))
    if not text:
        yield ArticleError(draft.path, "there is no article text in it")
        return
    published = byline.published
    if stated_date := _one_line(draft.published):
        try:
            published = PartialDate.parse(stated_date)
        except ValueError as error:
            published = None
            yield ArticleError(draft.path, f"published: {error}; indexed without a date")
    yield Article(
        id=hashlib.sha256(draft.identity.encode(errors="replace")).hexdigest()[:_ID_LENGTH],
        path=draft.path,
        text=text,
        title=title or byline.title,
        publisher=_one_line(draft.publisher) or byline.publisher,
        author=_one_line(draft.author) or byline.author,
        published=published,
        url=_web_address(draft.url),
    )


def _as_text(value: object) -> str | None:
    """Return a stated value as text; the items of a list are taken as they are, lists not apart."""
    items = value if isinstance(value, list) else [value]
    texts = [str(item) for item in items[:_MOST_ITEMS] if isinstance(item, str | int | float)]
    text = ", ".join(filter(None, texts))
    return text if text and len(text) <= _LONGEST_STATED else None


def _one_line(value: str | None) -> str | None:
    if value is None or len(value) > _LONGEST_STATED:
        return None
    return " ".join(split_paragraphs(value)) or None


def _web_address(url: str | None) -> str | None:
    """Return the address if a reader may be sent there, and sees where."""
    address = _one_line(url)
    if address is None or _MISLEADING.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    leads_somewhere = parts.scheme in {"http", "https"} and parts.hostname
    # A name before the host may look like the host.
    return address if leads_somewhere and "@" not in parts.netloc else None
