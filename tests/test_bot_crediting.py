"""An article is named once, so that a reader can find it, and what is unknown of it is said."""

from dataclasses import replace

from bot.messages.crediting import Credit, numbered_credits, under_credits
from index.article import Reference
from tests.bot_answers import ARTICLE, CITATION

UNKNOWN = Reference(id="a2", path="a_b.txt")


def test_what_is_unknown_of_an_article_is_said() -> None:
    """By which words, and where it was read."""
    assert Credit.of(UNKNOWN) == Credit(
        title="untitled",
        publisher="publisher unknown",
        author="author unknown",
        date="undated",
        place=r"a\_b.txt",
    )


def test_a_linked_article_needs_no_place() -> None:
    """The link leads there; a place that can't be seen is none either."""
    assert Credit.of(ARTICLE).place == ""
    assert Credit.of(replace(UNKNOWN, path="\u202e")).place == ""


def test_a_title_that_is_too_long_to_be_one_is_cut() -> None:
    """It would crowd out what was quoted."""
    credit = Credit.of(replace(UNKNOWN, title="word " * 100))
    assert len(credit.title) <= 160
    assert credit.title.endswith("word…")


def test_an_article_stands_behind_the_numbers_of_all_its_citations() -> None:
    """In one line, whatever is cited between them."""
    other = replace(CITATION, number=2, article=UNKNOWN)
    title = "[Harbor Bridge Reopens](<https://example.org/bridge>)"
    assert list(numbered_credits([CITATION, other, replace(CITATION, number=3)])) == [
        f"-# [1] [3] **{title}**, The Gazette, 18 November 2024",
        r"-# [2] **untitled**, publisher unknown, undated, a\_b.txt",
    ]


def test_a_credit_stands_above_the_first_of_its_citations_alone() -> None:
    """A page may begin with any of the others."""
    cited = [CITATION, replace(CITATION, number=3), replace(CITATION, number=2, article=UNKNOWN)]
    shown = under_credits(cited, lambda credit: credit.date, lambda citation: f"{citation.number}")
    assert list(shown) == ["18 November 2024\n1", "3", "undated\n2"]
