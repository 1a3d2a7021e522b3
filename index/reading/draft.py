"""What a file says, before it is cleaned and made an article."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Self
from urllib.parse import urlsplit

from index.article import Article, headline
from index.dates.partial_date import PartialDate
from index.errors import ArticleError
from index.page.byline import infer
from index.page.cleaning import clean
from index.text.paragraphs import split_paragraphs

_ID_LENGTH = 12
_STATED = ("title", "publisher", "author", "published", "url")


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
        """Return the draft of a text with what is stated beside it, known by its URL if it has one.

        A list is read as its items, anything else that isn't a text or a number as unknown.
        """
        stated = {name: _as_text(fields.get(name)) for name in _STATED}
        return cls(path=path, identity=stated["url"] or path, text=text, **stated)

    @property
    def sha256(self) -> str:
        """The sum of everything that the file says, which `finish` makes the same article of."""
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()


def finish(draft: Draft) -> Iterator[Article | ArticleError]:
    """Yield the article, and before it an error where its ``published`` isn't a date.

    What the file states goes before what its text says about itself.
    """
    title = _one_line(draft.title)
    byline = infer(draft.text, title=title)
    # A page of which only the furniture was scraped is still found by its headline or address.
    text = clean(byline.body) or headline(title, _web_address(draft.url))
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
    if isinstance(value, list):
        return ", ".join(filter(None, map(_as_text, value)))
    return str(value) if isinstance(value, str | int | float) else None


def _one_line(value: str | None) -> str | None:
    return " ".join(split_paragraphs(value or "")) or None


def _web_address(url: str | None) -> str | None:
    """Return the address if a reader may be sent there."""
    address = _one_line(url)
    if address is None or " " in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None
