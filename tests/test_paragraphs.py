"""Text has one form, whatever editor, program or alphabet it came through."""

import textwrap
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.text.paragraphs import split_paragraphs

PROSE = (
    "The council of Ashford voted on Tuesday to close the old bridge until spring. Engineers had "
    "found cracks in two of its five arches, and the mayor said that no lorry would cross it again."
)
# Sixteen bits at a time, as a broken converter leaves them, surrogates included.
ANY_TEXT = st.text(st.characters(max_codepoint=0xFFFF, categories=None), max_size=200)


def test_a_line_is_a_paragraph() -> None:
    """Line breaks and blank lines end a paragraph alike."""
    assert split_paragraphs("One.\nTwo.\r\n\r\n\r\nThree.\u2029Four.") == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
    ]


def test_wrapped_lines_are_joined() -> None:
    """Paragraphs wrapped to a width come out as they were before."""
    wrapped = "\n\n".join(textwrap.fill(PROSE, width) for width in (72, 72, 72))
    assert split_paragraphs(wrapped) == [PROSE] * 3


def test_a_sentence_is_not_torn() -> None:
    """Two wrapped lines may be all there are, too few to show a width."""
    first, second = textwrap.wrap(PROSE, 100)
    assert split_paragraphs(f"{first}\n{second}") == [PROSE]


def test_a_headline_stays_apart_from_its_byline() -> None:
    """Neither ends or begins as a sentence does."""
    lines = ["Council of Ashford votes to close the old bridge", "by Jo Writer", PROSE]
    assert split_paragraphs("\n".join(lines)) == lines


def test_a_list_is_not_taken_for_wrapped_lines() -> None:
    """Short lines stay apart although they stand without a blank line."""
    lines = ["Apples, 3 euros a kilo, from the orchards of Ashford", "Pears", "Plums", "Cherries"]
    assert split_paragraphs("\n".join(lines)) == lines


def test_a_letter_has_one_spelling() -> None:
    """A letter with its accent apart equals the letter that has it."""
    assert split_paragraphs("cafe\u0301") == ["caf\u00e9"]


@given(ANY_TEXT)
def test_nothing_invisible_is_left(text: str) -> None:
    """No control, formatting or surrogate character reaches a quote."""
    categories = set(map(unicodedata.category, "".join(split_paragraphs(text))))
    assert categories.isdisjoint({"Cc", "Cf", "Cs"})


@given(ANY_TEXT)
def test_the_form_is_final(text: str) -> None:
    """Text in its form isn't changed any more."""
    paragraphs = split_paragraphs(text)
    assert split_paragraphs("\n\n".join(paragraphs)) == paragraphs
