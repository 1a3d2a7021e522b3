"""From a question to ranked passages."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from index.answer import Filters
from index.article import Passage
from index.question import Question
from index.ranking import RankingSignals, newness, relevance
from index.store.catalogue import Place
from index.store.generation import Generation
from index.words import content_terms

# How many texts each engine proposes. Nearest neighbours are filtered afterwards (a filter inside
# Chroma is linear in the collection), so more of them are asked for.
_BY_WORDS = 100
_BY_ARTICLE = 50
_BY_MEANING = 500
_MEANING_KEPT = 100
# Where newness matters, the news of this many days also compete among themselves.
_RECENT = timedelta(days=30)
# The words of this many of the best passages are read.
_READ = 60
_SUPPORTERS = 3
# What a further passage of an article already shown counts for.
_REPEATED = 0.75
# Two passages that share this part of their words (Jaccard) are copies; editors change the rest.
_COPY = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that may answer, with what speaks for it."""

    passage: Passage
    signals: RankingSignals

    @property
    def score(self) -> float:
        """How likely it is to answer, compared with others for the same question."""
        return relevance(self.signals)


def retrieve(
    generation: Generation,
    question: Question,
    vector: NDArray[np.float32],
    *,
    filters: Filters,
    newest_first: bool = False,
) -> list[Candidate]:
    """Return the passages that may answer, best first.

    Args:
        generation: The index to look in.
        question: What is asked.
        vector: The question's embedding, of unit length.
        filters: Which articles may be used; ``as_of`` is the day from which newness counts.
        newest_first: Whether the question is about what is new.
    """
    pools = [filters]
    if newest_first and filters.as_of:
        pools.append(_recent(filters, filters.as_of))
    by_words: dict[int, float] = {}
    by_article: dict[int, float] = {}
    for pool in pools:
        by_words |= generation.passages.best(question.words, _BY_WORDS, filters=pool)
        by_article |= generation.articles.best(question.words, _BY_ARTICLE, filters=pool)
    nearest = generation.vectors.nearest(vector, _BY_MEANING)
    leads = generation.catalogue.leads(list(by_article))
    places = generation.catalogue.places(
        list({*by_words, *nearest, *(lead for lead in leads.values())})
    )
    chosen = set(by_words) | set(leads.values())
    for pool in pools:
        admitted = [n for n in nearest if n in places and pool.admits(places[n].reference)]
        chosen.update(admitted[:_MEANING_KEPT])
    chosen = {n for n in chosen if filters.admits(places[n].reference)}
    missing = [number for number in chosen if number not in nearest]
    similarity = nearest | generation.vectors.similarities(vector, missing)
    signals = _signals(
        {number: places[number] for number in chosen},
        by_words=by_words,
        by_article=by_article,
        similarity=similarity,
        asked=filters.as_of if newest_first else None,
    )
    best = sorted(signals, key=lambda number: -relevance(signals[number]))[:_READ]
    passages = generation.catalogue.passages(best)
    return [Candidate(passage=passages[number], signals=signals[number]) for number in best]


def word_weights(question: Question, generation: Generation) -> dict[str, float]:
    """Return each question word's share of its information, by inverse document frequency.

    The formula is BM25's (Robertson and Zaragoza 2009, equation 3.3), kept positive by adding 1
    inside the logarithm.
    """
    total = generation.manifest.passages
    rarity = {}
    for word in question.words:
        frequency = generation.passages.frequency(word)
        rarity[word] = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    whole = sum(rarity.values()) or 1.0
    return {word: value / whole for word, value in rarity.items()}


def share_covered(words: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the weighted share of the question's words that are among ``words``."""
    return sum(weights.get(word, 0.0) for word in set(words))


def _recent(filters: Filters, asked: date) -> Filters:
    since = max(filters.since or date.min, asked - _RECENT)
    return replace(filters, since=since)


def _signals(
    places: Mapping[int, Place],
    *,
    by_words: Mapping[int, float],
    by_article: Mapping[int, float],
    similarity: Mapping[int, float],
    asked: date | None,
) -> dict[int, RankingSignals]:
    """Return what speaks for each passage; ``asked`` is given where newness matters."""
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
            **(newness(_age(place, asked)) if asked else {}),
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


def _age(place: Place, asked: date) -> int | None:
    """Return the days from publication to the question; 0 where a vague date may be that day."""
    published = place.reference.published
    return max(0, (asked - published.latest).days) if published else None


def spread(candidates: Sequence[Candidate], limit: int) -> list[tuple[float, Candidate]]:
    """Return the ``limit`` passages to show, best first, with the scores they are shown under.

    Copies of one text (a wire story in five papers) are one source: only the best stands. Each
    further passage of an article counts for less, so that other articles are seen too.
    """
    seen: dict[str, int] = defaultdict(int)
    scored = []
    for candidate in without_copies(candidates):
        article = candidate.passage.article.id
        scored.append((candidate.score * _REPEATED**seen[article], candidate))
        seen[article] += 1
    return sorted(scored, key=lambda pair: -pair[0])[:limit]


def without_copies(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates in order, less those that say what one before them says word by word."""
    kept: list[tuple[frozenset[str], Candidate]] = []
    for candidate in candidates:
        words = frozenset(content_terms(candidate.passage.text))
        if not any(_is_copy(words, other) for other, _ in kept):
            kept.append((words, candidate))
    return [candidate for _, candidate in kept]


def _is_copy(words: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(words & other)
    return shared >= _COPY * (len(words) + len(other) - shared)
