"""Sentences are spans of their text that lose no word of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.sentences import Span, around, split_sentences
from tests.texts import texts


@given(texts())
@settings(deadline=None)
def test_every_word_is_in_exactly_one_sentence(text: str) -> None:
    """The sentences stand in order, don't overlap, and leave only white space between them."""
    end = 0
    for sentence in split_sentences(text):
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()


@given(texts())
@settings(deadline=None)
def test_a_sentence_has_no_white_space_around_it(text: str) -> None:
    """What is quoted begins and ends with a word or its punctuation."""
    for start, end in split_sentences(text):
        assert text[start:end] == text[start:end].strip() != ""


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_can_be_split(text: str) -> None:
    """No sequence of characters is too odd."""
    words = "".join(text[start:end] for start, end in split_sentences(text))
    assert "".join(words.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "The bridge reopened.|Ferries stopped.",
        "Dr. Jones met Mrs. Lee at 5 p.m. on Monday.|They spoke.",
        "J. D. Vance and J.R.R. Tolkien never met.|They couldn't.",
        "They met J.D. Vance on Monday.|He left.|It rained on J. R.",
        "He signed it J.D.\n|It rained.",
        "It fell by 4.5 percent to $3.2 billion.|Nobody knew why!",
        "“We waited,” she said.|“For years.”",
        "Is it true?|Yes.",
        "Žluťoučký kůň se vrací.|🐎 Kůň ví.",
        "A headline without a full stop\n|The first sentence.",
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str) -> None:
    """Abbreviations, initials and decimals don't end a sentence; a line break does."""
    whole = text.replace("|", " ").replace("\n ", "\n")
    found = [whole[start:end] for start, end in split_sentences(whole)]
    assert found == [sentence.strip() for sentence in text.split("|")]


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (0, "three"),
        (2, "three"),
        (6, "two\nthree\nfour"),
        (7, "two\nthree\nfour"),
        (9, "one\ntwo\nthree\nfour"),
        (10, "one\ntwo\nthree\nfour\nfive"),
        (99, "one\ntwo\nthree\nfour\nfive"),
    ],
)
def test_what_stands_around_is_whole_lines(reach: int, words: str) -> None:
    """As many as are within reach."""
    text = "one\ntwo\nthree\nfour\nfive"
    assert text[slice(*around(text, Span(8, 13), reach=reach))] == words


def test_within_a_line_what_stands_around_is_cut() -> None:
    """There is no other end."""
    assert around("abcdefghij", Span(4, 6), reach=2) == (2, 8)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("x" * 4_000, [0]),
        ("x" * 9_000, [0, 4_000, 8_000]),
        ("wordy " * 2_000, [0, 3_996, 7_992, 11_988]),
        (" ".join(f"It rained {'so ' * 490}in town." for _ in range(4)), [0, 1489, 2978, 4467]),
    ],
    ids=["as long as may be", "one word", "one sentence", "whole sentences"],
)
def test_a_sentence_without_an_end_is_cut(text: str, starts: list[int]) -> None:
    """At white space if it has any; others are whole, however long their line is."""
    assert [sentence.start for sentence in split_sentences(text)] == starts
