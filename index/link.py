"""Links that scroll to the quoted words and highlight them."""

from urllib.parse import quote, urlsplit

from index.article import Reference

# Longer quotes are named by their first and last words, as browsers do.
_LONGEST_EXACT = 120  # characters
_EDGE_WORDS = 5


def text_fragment_link(article: Reference, words: str) -> str | None:
    """Return the article's address with a text fragment for the quoted words.

    The syntax is that of the WICG's URL Fragment Text Directives: ``#:~:text=exact`` or
    ``#:~:text=start,end``. None where the article has no web address.
    """
    if article.url is None or urlsplit(article.url).scheme not in {"http", "https"}:
        return None
    # A paragraph's end can't be matched across: the fragment stays on the quote's first line.
    text = " ".join(words.split("\n", 1)[0].split())
    pieces = [text]
    if len(text) > _LONGEST_EXACT:
        split = text.split()
        pieces = [" ".join(split[:_EDGE_WORDS]), " ".join(split[-_EDGE_WORDS:])]
    directive = ",".join(_encode(piece) for piece in pieces)
    separator = "" if "#" in article.url else "#"
    return f"{article.url}{separator}:~:text={directive}"


def _encode(words: str) -> str:
    """Percent-encode, with the dash too: it marks prefix and suffix in the directive's syntax."""
    return quote(words, safe="").replace("-", "%2D")
