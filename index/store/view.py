"""What a question is answered from: the generations it may see, read as one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answer import Citation, Filters
from index.article import Article, Passage, Reference
from index.store.catalogue import Place
from index.store.generation import Generation, Manifest

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
        self._parts = _parts([each for each in generations if each.manifest.passages])

    @property
    def article_count(self) -> int:
        """The number of articles."""
        return sum(
            part.generation.manifest.articles - len(part.hidden_articles) for part in self._parts
        )

    @property
    def passage_count(self) -> int:
        """The number of passages."""
        return sum(
            part.generation.manifest.passages - len(part.hidden_passages) for part in self._parts
        )

    def frequency(self, word: str) -> int:
        """Return in how many passages a word stands."""
        return sum(part.generation.passages.frequency(word) for part in self._parts)

    def best_passages(
        self,
        words: Sequence[str],
        limit: int,
        *,
        filters: Filters,
        phrases: Sequence[Sequence[str]] = (),
    ) -> dict[int, float]:
        """Return the BM25 score of the ``limit`` best passages by number, best first."""
        all_words = [part.generation.passages for part in self._parts]
        found = (
            part.passages(
                part.generation.passages.best(
                    words, limit, filters=filters, phrases=phrases, among=all_words
                )
            )
            for part in self._parts
        )
        return _best(found, limit)

    def best_articles(
        self, words: Sequence[str], limit: int, *, filters: Filters
    ) -> dict[int, float]:
        """Return the BM25 score of the ``limit`` best articles by number, best first."""
        all_words = [part.generation.articles for part in self._parts]
        found = (
            part.articles(
                part.generation.articles.best(words, limit, filters=filters, among=all_words)
            )
            for part in self._parts
        )
        return _best(found, limit)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """Return the cosine similarity of the ``limit`` nearest passages by number, best first."""
        found = (
            part.passages(part.generation.vectors.nearest(vector, limit)) for part in self._parts
        )
        return _best(found, limit)

    def similarities(self, vector: NDArray[np.float32], numbers: Iterable[int]) -> dict[int, float]:
        """Return the exact cosine similarity of the named passages, by number."""
        return {
            part.first + number: similarity
            for part, own in self._owners(numbers)
            for number, similarity in part.generation.vectors.similarities(vector, own).items()
        }

    def leads(self, articles: Iterable[int]) -> dict[int, int]:
        """Return the number of each article's first passage, by the article's number."""
        return {
            part.first + article: part.first + lead
            for part, own in self._owners(articles)
            for article, lead in part.generation.catalogue.leads(own).items()
        }

    def places(self, numbers: Iterable[int]) -> dict[int, Place]:
        """Tell of passages, by number, which article each is of and where in it."""
        return {
            part.first + number: Place(part.first + article, position, reference)
            for part, own in self._owners(numbers)
            for number, (article, position, reference) in (
                part.generation.catalogue.places(own).items()
            )
        }

    def passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        """Return passages by number, with their words."""
        return {
            part.first + number: passage
            for part, own in self._owners(numbers)
            for number, passage in part.generation.catalogue.passages(own).items()
        }

    def article(self, article_id: str) -> Article | None:
        """Return one article with its whole text."""
        found = (part.generation.catalogue.article(article_id) for part in reversed(self._parts))
        return next(filter(None, found), None)

    def has(self, quote: Citation) -> bool:
        """Tell whether an article has these words where they were quoted from."""
        article = self.article(quote.article.id)
        return article is not None and article.text[quote.start : quote.end] == quote.quote

    def references(self) -> list[Reference]:
        """Return every article short of its text, by path."""
        known = {
            reference.id: reference
            for part in self._parts
            for reference in part.generation.catalogue.references()
        }
        return sorted(known.values(), key=lambda reference: reference.path)

    def publishers(self) -> list[str]:
        """Return every known publisher, the one with most articles first."""
        counts = [part.generation.catalogue.publishers for part in self._parts]
        if len(counts) == 1:
            return list(counts[0])  # in order already
        total = sum(map(Counter, counts), Counter[str]())
        return sorted(total, key=lambda publisher: (-total[publisher], publisher))

    def _owners(self, numbers: Iterable[int]) -> Iterator[tuple["_Part", list[int]]]:
        """Yield each part that is asked about, with the numbers asked about as it knows them."""
        asked: dict[int, list[int]] = defaultdict(list)
        for number in numbers:
            asked[number // _APART].append(number % _APART)
        for place, own in asked.items():
            yield self._parts[place], own


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A generation in a view, whose numbers count from ``first`` there, and what is hidden of it.

    What is hidden isn't made up for when a part is asked for its best: the part that hides it has
    the same article to offer.
    """

    generation: Generation
    first: int
    hidden_articles: frozenset[int]
    hidden_passages: frozenset[int]

    @classmethod
    def of(cls, generation: Generation, place: int, *, hidden: frozenset[str]) -> "_Part":
        """Return the part at this place in a view, without the articles of the ids ``hidden``."""
        articles, passages = generation.catalogue.numbers(hidden) if hidden else ((), ())
        return cls(
            generation=generation,
            first=place * _APART,
            hidden_articles=frozenset(articles),
            hidden_passages=frozenset(passages),
        )

    def articles(self, scores: Mapping[int, float]) -> dict[int, float]:
        """Return the scores of articles by the view's numbers."""
        return self._shown(scores, self.hidden_articles)

    def passages(self, scores: Mapping[int, float]) -> dict[int, float]:
        """Return the scores of passages by the view's numbers."""
        return self._shown(scores, self.hidden_passages)

    def _shown(self, scores: Mapping[int, float], hidden: frozenset[int]) -> dict[int, float]:
        return {self.first + number: s for number, s in scores.items() if number not in hidden}


def _parts(generations: Sequence[Generation]) -> list[_Part]:
    """Return the parts of a view, each without the articles that a later one holds, too."""
    if len(generations) == 1:  # most servers: nothing to compare
        return [_Part.of(generations[0], 0, hidden=frozenset())]
    ids = [generation.catalogue.ids for generation in generations]
    return [
        _Part.of(generation, place, hidden=_common(ids[place], ids[place + 1 :]))
        for place, generation in enumerate(generations)
    ]


def _common(ids: frozenset[str], others: Iterable[frozenset[str]]) -> frozenset[str]:
    # Each intersection takes as long as its smaller side is large.
    return frozenset().union(*(ids & other for other in others))


def _best(found: Iterable[Mapping[int, float]], limit: int) -> dict[int, float]:
    """Return the ``limit`` best of what the parts found, best first."""
    scores = [item for scores in found for item in scores.items()]
    return dict(sorted(scores, key=lambda item: -item[1])[:limit])
