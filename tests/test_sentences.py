"""Sentences are spans of their text that lose no word of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.sentences import split_sentences
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
