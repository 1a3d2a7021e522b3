"""The retrieval systems that are compared, as rows of one table."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answer import Filters
from index.article import Article, Reference
from index.embedding import CachedEmbedder
from index.library import Library
from index.question import Question
from index.scorecard.questions import ScoredQuestion
from index.scorecard.retrieval import Find
from index.store.view import View

if TYPE_CHECKING:
    from index.scorecard.llama_index_stock import LlamaIndexStock

# How many passages each system proposes: those of ten articles and more, however long they are.
_PASSAGES = 200


@dataclass(frozen=True, kw_only=True)  # without slots: one of its parts is made when wanted
class Workbench:
    """What systems are built from: the library and, for the plain ones, the parts of its index."""

    library: Library
    view: View
    embedder: CachedEmbedder

    @classmethod
    @contextmanager
    def open(cls, library: Library) -> Iterator["Workbench"]:
        """Lend the workbench of what a library has indexed now."""
        embeddings = library.settings.data / "embeddings.sqlite"
        with library.view() as view:
            yield cls(
                library=library,
                view=view,
                embedder=CachedEmbedder(library.embedder, embeddings),
            )

    @cached_property
    def stock(self) -> "LlamaIndexStock":
        """LlamaIndex's own index of the articles."""
        from index.scorecard.llama_index_stock import LlamaIndexStock

        return LlamaIndexStock.of(list(self.articles()), self.embedder)

    def articles(self) -> Iterator[Article]:
        """Yield every article with its text."""
        for reference in self.view.references():
            article = self.view.article(reference.id)
            assert article is not None, "the catalogue has what it lists"
            yield article

    def articles_of(self, passages: Iterable[int]) -> list[Reference]:
        """Return the articles of passages, in the order of the passages."""
        numbers = list(passages)
        places = self.view.places(numbers)
        return [places[number].reference for number in numbers]

    def by_words(self, question: ScoredQuestion) -> dict[int, float]:
        """Return the BM25 score of the best passages by number, best first."""
        words = Question.understand(question.text).words
        return self.view.best_passages(words, _PASSAGES, filters=Filters())

    def by_meaning(self, question: ScoredQuestion) -> dict[int, float]:
        """Return the cosine similarity of the nearest passages by number, best first."""
        return self.view.nearest(self.vector(question), _PASSAGES)

    def vector(self, question: ScoredQuestion) -> NDArray[np.float32]:
        """Return the question's embedding."""
        vector: NDArray[np.float32] = self.embedder.embed([question.text])[0]
        return vector


def _footnote(bench: Workbench) -> Find:
    """Return what asks `Library.search` on the day of the question."""

    def find(question: ScoredQuestion) -> list[Reference]:
        filters = Filters(as_of=question.as_of)
        found = bench.library.search(question.text, limit=_PASSAGES, filters=filters)
        return [ranked.passage.article for ranked in found.passages]

    return find


def _bm25(bench: Workbench) -> Find:
    return lambda question: bench.articles_of(bench.by_words(question))


def _dense(bench: Workbench) -> Find:
    return lambda question: bench.articles_of(bench.by_meaning(question))


def _half_and_half(bench: Workbench) -> Find:
    """Return what adds a passage's two scores, each as a share of the best candidate's."""

    def find(question: ScoredQuestion) -> list[Reference]:
        words, meaning = bench.by_words(question), bench.by_meaning(question)
        missing = [number for number in words if number not in meaning]
        meaning |= bench.view.similarities(bench.vector(question), missing)
        total: dict[int, float] = defaultdict(float)
        for scores in (words, meaning):
            best = max(scores.values(), default=1.0)
            for number, score in scores.items():
                total[number] += score / best
        return bench.articles_of(sorted(total, key=lambda number: -total[number]))

    return find


def _llama_index(bench: Workbench) -> Find:
    return bench.stock.finder(limit=_PASSAGES)


OURS = "Footnote"
SYSTEMS: Mapping[str, Callable[[Workbench], Find]] = {
    OURS: _footnote,
    "BM25 + dense": _half_and_half,
    "BM25": _bm25,
    "Dense": _dense,
    "LlamaIndex": _llama_index,
}
