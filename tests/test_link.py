"""A link opens the article at the quoted words."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Reference
from index.link import text_fragment_link

_PAGE = "https://example.org/news"


def _link(words: str, url: str | None = _PAGE) -> str | None:
    return text_fragment_link(Reference(id="a", path="a.md", url=url), words)


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("It reopened", "It%20reopened"),
        ("Yes, and no", "Yes%2C%20and%20no"),
        ("3.4-kilometre", "3.4%2Dkilometre"),
        ("R&D", "R%26D"),
        ("100% #1?", "100%25%20%231%3F"),
        ("kůň 🐎", "k%C5%AF%C5%88%20%F0%9F%90%8E"),
        ("two  spaces\tand a tab", "two%20spaces%20and%20a%20tab"),
    ],
)
def test_the_words_are_encoded_for_the_directive(words: str, directive: str) -> None:
    """Comma, dash and ampersand, which have a meaning in it, never stand for themselves."""
    assert _link(words) == f"{_PAGE}#:~:text={directive}"


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_the_encoded_words_are_the_quoted_ones(words: list[str]) -> None:
    """A browser that decodes the directive looks for the quote's own beginning and end."""
    quote = " ".join(words)
    link = _link(quote)
    assert link
    parts = link.removeprefix(f"{_PAGE}#:~:text=").split(",")
    assert quote.startswith(unquote(parts[0]))
    assert quote.endswith(unquote(parts[-1]))
    assert not set("-&") & set("".join(parts))


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    """A link stays short however much is quoted."""
    words = " ".join(f"word{number}" for number in range(100))
    start = "%20".join(f"word{number}" for number in range(5))
    end = "%20".join(f"word{number}" for number in range(95, 100))
    assert _link(words) == f"{_PAGE}#:~:text={start},{end}"


def test_a_quote_over_paragraphs_is_named_by_its_first_line() -> None:
    """A browser looks for words within one block of the page."""
    assert _link("The first line.\n\nThe second.") == f"{_PAGE}#:~:text=The%20first%20line."


def test_a_fragment_of_the_page_is_kept() -> None:
    """An address with a fragment of its own gets the directive behind it."""
    assert _link("It", url=f"{_PAGE}#part-2") == f"{_PAGE}#part-2:~:text=It"


@pytest.mark.parametrize("url", [None, "ftp://example.org/a", "javascript:alert(1)", "mailto:a@b"])
def test_what_is_no_web_page_has_no_link(url: str | None) -> None:
    """Nobody is sent where no browser would highlight anything."""
    assert _link("It", url=url) is None
