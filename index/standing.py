"""What has become of what an answer cited."""

from collections.abc import Iterable
from enum import Enum

from index.answer import Citation
from index.errors import FootnoteError
from index.library import Library


class Change(Enum):
    """What happened to a citation's words since they were quoted."""

    WITHDRAWN = "the article has been withdrawn since"
    REWORDED = "the article has other words here since"


def changes_since(citations: Iterable[Citation], library: Library) -> dict[int, Change]:
    """Return what changed, by the citation's number; nothing where no index can tell."""
    try:
        with library.view() as view:
            found = {citation: view.article(citation.article.id) for citation in citations}
    except FootnoteError:
        return {}
    return {
        citation.number: Change.REWORDED if article else Change.WITHDRAWN
        for citation, article in found.items()
        if article is None or article.text[citation.start : citation.end] != citation.quote
    }
