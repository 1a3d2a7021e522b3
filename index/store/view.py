"""What a question is answered from: the generations it may see, read as one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.answer import Citation, Filters
from index.article import Article, Passage, Reference
from index.embedding import Embedder, embedded_text
from index.store.catalogue import Place
from index.store.generation import Generation, Manifest, OpenLayer
from index.store.segment import Segment

# Numbers of different parts are this far apart: more than any generation has passages, and small
# enough that SQLite's 64-bit integers hold those of millions of parts.
_APART = 1 << 40


class View:
    """Generations read as one; where several hold the same article, the last of them has it.

    Passages and articles go by numbers of the view's own. A view of one generation computes nothing
    that the generation alone wouldn't.
    """

    def __init__(self, generations: Sequence[Generation]) -> None:
        self.manifests: tuple[Manifest, ...] = tuple(each.manifest for each in generations)
        self._parts = list(_parts(generations))

    @property
    def article_count(self) -> int:
        """The number of articles."""
        return sum(len(part.ids) for part in self._parts)

    @property
    def passage_count(self) -> int:
        """The number of passages."""
        return sum(
            part.segment.passages.count() - len(part.hidden_passages) for part in self._parts
        )

    def frequency(self, word: str) -> int:
        """Return in how many passages a word stands."""
        return sum(part.segment.passages.frequency(word) for part in self._parts)

    def best_passages(
        self,
        words: Sequence[str],
        limit: int,
        *,
        filters: Filters,
        phrases: Sequence[Sequence[str]] = (),
    ) -> dict[int, float]:
        """Return the BM25 score of the ``limit`` best passages by number, best first."""
        among = [part.segment.passages for part in self._parts]
        return _best(
            (
                part.passages(
                    partial(
                        part.segment.passages.best,
                        words,
                        filters=filters,
                        phrases=phrases,
                        among=among,
                    ),
                    limit,
                )
                for part in self._parts
            ),
            limit,
        )

    def best_articles(
        self, words: Sequence[str], limit: int, *, filters: Filters
    ) -> dict[int, float]:
        """Return the BM25 score of the ``limit`` best articles by number, best first."""
        among = [part.segment.articles for part in self._parts]
        return _best(
            (
                part.articles(
                    partial(part.segment.articles.best, words, filters=filters, among=among), limit
                )
                for part in self._parts
            ),
            limit,
        )

    def nearest(self, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """Return the cosine similarity of the ``limit`` nearest passages by number, best first."""
        return _best(
            (
                part.passages(partial(part.segment.vectors.nearest, vector), limit)
                for part in self._parts
            ),
            limit,
        )

    def by_words_alone(self, embedder: Embedder) -> "View":
        """Return the same without its vectors, for when they can't be had."""
        return _WithoutVectors(self, embedder)

    def similarities(self, vector: NDArray[np.float32], numbers: Iterable[int]) -> dict[int, float]:
        """Return the exact cosine similarity of the named passages, by number."""
        return {
            part.first + number: similarity
            for part, own in self._owners(numbers)
            for number, similarity in part.segment.vectors.similarities(vector, own).items()
        }

    def leads(self, articles: Iterable[int]) -> dict[int, int]:
        """Return the number of each article's first passage, by the article's number."""
        return {
            part.first + article: part.first + lead
            for part, own in self._owners(articles)
            for article, lead in part.segment.catalogue.leads(own).items()
        }

    def places(self, numbers: Iterable[int]) -> dict[int, Place]:
        """Tell of passages, by number, which article each is of and where in it."""
        return {
            part.first + number: Place(part.first + article, position, reference)
            for part, own in self._owners(numbers)
            for number, (article, position, reference) in (
                part.segment.catalogue.places(own).items()
            )
        }

    def passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        """Return passages by number, with their words."""
        return {
            part.first + number: passage
            for part, own in self._owners(numbers)
            for number, passage in part.segment.catalogue.passages(own).items()
        }

    def article(self, article_id: str) -> Article | None:
        """Return one article with its whole text."""
        parts = (part for part in self._parts if article_id not in part.hidden)
        found = (part.segment.catalogue.article(article_id) for part in parts)
        return next(filter(None, found), None)

    def has(self, quote: Citation) -> bool:
        """Tell whether an article has these words where they were quoted from."""
        article = self.article(quote.article.id)
        return article is not None and article.text[quote.start : quote.end] == quote.quote

    def references(self) -> list[Reference]:
        """Return every article short of its text, by path."""
        known = (
            reference
            for part in self._parts
            for reference in part.segment.catalogue.references()
            if reference.id not in part.hidden
        )
        return sorted(known, key=lambda reference: reference.path)

    def publishers(self) -> list[str]:
        """Return every known publisher, the one with most articles first."""
        if len(self._parts) == 1 and not self._parts[0].hidden:
            return list(self._parts[0].segment.catalogue.publishers)  # in order already
        total = Counter[str]()
        for part in self._parts:
            total += part.publishers()
        return sorted(total, key=lambda publisher: (-total[publisher], publisher))

    def _owners(self, numbers: Iterable[int]) -> Iterator[tuple["_Part", list[int]]]:
        """Yield each part that is asked about, with the numbers asked about as it knows them."""
        asked: dict[int, list[int]] = defaultdict(list)
        for number in numbers:
            asked[number // _APART].append(number % _APART)
        for place, own in asked.items():
            yield self._parts[place], own


class _WithoutVectors(View):
    """A view that finds by words, and embeds what it found anew to tell how near it is."""

    def __init__(self, view: View, embedder: Embedder) -> None:
        self.manifests = view.manifests
        self._parts = view._parts
        self._embedder = embedder

    def nearest(self, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """Return nothing."""
        return {}

    def similarities(self, vector: NDArray[np.float32], numbers: Iterable[int]) -> dict[int, float]:
        """Return the exact cosine similarity of the named passages, by number."""
        found = self.passages(numbers)
        texts = [embedded_text(passage.article, passage.text) for passage in found.values()]
        exact = self._embedder.embed(texts) @ vector if texts else ()
        return dict(zip(found, map(float, exact), strict=True))


_Find = Callable[[int], Mapping[int, float]]
"""Returns the scores of so many texts of a segment, or of all if there are fewer, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A segment in a view, whose numbers count from ``first`` there, and what is hidden of it."""

    segment: Segment
    first: int
    hidden: frozenset[str]
    hidden_articles: frozenset[int]
    hidden_passages: frozenset[int]

    @classmethod
    def of(cls, layer: OpenLayer, place: int, *, hidden: frozenset[str]) -> "_Part":
        """Return the part at this place in a view, without the articles of the ids ``hidden``."""
        if hidden <= layer.hidden:
            articles, passages = layer.hidden_numbers
        else:
            articles, passages = layer.segment.catalogue.numbers(hidden | layer.hidden)
        return cls(
            segment=layer.segment,
            first=place * _APART,
            hidden=hidden | layer.hidden,
            hidden_articles=articles,
            hidden_passages=passages,
        )

    @property
    def ids(self) -> frozenset[str]:
        return self.segment.catalogue.ids - self.hidden

    def publishers(self) -> Counter[str]:
        catalogue = self.segment.catalogue
        return Counter(catalogue.publishers) - catalogue.publishers_of(self.hidden)

    def articles(self, find: _Find, limit: int) -> dict[int, float]:
        """Return the scores of the best articles by the view's numbers."""
        return self._shown(find, limit, self.hidden_articles)

    def passages(self, find: _Find, limit: int) -> dict[int, float]:
        """Return the scores of the best passages by the view's numbers."""
        return self._shown(find, limit, self.hidden_passages)

    def _shown(self, find: _Find, limit: int, hidden: frozenset[int]) -> dict[int, float]:
        """Find more until there are enough without those that are hidden."""
        asked = limit
        while True:
            found = find(asked)
            shown = {self.first + n: score for n, score in found.items() if n not in hidden}
            if len(shown) >= limit or len(found) < asked:
                return shown
            asked *= 2


def _parts(generations: Sequence[Generation]) -> Iterator[_Part]:
    """Yield the segments of all generations, each without the articles that a later one has."""
    place = 0
    for number, generation in enumerate(generations):
        later = frozenset[str]().union(*(each.ids for each in generations[number + 1 :]))
        for layer in generation.layers:
            yield _Part.of(layer, place, hidden=layer.having(later))
            place += 1


def _best(found: Iterable[Mapping[int, float]], limit: int) -> dict[int, float]:
    """Return the ``limit`` best of what the parts found, best first."""
    scores = [item for scores in found for item in scores.items()]
    return dict(sorted(scores, key=lambda item: -item[1])[:limit])
