"""Web pages: the main text, and what the page's metadata says."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import ArticleError
from index.reading.contents import read_bytes
from index.reading.draft import Draft

# A date somewhere on the page may be any date; only one marked as the publication's counts.
_DATES = {"extensive_search": False, "original_date": True}


def read_web_page(path: Path, name: str) -> Iterator[Draft]:
    """Yield the page's article, known by its name: pages of one site may state one address.

    Raises:
        ArticleError: no article was found on the page.
    """
    import trafilatura
    from trafilatura.settings import Document

    content = read_bytes(path, name)
    try:
        page = trafilatura.bare_extraction(
            content,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=_DATES,
        )
    except MemoryError:
        raise
    except Exception as error:  # pages are broken in more ways than trafilatura has errors for
        raise ArticleError(name, "the page is broken; save its text") from error
    if not isinstance(page, Document) or not page.text:
        raise ArticleError(name, "no article was found on the page")
    yield Draft(
        path=name,
        identity=name,
        text=page.text,
        title=page.title,
        publisher=page.sitename,
        author=page.author,
        published=page.date,
        url=page.url,
    )
