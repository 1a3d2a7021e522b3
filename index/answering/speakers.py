"""Who said what is quoted, in the article's own words."""

import re
from collections.abc import Callable, Iterator, Sequence

from index.answer import Answer, Citation, Sentence
from index.answering.quotes import SILENCE, citation
from index.article import Article
from index.text.sentences import Span, around, split_sentences
from index.text.words import capitalised

NOBODY = "Nobody is named as having said it: the articles say so themselves."
_SAID = (
    r"(?:said|says|told|added|adds|claimed|claims|warned|stated|wrote|writes|announced|denied"
    r"|argued|explained|insisted|noted|replied|recalled|admitted|promised|[Aa]ccording to)"
)
# A name, or what somebody is; "he" and "they" tell nobody.
_SOMEBODY = (
    r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) [\w’'-]+"
    r"|(?!He |She |They |It |I |We )[^\W\d_a-z][\w’'-]+)"
)
_SPEAKER = re.compile(
    rf"\b{_SAID},? (?:on \w+,? )?{_SOMEBODY}"
    rf"|\b{_SOMEBODY}(?: (?!he\b|she\b|they\b)[\w’'-]+){{0,8}}(?:, [^.“”\"]{{2,80}},)? {_SAID}\b"
)
_POINTS_BACK = re.compile(
    rf"\b(?:he|she|they) {_SAID}\b|\b{_SAID} (?:he|she|they)\b", re.IGNORECASE
)
# Who is named further away said something else.
_NEAR = 4_000  # characters
_MARKS = ("“", '"', "„", "«", "‘")


def answer_who_said(
    question: str, quoted: Sequence[Citation], article_of: Callable[[str], Article | None]
) -> Answer:
    """Return each quote with the words around it that tell whose it is.

    Where none do, it is what the article itself says, and a notice tells so.
    """
    told: dict[tuple[str, Span], Article] = {}
    for quote in quoted:
        article = article_of(quote.article.id)
        if article and (span := _with_speaker(article.text, Span(quote.start, quote.end))):
            _add(told, article, span)
    citations = tuple(
        citation(number, article, span)
        for number, ((_, span), article) in enumerate(told.items(), start=1)
    )
    sentences = [Sentence(" ".join(quote.quote.split()), (quote.number,)) for quote in citations]
    return Answer(
        question=question,
        answered=bool(citations),
        sentences=tuple(sentences) or (Sentence(SILENCE, ()),),
        citations=citations,
        closest=() if citations else tuple(quoted),
        notices=() if citations else (NOBODY,),
    )


def _add(told: dict[tuple[str, Span], Article], article: Article, span: Span) -> None:
    """Add a span, joined with whatever it overlaps."""
    for other, known in list(told):
        if other == article.id and known.start < span.end and span.start < known.end:
            del told[other, known]
            span = Span(min(known.start, span.start), max(known.end, span.end))
    told[article.id, span] = article


def _with_speaker(text: str, quote: Span) -> Span | None:
    """Return the quote and whatever stands between it and the nearest words that name a speaker."""
    start, end = around(text, quote, reach=_NEAR)
    sentences = [Span(start + a, start + b) for a, b in split_sentences(text[start:end])]
    cited = [
        place
        for place, span in enumerate(sentences)
        if span.start < quote.end and quote.start < span.end
    ]
    for place in _places(text, sentences, cited):
        if _names_somebody(text[slice(*sentences[place])], said=place >= cited[0]):
            first, last = min(place, cited[0]), max(place, cited[-1])
            return Span(sentences[first].start, sentences[last].end)
    return None


def _places(text: str, sentences: Sequence[Span], cited: Sequence[int]) -> Iterator[int]:
    """Yield where a quote's speaker may be named: in it, then before or behind it.

    Before it only where "he said" or a quotation mark points there; behind it only in its own
    paragraph and where nobody's words begin anew.
    """
    if not cited:
        return
    yield from cited
    first, last = cited[0], cited[-1]
    quoted = text[sentences[first].start : sentences[last].end]
    if _POINTS_BACK.search(quoted) or quoted.startswith(_MARKS):
        yield from (place for place in (first - 1, first - 2) if place >= 0)
    elif last + 1 < len(sentences):
        behind = text[sentences[last].end : sentences[last + 1].end]
        if "\n" not in behind and not any(mark in behind for mark in _MARKS):
            yield last + 1


def _names_somebody(sentence: str, *, said: bool) -> bool:
    """Tell whether a sentence names a speaker, or where ``said`` stands elsewhere, anybody."""
    if _SPEAKER.search(sentence):
        return True
    return not said and any(start or " " in run for start, run in capitalised(sentence))
