"""Who published what, named so that a reader can find it: escaped, linked, unknowns said."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from bot.messages.markdown import escape, link, shorten
from index.answer import Citation, by_article
from index.article import Reference

# Titles and names longer than this are accidents of reading.
_LONGEST_NAME = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An article's particulars in Discord's markdown.

    ``place`` is where the article was read, and empty where ``title`` links to it.
    """

    title: str
    publisher: str
    author: str
    date: str
    place: str

    @classmethod
    def of(cls, article: Reference) -> Self:
        """Return the particulars of an article."""
        title = _name(article.title, "untitled")
        linked = link(title, article.url)
        return cls(
            title=linked,
            publisher=_name(article.publisher, "publisher unknown"),
            author=_name(article.author, "author unknown"),
            date=article.spoken_date,
            place="" if linked != title else _name(article.path, ""),
        )


def under_credits(
    citations: Iterable[Citation],
    show_credit: Callable[[Credit], str],
    show_citation: Callable[[Citation], str],
) -> Iterator[str]:
    """Yield each citation as shown, those of one article together, the first with its credit."""
    for article, cited in by_article(citations).items():
        heading = show_credit(Credit.of(article)) + "\n"
        for citation in cited:
            yield heading + show_citation(citation)
            heading = ""


def numbered_credits(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield each article in small print, behind the numbers of all its citations."""
    for article, cited in by_article(citations).items():
        credit = Credit.of(article)
        details = filter(None, [credit.publisher, credit.date, credit.place])
        marks = " ".join(f"[{citation.number}]" for citation in cited)
        yield f"-# {marks} **{credit.title}**, {', '.join(details)}"


def _name(name: str | None, otherwise: str) -> str:
    return shorten(escape(name or ""), _LONGEST_NAME) or otherwise
