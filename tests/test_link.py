"""A link opens the article at the quoted words."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.link import text_fragment_link
from index.text.sentences import Span

_PAGE = "https://example.org/news"
_LONG = " ".join(f"word{number}" for number in range(100))


def _link(
    words: str, *, text: str = "", title: str | None = None, url: str | None = _PAGE
) -> str | None:
    """Return the link to the last place of the words in a text, by default the words alone."""
    article = Article(id="a", path="a.md", title=title, url=url, text=text or words)
    start = article.text.rindex(words)
    return text_fragment_link(article, Span(start, start + len(words)))


def _directive(words: str, *, text: str = "", title: str | None = None) -> str:
    link = _link(words, text=text, title=title)
    assert link
    return link.removeprefix(f"{_PAGE}#:~:text=").replace("%20", " ")


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("It reopened", "It%20reopened"),
        ("Yes, and no", "Yes%2C%20and%20no"),
        ("3.4-kilometre", "3.4%2Dkilometre"),
        ("R&D", "R%26D"),
        ("24/7", "24%2F7"),
        ("100% #1?", "100%25%20%231%3F"),
        ("kůň 🐎", "k%C5%AF%C5%88%20%F0%9F%90%8E"),
    ],
)
def test_the_words_are_encoded_for_the_directive(words: str, directive: str) -> None:
    """Comma, dash and ampersand, which have a meaning in it, never stand for themselves."""
    assert _link(words) == f"{_PAGE}#:~:text={directive}"


@given(st.lists(st.text(st.characters(categories=["L", "P"]), min_size=1), min_size=1))
def test_the_encoded_words_are_the_quoted_ones(words: list[str]) -> None:
    """A browser that decodes the directive looks for the quote's own beginning and end."""
    quote = " ".join(["It", *words])
    link = _link(quote)
    assert link
    parts = link.removeprefix(f"{_PAGE}#:~:text=").split(",")
    assert quote.startswith(unquote(parts[0]))
    assert quote.endswith(unquote(parts[-1]))
    assert not set("-&") & set("".join(parts))


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    """A link stays short however much is quoted."""
    assert _directive(_LONG) == ("word0 word1 word2 word3 word4,word95 word96 word97 word98 word99")


def test_few_words_have_no_ends_of_their_own() -> None:
    """First and last words that overlap are found nowhere: the quote is named whole."""
    words = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz " * 3
    link = _link(words.strip())
    assert link
    assert "," not in link


def test_a_quote_over_paragraphs_runs_from_the_first_to_the_last() -> None:
    """A browser looks for words within one block of the page."""
    assert _directive("He left.\n\nNight fell.\n\nShe slept.") == "He left.,She slept."


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        ("He came. It left.\n\nShe came. It left.", "She came.-,It left."),
        ("It left. He slept.\n\nIt left. She slept.", "It left.,-She slept."),
        ("He left.\n\nIt left.\n\nShe left.\n\nIt left.", "She left.-,It left."),
        ("A sat. It left. C sat.\n\nA sat. It left. D sat.", "It left.,-D sat."),
        ("A sat. It left. B sat.\n\nA sat. It left.\n\nB sat. It left. B sat.", "B sat.-,It left."),
        (
            "A: It left. B.\n\nC: It left. B.\n\nA: It left. D.\n\nC: It left. D.",
            "C%3A-,It left.,-D.",
        ),
    ],
)
def test_words_that_stand_elsewhere_too_are_told_by_those_around(text: str, directive: str) -> None:
    """A browser would go to the first place otherwise; the quote's own paragraph comes first."""
    assert _directive("It left.", text=text) == directive


def test_words_are_no_part_of_longer_ones() -> None:
    """What a browser passes over needs nothing to be told from."""
    assert _directive("art", text="Parts of art") == "art"


def test_more_words_are_named_where_fewer_are_the_headline() -> None:
    """The page shows it above the text, and a browser would begin there."""
    directive = _directive(_LONG, title="Word0 word1 word2 word3 word4 in the news")
    assert directive.startswith("word0 word1 word2 word3 word4 word5 ")


def test_words_that_nothing_tells_apart_are_linked_all_the_same() -> None:
    """The first of two equal paragraphs is better than the top of the page."""
    again = "\n\n".join(["It left."] * 50)
    assert "It left." in _directive("It left.", text=f"{again}\n\nIt left.\n\n{again}")


