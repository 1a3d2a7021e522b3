"""Sentences that may answer a question, each with what speaks for it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from index.answering.kinds import fits
from index.answering.names import names_mentioned, share_of_names_in
from index.article import Passage, Reference
from index.embedding import Embedder
from index.question import Question
from index.retrieval import Candidate
from index.store.view import View
from index.text.sentences import Span, split_sentences
from index.text.words import content_terms

# Sentences are read from this many of the best passages.
_PASSAGES = 24
# Embedding takes most of the time an answer takes: only the most promising sentences are embedded,
# and only the best of these once more with the sentence before them.
_EMBEDDED = 32
_EMBEDDED_IN_FLOW = 16
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What speaks for a sentence, each about 0 to 1.

    ``meaning`` is its cosine to the question, ``flow`` that of the sentence together with the one
    before it, ``passage`` that of its passage. ``source`` is its passage's score against the best
    passage's. ``coverage`` is the share of the question's words it has, weighted by rarity,
    ``context`` the same with the sentence before it and the headline. ``names`` is the share of
    the question's names and numbers that its passage, headline and byline mention, and ``known``
    the share that its article's passages among the candidates do (both 1 where the question names
    nothing). ``fits`` says whether it holds the kind of thing asked for.
    """

    meaning: float = 0.0
    flow: float = 0.0
    passage: float
    source: float
    coverage: float
    context: float
    names: float
    known: float
    fits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence of an article that may answer; ``before`` is the sentence before it."""

    article: Reference
    span: Span
    text: str
    before: str
    words: frozenset[str]
    signals: Signals


def gather_evidence(
    question: Question,
    candidates: Sequence[Candidate],
    view: View,
    *,
    embedder: Embedder,
) -> list[Evidence]:
    """Return the most promising sentences of the best passages, unordered."""
    weights = _word_weights(question, view)
    surroundings = [_surroundings(candidate.passage) for candidate in candidates]
    vocabularies = _vocabularies(candidates, surroundings)
    found = [
        evidence
        for candidate, around in zip(candidates[:_PASSAGES], surroundings, strict=False)
        for evidence in _sentences(
            question,
            candidate,
            weights,
            surroundings=around,
            vocabulary=vocabularies[candidate.passage.article.id],
            best=candidates[0].score,
        )
    ]
    found = sorted(found, key=_promise, reverse=True)[:_EMBEDDED]
    [asked, *vectors] = embedder.embed([question.text, *(item.text for item in found)])
    found = [
        replace(item, signals=replace(item.signals, meaning=float(asked @ vector)))
        for item, vector in zip(found, vectors, strict=True)
    ]
    found = sorted(found, key=_standing_alone, reverse=True)[:_EMBEDDED_IN_FLOW]
    flows = embedder.embed([f"{item.before} {item.text}" for item in found])
    return [
        replace(item, signals=replace(item.signals, flow=float(asked @ flow)))
        for item, flow in zip(found, flows, strict=True)
    ]


def _word_weights(question: Question, view: View) -> dict[str, float]:
    """Return each question word's share of its information, by inverse document frequency.

    The formula is BM25's (Robertson and Zaragoza 2009, equation 3.3), kept positive by adding 1
    inside the logarithm.
    """
    total = view.passage_count
    rarity = {}
    for word in question.words:
        frequency = view.frequency(word)
        rarity[word] = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    whole = sum(rarity.values()) or 1.0
    return {word: value / whole for word, value in rarity.items()}


def _share_covered(words: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the weighted share of the question's words that are among ``words``."""
    return sum(weights.get(word, 0.0) for word in set(words))


def _promise(evidence: Evidence) -> float:
    """Rank a sentence before its own meaning is known."""
    signals = evidence.signals
    return signals.passage + 0.5 * signals.coverage + 0.5 * signals.context + 0.2 * signals.fits


def _standing_alone(evidence: Evidence) -> float:
    """Rank a sentence by its own meaning, before that of what leads up to it is known."""
    return _promise(evidence) + evidence.signals.meaning


def _sentences(
    question: Question,
    candidate: Candidate,
    weights: Mapping[str, float],
    *,
    surroundings: Set[str],
    vocabulary: Set[str],
    best: float,
) -> Iterator[Evidence]:
    passage = candidate.passage
    article = passage.article
    headline = frozenset(content_terms(article.headline))
    byline = _byline(article)
    names = share_of_names_in(surroundings | byline, question)
    known = share_of_names_in(vocabulary | byline, question)
    before = ""
    words_before: frozenset[str] = frozenset()
    for start, end in split_sentences(passage.text):
        text = passage.text[start:end]
        words = frozenset(content_terms(text))
        words |= names_mentioned(words, question)
        if len(text.split()) >= _FEWEST_WORDS and not text.endswith("?"):
            yield Evidence(
                article=article,
                span=Span(passage.start + start, passage.start + end),
                text=text,
                before=before,
                words=words,
                signals=Signals(
                    passage=candidate.signals.meaning,
                    source=candidate.score / best,
                    coverage=_share_covered(words, weights),
                    context=_share_covered(words | words_before | headline, weights),
                    names=names,
                    known=known,
                    fits=float(fits(question, text)),
                ),
            )
        before, words_before = text, words


def _surroundings(passage: Passage) -> frozenset[str]:
    """Return the terms of a passage and its headline."""
    return frozenset(content_terms(f"{passage.article.headline} {passage.text}"))


def _vocabularies(
    candidates: Sequence[Candidate], surroundings: Sequence[Set[str]]
) -> dict[str, set[str]]:
    """Return the terms of each article's candidates by its id."""
    vocabularies: dict[str, set[str]] = defaultdict(set)
    for candidate, terms in zip(candidates, surroundings, strict=True):
        vocabularies[candidate.passage.article.id] |= terms
    return vocabularies


def _byline(article: Reference) -> frozenset[str]:
    year = str(article.published.year) if article.published else ""
    known = (article.publisher, article.author, year)
    return frozenset(content_terms(" ".join(part for part in known if part)))
