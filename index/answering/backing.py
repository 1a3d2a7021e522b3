"""The words of a text that come closest to saying what a sentence says."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.answering.specifics import figures, holds, quotations
from index.embedding import Embedder
from index.text.sentences import Span, split_sentences
from index.text.words import content_terms

# A quote runs over this many sentences at most, and each beyond the first must bring something.
_LONGEST = 4
_SURPLUS = 0.05
# The windows that share most words with the claim; the embedding model decides between them.
_EMBEDDED = 3
# `python -m benchmarks.support` shows what each mixture would do.
_WORDS, _MEANING = 0.6, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """The words of a text that come closest to a claim.

    ``words`` is the share of the claim's terms they have, less a little for each sentence beyond
    the first; ``meaning`` is their cosine to it.
    """

    span: Span
    words: float
    meaning: float

    @property
    def strength(self) -> float:
        """How well they bear the claim out, about 0 to 1."""
        return strength(self.words, self.meaning)


def best_backing(claim: str, text: str, *, embedder: Embedder, byline: str = "") -> Backing | None:
    """Return the run of sentences that comes closest to a claim; None for a text without any.

    Those that hold the most of its figures and quoted words come first. A claim may say besides
    what the byline does: who published this, and when.
    """
    wanted = frozenset(content_terms(claim)).difference(content_terms(byline))
    exact = figures(claim)
    quoted = quotations(claim)
    ranked: list[tuple[int, float, Span]] = []
    for extra, span in _windows(text):
        words = text[slice(*span)]
        held = len(exact & figures(words)) + sum(holds(words, piece) for piece in quoted)
        share = len(wanted & set(content_terms(words))) / len(wanted) if wanted else 0.0
        ranked.append((held, share - _SURPLUS * extra, span))
    ranked.sort(key=lambda item: item[:2], reverse=True)
    best = [item for item in ranked[:_EMBEDDED] if item[0] == ranked[0][0]]
    if not best:
        return None
    [meant, *vectors] = embedder.embed([claim, *(text[slice(*span)] for _, _, span in best)])
    backings = [
        Backing(span=span, words=share, meaning=float(meant @ vector))
        for (_, share, span), vector in zip(best, vectors, strict=True)
    ]
    return max(backings, key=lambda backing: backing.strength)


def strength(words: float, meaning: float) -> float:
    """Return how well a share of words and a cosine bear a claim out, about 0 to 1."""
    return _WORDS * words + _MEANING * meaning


def _windows(text: str) -> Iterator[tuple[int, Span]]:
    """Yield every run of up to _LONGEST sentences, with how many it has beyond the first."""
    sentences = split_sentences(text)
    for extra in range(_LONGEST):
        for first, last in zip(sentences, sentences[extra:], strict=False):
            yield extra, Span(first.start, last.end)
