"""Answers in the articles' own words."""

import re
from collections.abc import Iterable, Sequence

from index.answer import Answer, Citation, Sentence
from index.answering.evidence import Evidence, gather_evidence
from index.answering.weighing import is_answer, worth
from index.article import Article, Reference
from index.embedding import Embedder
from index.link import text_fragment_link
from index.question import Kind, Question
from index.retrieval import Candidate
from index.store.view import View
from index.text.sentences import Span, around, split_sentences
from index.text.words import nearly_the_same

SILENCE = "The articles don't say."
_MOST_SENTENCES = 4
_MOST_CLOSEST = 3
# A further sentence is worth reading while it scores at least this share of the best one.
_WORTH_ADDING = 0.7
# A further sentence of an article already quoted counts for less; one of another article for more
# or for less than by itself, as its passage ranks above or below the usual one.
_REPEATED = 0.92
_NEW_SOURCE, _USUAL_SOURCE = 0.5, 0.8
# Two sentences that share this part of their words (Jaccard) say the same.
_SAME = 0.6
_CONTEXT = 400  # characters kept on either side of a quote
# A sentence that begins further away doesn't help to understand a quote.
_NEAR = 4_000  # characters
# A quote that begins like this can't be understood without the sentence before it.
_LEANS_BACK = re.compile(
    r"[“\"‘']?(?:he|she|they|it|his|her|their|its|this|that|these|those|both|such|but|and|yet"
    r"|instead|however|also|meanwhile)\b",
    re.IGNORECASE,
)


def answer_in_quotes(
    question: Question,
    candidates: Sequence[Candidate],
    view: View,
    *,
    embedder: Embedder,
    already: Sequence[Citation] = (),
) -> Answer:
    """Return the sentences that answer, or the sentence that says that none does.

    Where none does, the closest passages are offered as such. Where several articles are asked,
    each has its say, the oldest first. What was cited ``already`` isn't cited again: whatever else
    its articles have that comes near is an answer then.
    """
    evidence = gather_evidence(question, candidates, view, embedder=embedder)
    evidence = [item for item in evidence if not _is_among(already, item.article, item.span)]
    best_first = sorted(evidence, key=lambda item: -worth(item.signals))
    chosen = _worthwhile(_best_of_each(best_first) if question.asks_several else best_first)
    known = {quote.article.id for quote in already}
    answered = bool(chosen) and (
        is_answer(chosen[0].signals)
        or chosen[0].article.id in known
        or _introduces(question, chosen[0])
    )
    if answered and question.asks_several:
        chosen = sorted(chosen, key=_published)
    quotes = _quotes(chosen if answered else chosen[:_MOST_CLOSEST], view)
    if not answered:
        return Answer(
            question=question.text,
            answered=False,
            sentences=(Sentence(SILENCE, ()),),
            closest=quotes,
        )
    return Answer(
        question=question.text,
        answered=True,
        sentences=tuple(Sentence(" ".join(q.quote.split()), (q.number,)) for q in quotes),
        citations=quotes,
    )


def citation(number: int, article: Article, span: Span) -> Citation:
    """Return a slice of an article as a numbered quote, with what stands around it."""
    quote = article.text[span.start : span.end]
    return Citation(
        number=number,
        quote=quote,
        start=span.start,
        end=span.end,
        article=article.reference,
        before=article.text[max(0, span.start - _CONTEXT) : span.start],
        after=article.text[span.end : span.end + _CONTEXT],
        link=text_fragment_link(article, span),
    )


def _is_among(quotes: Iterable[Citation], article: Reference, span: Span) -> bool:
    return any(
        quote.article.id == article.id and _overlap(span, Span(quote.start, quote.end))
        for quote in quotes
    )


def _best_of_each(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the first sentence of each article."""
    best: dict[str, Evidence] = {}
    for item in evidence:
        best.setdefault(item.article.id, item)
    return list(best.values())


def _published(item: Evidence) -> tuple[bool, str]:
    """Order by date, what has none last."""
    published = item.article.published
    return published is None, str(published)


def _introduces(question: Question, item: Evidence) -> bool:
    """Tell whether it says who somebody is, which needs no likeness to a question this short."""
    return question.kind is Kind.IDENTITY and bool(item.signals.fits)


def _worthwhile(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the few sentences to show, the best first, none saying the same twice."""
    chosen: list[Evidence] = []
    rest = list(evidence)
    while rest and len(chosen) < _MOST_SENTENCES:
        best = max(rest, key=lambda item: _worth_beside(chosen, item))
        if _worth_beside(chosen, best) < _WORTH_ADDING * worth(evidence[0].signals):
            break
        rest.remove(best)
        if not any(_says_the_same(best, other) for other in chosen):
            chosen.append(best)
    return chosen


def _worth_beside(chosen: Sequence[Evidence], item: Evidence) -> float:
    """Return what a sentence is worth next to those that are shown already."""
    shown = sum(item.article.id == other.article.id for other in chosen)
    if chosen and not shown:
        return worth(item.signals) + _NEW_SOURCE * (item.signals.source - _USUAL_SOURCE)
    return worth(item.signals) * _REPEATED**shown


def _says_the_same(one: Evidence, other: Evidence) -> bool:
    """Tell whether the words are nearly the same; another article's other figures say more."""
    if one.article != other.article and _figures(one) != _figures(other):
        return False
    return nearly_the_same(one.words, other.words, share=_SAME)


def _figures(item: Evidence) -> frozenset[str]:
    return frozenset(word for word in item.words if word[0].isdigit())


def _quotes(chosen: Sequence[Evidence], view: View) -> tuple[Citation, ...]:
    """Number the sentences, each with what it needs to be understood, as citations."""
    articles: dict[str, Article] = {}
    spans: list[tuple[str, Span]] = []
    for item in chosen:
        found = view.article(item.article.id)
        assert found is not None, "a passage's article is in the same view"
        articles[found.id] = found
        span = understandable(found.text, item.span)
        if not any(key == found.id and _overlap(span, other) for key, other in spans):
            spans.append((found.id, span))
    return tuple(
        citation(number, articles[key], span) for number, (key, span) in enumerate(spans, start=1)
    )


def understandable(text: str, span: Span) -> Span:
    """Return the span with the sentence before it, where it leans on that one."""
    if not _LEANS_BACK.match(text, span.start):
        return span
    start = around(text, Span(span.start, span.start), reach=_NEAR).start
    before = split_sentences(text[start : span.start])[-1:]
    is_whole = bool(before) and (
        before[0].start > 0 or text[max(0, start - 1) : start] in {"", "\n"}
    )
    return Span(start + before[0].start, span.end) if is_whole else span


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
