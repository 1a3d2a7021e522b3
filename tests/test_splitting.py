"""Passages are whole sentences that the embedding model reads to the end."""

from hypothesis import given, settings

from index.text.sentences import split_sentences
from index.text.splitting import LONGEST_PASSAGE, SHORTEST_PASSAGE, split_passages
from tests.texts import texts

SENTENCE = "The mayor opened the bridge over the river on a cold Monday morning."


@given(texts(longest=400))
@settings(deadline=None, max_examples=50)
def test_every_word_is_in_exactly_one_passage(text: str) -> None:
    """The passages stand in order, don't overlap, and leave only white space between them."""
    end = 0
    for passage in split_passages(text):
        assert not text[end : passage.start].strip()
        end = passage.end
    assert not text[end:].strip()


@given(texts(longest=400))
@settings(deadline=None, max_examples=50)
def test_no_passage_is_longer_than_the_model_reads(text: str) -> None:
    """However the text is punctuated, a passage has a bounded number of words."""
    for start, end in split_passages(text):
        assert len(text[start:end].split()) <= LONGEST_PASSAGE
        assert text[start:end] == text[start:end].strip()


@given(texts(longest=400))
@settings(deadline=None, max_examples=50)
def test_a_sentence_that_fits_is_never_cut(text: str) -> None:
    """A quote always has its whole sentence in one passage."""
    passages = split_passages(text)
    for start, end in split_sentences(text):
        if len(text[start:end].split()) <= LONGEST_PASSAGE:
            assert any(passage.start <= start and end <= passage.end for passage in passages)


def test_a_passage_ends_with_its_paragraph_where_it_is_long_enough() -> None:
    """What belongs together stays together."""
    paragraph = " ".join([SENTENCE] * (SHORTEST_PASSAGE // len(SENTENCE.split()) + 1))
    text = "\n\n".join([paragraph] * 3)
    assert [text[start:end] for start, end in split_passages(text)] == [paragraph] * 3


def test_short_paragraphs_share_a_passage() -> None:
    """A paragraph of one sentence isn't left alone."""
    text = "\n\n".join([SENTENCE] * 3)
    assert [tuple(span) for span in split_passages(text)] == [(0, len(text))]


def test_an_endless_sentence_is_cut_at_white_space() -> None:
    """A text without punctuation is still found."""
    text = " ".join(f"word{number}" for number in range(2 * LONGEST_PASSAGE + 10))
    pieces = [text[start:end] for start, end in split_passages(text)]
    assert [len(piece.split()) for piece in pieces] == [LONGEST_PASSAGE, LONGEST_PASSAGE, 10]
    assert " ".join(pieces) == text


def test_an_empty_text_has_no_passage() -> None:
    """Nothing in, nothing out."""
    assert split_passages(" \n\n ") == []
