"""What is quoted is the article's, all of it and nothing else."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.page.cleaning import clean
from index.text.paragraphs import split_paragraphs

SCRAPES = Path(__file__).parents[2] / "shared" / "seeds"
WORDS_OF_PAGES = re.compile(
    r"subscri|log in|toggle|current issue|leave a|e-?mail address|related articles|latest from"
    r"|author’s own|contributing writer|^share$|^comments$|\.\.\.$",
    re.IGNORECASE | re.MULTILINE,
)

OPENING = "The council of Ashford voted on Tuesday to close the old bridge until spring."
MIDDLE = "Engineers had found cracks in two of its five arches."
ENDING = "The ferry runs every twenty minutes until the bridge is open again."
PIECES = st.sampled_from(
    [
        OPENING,
        MIDDLE,
        ENDING,
        "Share",
        "Subscribe now",
        "Related Articles",
        "More from Ashford",
        "Mayor opens new school",
        "Dogs win prize in Ashford...",
        "Ann Field is a staff writer at The Ashford Herald.",
        "Sign up for our newsletter.",
        "\u202e\u200b",
        "Long " * 80 + "end.",
    ]
)
PAGES = st.lists(st.tuples(PIECES, st.sampled_from([" ", "\n", "\n\n", "\r\n \r\n"]))).map(
    lambda pieces: "".join(text + space for text, space in pieces)
)


def paragraphs(*lines: str) -> str:
    """Return the lines as paragraphs."""
    return "\n\n".join(lines)


def test_an_article_without_furniture_is_kept_whole() -> None:
    """Prose, a subheading and a list come out as they went in."""
    text = paragraphs(OPENING, "What it costs", "• 3 million euros", "• 5 months", ENDING)
    assert clean(text) == text


def test_furniture_goes_wherever_it_stands() -> None:
    """Notices before, between and behind the paragraphs are dropped."""
    text = paragraphs("Menu", OPENING, "Subscribe now", "Advertisement", ENDING, "Leave a comment")
    assert clean(text) == paragraphs(OPENING, ENDING)


def test_a_repeated_paragraph_is_kept_once() -> None:
    """The paragraphs before a paywall, shown again behind it, stand once; short lines may recur."""
    text = paragraphs(OPENING, MIDDLE, "Anna:", "Yes.", OPENING, MIDDLE, "Anna:", "Yes.", ENDING)
    kept = paragraphs(OPENING, MIDDLE, "Anna:", "Yes.", "Anna:", "Yes.", ENDING)
    assert clean(text) == kept


def test_teasers_at_the_end_are_cut() -> None:
    """Headlines and clipped sentences under a label aren't this article's."""
    teasers = ("Mayor opens school", "The new school has room for 300...", "Dogs win prize")
    assert clean(paragraphs(OPENING, ENDING, "Related Articles", *teasers)) == (
        paragraphs(OPENING, ENDING)
    )


def test_prose_below_a_label_is_kept() -> None:
    """A list of links within the article costs no paragraph behind it."""
    text = paragraphs(OPENING, "Related stories:", "Mayor opens school", MIDDLE, ENDING)
    assert clean(text) == paragraphs(OPENING, "Mayor opens school", MIDDLE, ENDING)


def test_the_box_about_the_author_is_cut_at_the_end_only() -> None:
    """A journalist the article tells of stays, the one who wrote it goes."""
    witness = "Ann Field is a reporter who saw the arches crack."
    box = "Bea Hill is a staff writer at The Ashford Herald."
    assert clean(paragraphs(OPENING, witness, ENDING, box)) == paragraphs(OPENING, witness, ENDING)


@given(PAGES)
def test_cleaning_again_changes_nothing(page: str) -> None:
    """A cleaned text is clean."""
    assert clean(clean(page)) == clean(page)


@given(PAGES)
def test_nothing_is_written_that_was_not_there(page: str) -> None:
    """Every paragraph is, in order, one of the page's or its middle."""
    sources = iter(split_paragraphs(page))
    for paragraph in split_paragraphs(clean(page)):
        assert any(paragraph in source for source in sources)


@pytest.mark.parametrize(
    "unit", ["word ", "Related\n", "Ann Field ", "a | ", "sign up ", "\n", "e\u0301\u200b", '"']
)
def test_a_large_text_takes_no_longer_than_its_size(unit: str) -> None:
    """Eight times the text takes nothing like 64 times the time."""
    started = time.process_time()
    clean(unit * (50_000 // len(unit)))
    small = time.process_time() - started
    clean(unit * (400_000 // len(unit)))
    large = time.process_time() - started - small
    assert large < max(24 * small, 1.0)


@pytest.mark.skipif(not SCRAPES.is_dir(), reason=f"there are no scraped pages in {SCRAPES}")
@pytest.mark.parametrize("path", sorted(SCRAPES.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_a_scraped_page_loses_its_furniture_only(path: Path) -> None:
    """Of a real page every long paragraph of prose is left, once, and no furniture."""
    page = path.read_text("utf-8")
    cleaned = clean(page)
    assert WORDS_OF_PAGES.search(cleaned) is None
    kept = Counter(split_paragraphs(cleaned))
    assert {kept[line] for line in split_paragraphs(page) if len(line) > 220} == {1}


def test_what_a_notice_may_begin_with_is_soon_looked_through() -> None:
    """However often it is repeated."""
    began = time.process_time()
    clean("\n\n".join(["/" * 490 + "a"] * 1_000))
    assert time.process_time() - began < 3