def test_a_fragment_of_the_page_is_kept() -> None:
    """An address with a fragment of its own gets the directive behind it."""
    assert _link("It", url=f"{_PAGE}#part-2") == f"{_PAGE}#part-2:~:text=It"


def test_a_directive_in_the_address_is_replaced() -> None:
    """Who saved the address may have followed a link to other words."""
    assert _link("It", url=f"{_PAGE}#:~:text=Other") == f"{_PAGE}#:~:text=It"


@pytest.mark.parametrize("url", [None, "ftp://example.org/a", "javascript:alert(1)", "mailto:a@b"])
def test_what_is_no_web_page_has_no_link(url: str | None) -> None:
    """Nobody is sent where no browser would highlight anything."""
    assert _link("It", url=url) is None


@pytest.mark.parametrize("bullet", ["- ", "* ", "•  ", "12. ", "3) "])
def test_a_bullet_is_no_part_of_the_page(bullet: str) -> None:
    """A browser draws it itself, and finds the words behind it."""
    text = f"{bullet}It left.\n{bullet}She came."
    assert _directive(f"{bullet}It left.", text=text) == "It left."
    assert _directive(f"{bullet}It left.\n{bullet}She came.", text=text) == "It left.,She came."
    twice = f"He sat.\n{bullet}It left.\n{bullet}She came. It left. Then"
    assert _directive("It left.", text=twice) == "She came.-,It left."
    told = f"A sat.\nIt left.\n{bullet}B sat.\n\nA sat.\nIt left.\n{bullet}C sat."
    assert _directive("It left.", text=told) == "A sat.-,It left.,-C sat."


@pytest.mark.parametrize(
    "words",
    ["The talks - as ever - went on", "In 2019. Then it rained", "He said (on page 7) that"],
)
def test_what_looks_like_a_bullet_within_a_line_is_a_part_of_it(words: str) -> None:
    """Without it a browser would find nothing."""
    quote = f"{words} {_LONG}"
    assert _directive(quote).startswith(
        f"{' '.join(words.split()[:5])},".replace("(", "%28")
        .replace(")", "%29")
        .replace("-", "%2D")
    )


def test_a_quote_is_named_whole_up_to_120_characters() -> None:
    """However many words it has; beyond them, where it has ends of their own."""
    words = " ".join(["it is"] * 20)
    assert len(words) == 119
    assert _directive(f"{words}.") == f"{words}."
    assert _directive(f"{words}!!") == "it is it is it,is it is it is%21%21"
    ten = " ".join(["supercalifragilistic"] * 10)
    assert _directive(ten) == ten
    assert "," in _directive(f"{ten} indeed")


def test_as_few_words_as_possible_are_named() -> None:
    """Five, or ten where five would name another place, or twenty."""
    for same, named in [(4, 5), (5, 10), (9, 10), (10, 20)]:
        earlier = " ".join(f"word{number}" for number in range(same))
        directive = _directive(_LONG, text=f"{earlier} other {_LONG[-60:]}\n\n{_LONG}")
        assert len(directive.partition(",")[0].split()) == named
        assert len(directive.partition(",")[2].split()) == named


def test_what_stands_around_is_taken_from_the_quotes_own_paragraph_first() -> None:
    """An advertisement may stand between paragraphs on the page."""
    text = "It left. He came.\n\nShe sat.\n\nIt left. She came."
    assert _directive("It left.", text=text) == "It left.,-She came."
    assert _directive("It left.", text=f"It left. He sat.\n\nIt left. {_LONG}") == (
        "It left.,-word0 word1 word2 word3 word4"
    )
    text = "X b c d e f. It left.\n\nHe sat.\n\nZ b c d e f. It left.\n\nShe sat.\n\nEnd."
    assert _directive("It left.", text=text) == "Z b c d e f.-,It left."


def test_case_and_line_breaks_make_no_other_place() -> None:
    """A browser finds the words whatever their case."""
    assert _directive("It left.", text="IT LEFT. He\n\nIt left. She") == "It left.,-She"
    assert _directive("He sat. It left.", text="He sat.\nIt left.\n\nHe sat. It left.") == (
        "He sat. It left."
    )
