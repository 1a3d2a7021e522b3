"""Articles and the passages they are cut into."""

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import unquote, urlsplit

from index.dates.partial_date import PartialDate

# Words of a web address: three letters or more, so that "www", dates and section codes don't count.
_SLUG_WORD = re.compile(r"[^\W\d_]{3,}")


def headline(title: str | None, url: str | None) -> str:
    """Return the title, or where there is none the words of the address; else nothing."""
    return title or " ".join(_SLUG_WORD.findall(unquote(urlsplit(url or "").path)))


def publisher_key(name: str) -> str:
    """Return what publishers are told apart by: neither case nor how accents are stored.

    Letters that only look alike stay apart, and so do those that case folding takes for others.
    """
    return unicodedata.normalize("NFC", name).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is known about an article short of its text; whatever isn't known is None.

    ``path`` names where the article was read: a file, or ``file:line`` in JSON Lines.
    """

    id: str
    path: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: PartialDate | None = None
    url: str | None = None

    @classmethod
    def from_json(cls, fields: dict[str, str | None]) -> Self:
        """Read the contract's ARTICLE shape back."""
        known = {**fields, "published": None}
        if fields["published"] is not None:
            return cls(**known | {"published": PartialDate.parse(fields["published"])})  # type: ignore[arg-type]
        return cls(**known)  # type: ignore[arg-type]

    @property
    def headline(self) -> str:
        """The title, or where there is none what its address says."""
        return headline(self.title, self.url)

    @property
    def label(self) -> str:
        """The article in one line for a reader: title, publisher and date as known."""
        parts = (self.title or self.path, self.publisher, self.spoken_date)
        return ", ".join(part for part in parts if part)

    @property
    def spoken_date(self) -> str:
        """The publication date for a reader, or that it isn't known."""
        return self.published.spoken if self.published else "undated"

    def to_json(self) -> dict[str, str | None]:
        """Return the contract's ARTICLE shape."""
        return {
            "id": self.id,
            "title": self.title,
            "publisher": self.publisher,
            "author": self.author,
            "published": str(self.published) if self.published else None,
            "url": self.url,
            "path": self.path,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Reference):
    """One published text, cleaned of page furniture."""

    text: str

    @classmethod
    def of(cls, reference: Reference, *, text: str) -> Self:
        """Return the article that ``reference`` tells of."""
        known = {item.name: getattr(reference, item.name) for item in fields(reference)}
        return cls(**known, text=text)

    @property
    def reference(self) -> Reference:
        """The article short of its text."""
        return Reference(**{item.name: getattr(self, item.name) for item in fields(Reference)})


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of an article: ``text`` is the article's ``text[start:end]``."""

    article: Reference
    start: int
    end: int
    text: str
