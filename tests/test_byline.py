"""What a text says about itself is found, and nothing is invented."""

from pathlib import Path

import pytest

from index.dates.partial_date import PartialDate
from index.page.byline import Byline, infer
from index.text.paragraphs import split_paragraphs

SCRAPES = Path(__file__).parents[2] / "shared" / "seeds"

OPENING = "The council of Ashford voted on Tuesday to close the old bridge until spring."
ENDING = "The ferry runs every twenty minutes until the bridge is open again."
BODY = f"{OPENING}\n\n{ENDING}"
TITLE = "Ashford closes its old bridge"
DAY = PartialDate(2023, 12, 21)


def facts(text: str, *, title: str | None = None) -> tuple[object, ...]:
    """Return what is inferred, short of the body."""
    byline = infer(text, title=title)
    return byline.title, byline.publisher, byline.author, byline.published


def test_a_whole_head_is_read() -> None:
    """Labels, title, standfirst, name and date are told from the article's first paragraph."""
    head = ["Toggle Menu", "World News", TITLE, "It was cracked.", "Ann Field", "December 21, 2023"]
    assert infer("\n\n".join([*head, OPENING, ENDING])) == Byline(
        title=TITLE, author="Ann Field", published=DAY, body=f"It was cracked.\n\n{BODY}"
    )


def test_prose_alone_says_nothing() -> None:
    """A text that begins with a sentence has no title, author, date or publisher."""
    assert infer(BODY) == Byline(body=BODY)


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        (f"{TITLE} | CNN", "CNN"),
        (f"{TITLE} | World | Reuters", "Reuters"),
        (f"{TITLE} - BBC News", "BBC News"),
        (f"{TITLE} | Ashford Bridge", None),
        (f"Opinion | {TITLE}", None),
    ],
)
def test_what_stands_beside_the_title_is_not_the_title(line: str, publisher: str | None) -> None:
    """A section is dropped, a publisher is noted."""
    assert facts(f"{line}\n\n{BODY}") == (TITLE, publisher, None, None)


@pytest.mark.parametrize("label", ["Bridges", "World", "Latest News"])
def test_a_label_above_the_title_is_not_the_title(label: str) -> None:
    """A word or two above a headline name its section."""
    assert infer(f"{label}\n\n{TITLE}\n\n{BODY}") == Byline(title=TITLE, body=BODY)


@pytest.mark.parametrize(
    ("line", "author", "publisher"),
    [
        ("By Ann Field", "Ann Field", None),
        ("BY ANN FIELD", "ANN FIELD", None),
        ("Analysis by Ann Field, CNN", "Ann Field", "CNN"),
        ("By Ann Field and Bea von Hill", "Ann Field and Bea von Hill", None),
        ("By Ann Field, Bea Hill and Cy Lake", "Ann Field, Bea Hill and Cy Lake", None),
        ("By Ann Field | Transport Reporter", None, None),
        ("By Reuters Staff", None, None),
        ("By The Associated Press", None, "The Associated Press"),
        ("By Sunday the water had gone", None, None),
    ],
)
def test_a_byline_names_the_author(line: str, author: str | None, publisher: str | None) -> None:
    """People behind "by" are the authors; other words there are no names."""
    assert facts(f"{TITLE}\n\n{line}\n\n{BODY}") == (TITLE, publisher, author, None)


@pytest.mark.parametrize(
    "lines",
    [
        ["Ann Field", "December 21, 2023"],
        ["December 21, 2023", "Ann Field"],
        ["Ann Field | December 21, 2023"],
        ["By Ann Field", "Published 21 Dec 2023 10:30 GMT", "Share"],
    ],
)
def test_author_and_date_come_in_any_order(lines: list[str]) -> None:
    """Name and date below the title are read from one line or two."""
    assert infer("\n".join([TITLE, *lines, OPENING, ENDING])) == Byline(
        title=TITLE, author="Ann Field", published=DAY, body=BODY
    )


def test_a_name_the_article_speaks_of_is_not_its_author() -> None:
    """A lone name below the title is the author's only where the text doesn't mention it."""
    assert infer(f"{TITLE}\n\nAnn Field\n\n{BODY}").author == "Ann Field"
    spoken_of = f"{TITLE}\n\nAnn Field\n\n{BODY}\n\nField, the mayor, agreed."
    assert infer(spoken_of).author is None


def test_a_box_below_the_article_names_the_author() -> None:
    """One box names the author; boxes about several people name nobody."""
    box = "Ann Field is a staff writer at The Ashford Herald."
    assert infer(f"{BODY}\n\n{box}").author == "Ann Field"
    assert infer(f"{BODY}\n\n{box}\n\nBea Hill is a reporter in Ashford.").author is None


def test_a_known_title_is_dropped_from_the_text_and_no_other_line_taken() -> None:
    """With the title known, the first line stays unless it repeats the title."""
    repeated = f"{TITLE} | CNN\n\n{BODY}"
    assert infer(repeated, title=TITLE) == Byline(title=TITLE, body=BODY)
    other = f"What the cracks mean\n\n{BODY}"
    assert infer(other, title=TITLE) == Byline(title=TITLE, body=other)


@pytest.mark.parametrize("text", ["", "\n", "Share", "Ann Field", TITLE, f"{TITLE}\n\nShare"])
def test_a_text_of_a_line_is_not_all_title(text: str) -> None:
    """Something is left to be the article where there is anything but furniture."""
    assert infer(text).title is None


@pytest.mark.skipif(not SCRAPES.is_dir(), reason=f"there are no scraped pages in {SCRAPES}")
@pytest.mark.parametrize(
    ("number", "title_at", "expected"),
    [
        ("000", 0, (None, None, None)),
        ("001", None, ("SOFREP", None, None)),
        ("002", 1, ("The Nation", "Ross Barkan", DAY)),
        ("004", 1, ("Al Jazeera", None, None)),
    ],
)
def test_a_scraped_page_says_who_published_it(
    number: str, title_at: int | None, expected: tuple[object, ...]
) -> None:
    """Of real pages exactly what they state is known, the title without its section."""
    (page,) = SCRAPES.glob(f"{number}_*.txt")
    text = page.read_text("utf-8")
    line = split_paragraphs(text)[title_at].partition(" | ")[0] if title_at is not None else None
    assert facts(text) == (line, *expected)
