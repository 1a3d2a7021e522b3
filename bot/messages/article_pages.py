"""The list of articles as a reader of Discord sees it, a page of it at a time."""

from collections.abc import Sequence

from bot.messages.markdown import escape, link, shorten
from index.article import Reference

# Eight entries of at most 460 characters are a message.
ARTICLES_A_PAGE = 8
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_PLACE = 110, 50, 80
# An article with a longer address is named by where it was read.
_LONGEST_LINK = 360


def page_count(articles: Sequence[Reference]) -> int:
    """Return how many pages the articles fill, at least one."""
    return max(1, -(-len(articles) // ARTICLES_A_PAGE))


def article_page(articles: Sequence[Reference], number: int, *, search: str = "") -> str:
    """Return the page with a number from 1 on, or that there is none of these articles."""
    matching = f" matching “{escape(search)}”" if search else ""
    if not articles:
        return f"No article{matching} is indexed." if search else "No article is indexed yet."
    count = f"{len(articles):,} article{'s' if len(articles) > 1 else ''}"
    begin = (number - 1) * ARTICLES_A_PAGE
    shown = articles[begin : begin + ARTICLES_A_PAGE]
    return "\n".join([f"**{count}**{matching}, the newest first", *map(_line, shown)])


def _line(article: Reference) -> str:
    title = shorten(escape(article.title or ""), _LONGEST_TITLE) or "untitled"
    linked = link(title, article.url)
    has_link = linked != title and len(linked) <= _LONGEST_LINK
    publisher = shorten(escape(article.publisher or ""), _LONGEST_NAME) or "publisher unknown"
    place = "" if has_link else shorten(escape(article.path), _LONGEST_PLACE)
    details = ", ".join(filter(None, [publisher, article.spoken_date, place]))
    return f"- {linked if has_link else title}\n-# {details}"
