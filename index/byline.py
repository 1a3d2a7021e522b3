"""What a scraped text says about itself: title, publisher, author, date."""

from dataclasses import dataclass

from index.dates import PartialDate
from index.paragraphs import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What the text says about itself, None where it doesn't, and the rest of the text."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: PartialDate | None = None
    body: str


def infer(text: str, *, title: str | None = None) -> Byline:
    """Return what."""
    return Byline(title=title, body=normalise(text))
