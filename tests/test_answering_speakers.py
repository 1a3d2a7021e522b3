"""Whoever is named beside a quote has said it; nobody else has."""

from dataclasses import replace

import pytest

from index.answer import Citation
from index.answering.speakers import NOBODY, answer_who_said
from index.article import Article, Reference

TEXT = """The mayor, Jiří Zábranský, opened the line on Tuesday. He said it had cost too much.

The depot will be sold. The price has not been set, according to the council.

Some 2,600 people rode the tram. "We waited for this," said Božena Černá.

"It took an age," she added. The line closes at midnight."""
ARTICLE = Article(id="tram", path="tram.md", text=TEXT)


def _citation(quote: str) -> Citation:
    start = TEXT.index(quote)
    reference = Reference(id="tram", path="tram.md")
    return Citation(number=1, quote=quote, start=start, end=start + len(quote), article=reference)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ('"We waited for this," said Božena Černá.', '"We waited for this," said Božena Černá.'),
        ("We waited for this", '"We waited for this," said Božena Černá.'),
        ("it had cost too much", "The mayor, Jiří Zábranský, opened the line on Tuesday. He said"),
        (
            "The depot will be sold.",
            "The depot will be sold. The price has not been set, according",
        ),
        ('"It took an age," she added.', '"We waited for this," said Božena Černá.'),
    ],
)
def test_the_words_that_name_a_speaker_come_with_the_quote(quote: str, words: str) -> None:
    """They are cited together, as they stand in the article."""
    answer = answer_who_said("Who said that?", [_citation(quote)], {"tram": ARTICLE}.get)
    [citation] = answer.citations
    assert citation.quote == TEXT[citation.start : citation.end]
    assert citation.quote.startswith(words)
    assert quote in citation.quote


@pytest.mark.parametrize(
    "quote", ["Some 2,600 people rode the tram.", "The line closes at midnight."]
)
def test_what_nobody_said_has_no_speaker(quote: str) -> None:
    """It is what the article says, and the quote is shown as the closest there is."""
    answer = answer_who_said("Who said that?", [_citation(quote)], {"tram": ARTICLE}.get)
    assert (answer.answered, answer.citations, answer.notices) == (False, (), (NOBODY,))
    assert answer.closest[0].quote == quote


def test_an_article_that_is_gone_says_nothing() -> None:
    """It may have been removed, or have become shorter, since it was quoted."""
    quote = _citation("The depot will be sold.")
    gone = answer_who_said("Who said that?", [quote], lambda _: None)
    shorter = {"tram": replace(ARTICLE, text="The depot.")}
    assert not gone.answered
    assert not answer_who_said("Who said that?", [quote], shorter.get).answered
