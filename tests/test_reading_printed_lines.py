"""Printed lines become paragraphs again."""

from index.reading.printed_lines import join_printed_lines

LINES = [
    "The council of Ashford voted on Tues-",
    "day to close the old bridge until the",
    "spring. Engineers had found cracks in",
    "two of its five arches.",
    "The ferry runs every twenty minutes.",
]
PARAGRAPHS = [
    f"{LINES[0][:-1]}{LINES[1]} {LINES[2]} {LINES[3]}",
    LINES[4],
]


def paragraphs(*pages: list[str]) -> list[str]:
    """Return the paragraphs of the pages."""
    return join_printed_lines([*pages]).split("\n\n")[:-1]


def test_lines_and_words_are_joined() -> None:
    """A line that fills its width goes on, and a word divided at its end is one word."""
    assert paragraphs(LINES) == PARAGRAPHS


def test_a_paragraph_goes_on_over_the_page() -> None:
    """The end of a page is not the end of a paragraph."""
    assert paragraphs(LINES[:2], LINES[2:]) == PARAGRAPHS


def test_an_empty_line_ends_a_paragraph() -> None:
    """Lines apart on paper are apart in the text."""
    assert paragraphs(["", LINES[2], "", LINES[1], ""]) == [LINES[2], LINES[1]]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """What stands at the edge of most pages isn't the article's, whatever its number."""
    pages = [
        ["The Ashford Herald", f"In part {word} of the report the council", f"{number} of 4"]
        for number, word in enumerate(("one", "two", "three", "four"), start=1)
    ]
    text = join_printed_lines(pages)
    assert "Herald" not in text
    assert "of 4" not in text
    assert [text.count(word) for word in ("one", "two", "three", "four")] == [1, 1, 1, 1]


def test_nothing_is_nothing() -> None:
    """Pages without lines have no text."""
    assert join_printed_lines([[], ["", " "], []]) == ""
