"""Words are compared as a searcher means them."""

import pytest

from index.text.words import content_terms, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("negotiations", "negotiation"),
        ("Moscow's", "Moscow"),
        ("Moscow’s", "moscow"),
        ("ZÁBRANSKÝ", "Zabransky"),
        ("Åland", "aland"),
        ("Straße", "strasse"),
        ("flooded", "flooding"),
    ],
)
def test_forms_of_a_word_are_the_same(one: str, other: str) -> None:
    """Case, accents, endings and the apostrophe make no difference."""
    assert terms(one)[0] == terms(other)[0]


@pytest.mark.parametrize("figure", ["12,000", "4.5", "2024", "1,234.56"])
def test_a_figure_is_one_word(figure: str) -> None:
    """Its separators belong to it, and a sign around it doesn't."""
    assert terms(f"about ${figure}.")[1:] == [figure]


def test_words_that_only_make_a_question_say_nothing() -> None:
    """What is left of a question is its subject."""
    assert content_terms("What did the mayor say about it?") == ["mayor"]


def test_a_text_without_words_has_no_terms() -> None:
    """Punctuation and pictures are no words."""
    assert content_terms("…?! 🐎") == []
