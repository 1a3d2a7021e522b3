"""From a question to ranked passages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.answer import Filters
from index.article import Passage, Reference
from index.dates.period import days_later
from index.question import Question
from index.ranking import RankingSignals, newness, relevance, timeliness
from index.scope import Scope
from index.store.catalogue import Place
from index.store.view import View
from index.text.words import content_terms, nearly_the_same

# How many texts each engine proposes. Nearest neighbours are filtered afterwards (a filter inside
# Chroma is linear in the collection), so more of them are asked for.
_BY_WORDS = 100
_BY_ARTICLE = 50
_BY_MEANING = 500
_MEANING_KEPT = 100
# Where newness matters, the news of this many days also compete among themselves.
_RECENT = 30
# Where not told otherwise, the words of this many of the best passages are read.
_READ = 60
_SUPPORTERS = 3
# What a further passage of an article already shown counts for.
_REPEATED = 0.75
# Two passages that share this part of their words (Jaccard) are copies; editors change the rest.
_COPY = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that may answer, what speaks for it, and what that comes to."""

    passage: Passage
    signals: RankingSignals
    score: float


def retrieve(
    view: View,
    question: Question,
    vector: NDArray[np.float32],
    *,
    scope: Scope,
    limit: int = _READ,
) -> list[Candidate]:
    """Return the passages that may answer, best first.

    Args:
        view: What to look in.
        question: What is asked.
        vector: The question's embedding, of unit length.
        scope: Which articles may be used, and which are to be preferred.
        limit: How many passages to return.
    """
    by_words: dict[int, float] = {}
    by_article: dict[int, float] = {}
    pools = list(_pools(scope))
    for pool in pools:
        by_words |= view.best_passages(
            question.words, _BY_WORDS, filters=pool, phrases=question.phrases
        )
        by_article |= view.best_articles(question.words, _BY_ARTICLE, filters=pool)
    nearest = view.nearest(vector, _BY_MEANING)
    leads = view.leads(by_article).values()
    places = view.places({*by_words, *leads, *nearest})
    chosen = set(by_words) | set(leads)
    for pool in pools:
        admitted = [number for number in nearest if pool.admits(places[number].reference)]
        chosen.update(admitted[:_MEANING_KEPT])
    missing = [number for number in chosen if number not in nearest]
    similarity = nearest | view.similarities(vector, missing)
    signals = _signals(
        {number: places[number] for number in chosen},
        by_words=by_words,
        by_article=by_article,
        similarity=similarity,
        scope=scope,
    )
    scores = {number: relevance(found) for number, found in signals.items()}
    best = sorted(scores, key=lambda number: -scores[number])[:limit]
    passages = view.passages(best)
    return [
        Candidate(passage=passages[number], signals=signals[number], score=scores[number])
        for number in best
    ]


def _pools(scope: Scope) -> Iterator[Filters]:
    """Yield the filters under which passages compete: all in scope, the news, the days named."""
    filters = scope.filters
    yield filters
    if scope.newest_first:
        yield _narrowed(filters, days_later(scope.asked, -_RECENT), scope.asked)
    if scope.wanted:
        yield _narrowed(filters, *scope.wanted)


def _narrowed(filters: Filters, first: date, last: date) -> Filters:
    since, until = filters.since or date.min, filters.until or date.max
    return replace(filters, since=max(since, first), until=min(until, last))


def _signals(
    places: Mapping[int, Place],
    *,
    by_words: Mapping[int, float],
    by_article: Mapping[int, float],
    similarity: Mapping[int, float],
    scope: Scope,
) -> dict[int, RankingSignals]:
    """Return what speaks for each passage."""
    most_words = max(by_words.values(), default=1.0)
    most_article = max(by_article.values(), default=1.0)
    support = _support(places, similarity)
    return {
        number: RankingSignals(
            words=by_words.get(number, 0.0) / most_words,
            article=by_article.get(place.article, 0.0) / most_article,
            meaning=similarity[number],
            support=support[place.article],
            lead=1 / (1 + place.position),
            **_time_signals(place.reference, scope),
        )
        for number, place in places.items()
    }


def _support(places: Mapping[int, Place], similarity: Mapping[int, float]) -> dict[int, float]:
    """Return the mean similarity of each article's best passages, by the article's number."""
    of_article: dict[int, list[float]] = defaultdict(list)
    for number, place in places.items():
        of_article[place.article].append(similarity[number])
    return {
        article: _mean(sorted(values, reverse=True)[:_SUPPORTERS])
        for article, values in of_article.items()
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _time_signals(article: Reference, scope: Scope) -> dict[str, float]:
    signals: dict[str, float] = {}
    if scope.newest_first:
        signals |= newness(article.published, scope.asked)
    if scope.wanted:
        signals["timely"] = timeliness(article.published, scope.wanted)
    return signals


def spread(candidates: Sequence[Candidate], limit: int) -> list[tuple[float, Candidate]]:
    """Return the ``limit`` passages to show, best first, with the scores they are shown under.

    Copies of one text (a wire story in five papers) are one source: only the best stands. Each
    further passage of an article counts for less, so that other articles are seen too.
    """
    seen: dict[str, int] = defaultdict(int)
    scored = []
    for candidate in without_copies(candidates):
        article = candidate.passage.article.id
        scored.append((candidate.score * _REPEATED ** seen[article], candidate))
        seen[article] += 1
    return sorted(scored, key=lambda pair: -pair[0])[:limit]


def without_copies(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates in order, less those that repeat one before them word by word."""
    kept: list[tuple[frozenset[str], Candidate]] = []
    for candidate in candidates:
        words = frozenset(content_terms(candidate.passage.text))
        if not any(nearly_the_same(words, other, share=_COPY) for other, _ in kept):
            kept.append((words, candidate))
    return [candidate for _, candidate in kept]
