"""The articles that a search names, the newest first."""

from collections.abc import Iterable

from index.article import Reference
from index.text.words import terms


def list_articles(articles: Iterable[Reference], *, search: str = "") -> list[Reference]:
    """Return the articles with every word of ``search`` in what is known of them, newest first.

    A word may be the beginning of one, as while it is being typed; undated articles come last.
    """
    wanted = terms(search)
    found = [article for article in articles if not wanted or _is_meant(article, wanted)]
    found.sort(key=lambda article: article.label.casefold())
    return sorted(found, key=lambda article: str(article.published or ""), reverse=True)


def _is_meant(article: Reference, wanted: Iterable[str]) -> bool:
    known = (article.title, article.publisher, article.author, article.spoken_date, article.path)
    words = terms(" ".join(filter(None, known)))
    return all(any(word.startswith(part) for word in words) for part in wanted)
