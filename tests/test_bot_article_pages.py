"""The list of articles is shown within Discord's limits, whatever they are called."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.article_pages import ARTICLES_A_PAGE, article_page, page_count
from bot.messages.pages import PAGE_LIMIT
from index.article import Reference
from tests.bot_answers import ARTICLE, ARTICLES, without_links


@given(st.lists(ARTICLES, max_size=20), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_list_keeps_to_the_limits_and_shows_every_article(
    articles: list[Reference], search: str
) -> None:
    """Each page can be sent, together they hold all articles, and no link is cut."""
    shown = [
        article_page(articles, number, search=search)
        for number in range(1, page_count(articles) + 1)
    ]
    assert all(0 < len(page) <= PAGE_LIMIT for page in shown)
    lines = [line for page in shown for line in page.splitlines()]
    assert sum(line.startswith("-# ") for line in lines) == len(articles)
    assert all("](<" not in without_links(line) for line in lines)


def test_an_article_is_its_linked_title_and_what_is_known_of_it() -> None:
    """Without an address, it is named by where it was read."""
    bare = Reference(id="2", path="notes.txt")
    assert article_page([ARTICLE, bare], 1).splitlines() == [
        "**2 articles**, the newest first",
        "- [Harbor Bridge Reopens](<https://example.org/bridge>)",
        "-# The Gazette, 18 November 2024",
        "- untitled",
        "-# publisher unknown, undated, notes.txt",
    ]


def test_a_page_begins_where_the_one_before_ended() -> None:
    """The last one holds the rest."""
    articles = [Reference(id=str(n), path=f"{n}.txt") for n in range(ARTICLES_A_PAGE + 2)]
    assert page_count(articles) == 2
    assert "7.txt" in article_page(articles, 1)
    assert article_page(articles, 2).count("untitled") == 2


def test_no_article_is_said_so() -> None:
    """With the search that found none."""
    assert article_page([], 1) == "No article is indexed yet."
    assert article_page([], 1, search="*") == r"No article matching “\*” is indexed."
