"""What a file says, before it is cleaned and made an article."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.article import Article
from index.byline import infer
from index.cleaning import clean
from index.dates import PartialDate
from index.errors import ArticleError
from index.paragraphs import split_paragraphs

_ID_LENGTH = 12


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


def finish(draft: Draft) -> Iterator[Article | ArticleError]:
    """Yield the article, and before it an error where its ``published`` isn't a date.

    What the file states goes before what its text says about itself.
    """
    title = _one_line(draft.title)
    byline = infer(draft.text, title=title)
    text = clean(byline.body)
    if not text:
        yield ArticleError(draft.path, "there is no article text in it")
        return
    published = byline.published
    if draft.published:
        try:
            published = PartialDate.parse(draft.published)
        except ValueError as error:
            published = None
            yield ArticleError(draft.path, f"published: {error}; indexed without a date")
    yield Article(
        id=hashlib.sha256(draft.identity.encode()).hexdigest()[:_ID_LENGTH],
        path=draft.path,
        text=text,
        title=title or byline.title,
        publisher=_one_line(draft.publisher) or byline.publisher,
        author=_one_line(draft.author) or byline.author,
        published=published,
        url=_web_address(draft.url),
    )


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
