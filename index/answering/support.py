"""Whether a sentence is borne out by what it cites, and by which words of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.answering.reply import Claim
from index.answering.specifics import dates, figures, plain, quotations, unknown_names
from index.article import Passage
from index.embedding import Embedder
from index.sentences import Span, split_sentences
from index.words import content_terms

# A quote runs over this many sentences at most, and each beyond the first must bring something.
_LONGEST = 4
_SURPLUS = 0.05
# The windows that share most words with the claim; the embedding model decides between them.
_EMBEDDED = 3
# `python -m benchmarks.support` shows what each mixture and threshold would do.
_WORDS, _MEANING = 0.6, 0.4
_ENOUGH = 0.5
# A sentence with this share of the claim's terms says the same, or its opposite.
_NEARLY_ALL = 0.75
_FEWEST_WORDS, _FEWEST_TERMS = 3, 2
_DENIAL = re.compile(
    r"n[’']t\b|\b(?:not|no|none|never|nobody|nothing|nor|neither|nowhere|without|cannot"
    r"|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"https?://|\]\(|[|<>{}]|^[A-Z][a-z]+:$")


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
        return _WORDS * self.words + _MEANING * self.meaning

    @property
    def is_enough(self) -> bool:
        """Whether they bear it out, its figures and names apart."""
        return self.strength >= _ENOUGH


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of checking a claim: the span of each passage that backs it, or what is wrong."""

    claim: Claim
    backing: Mapping[str, Span]
    problem: str | None = None


def check(claim: Claim, passages: Mapping[str, Passage], *, embedder: Embedder) -> Finding:
    """Return the words that bear a claim out, by the key of their passage, or why none do."""
    if not _is_sentence(claim.text):
        return Finding(claim, {}, "not a sentence of plain prose")
    cited = {key: passages[key] for key in claim.keys}
    if not cited:
        return Finding(claim, {}, "cites no passage")
    found = {
        key: best_backing(claim.text, passage.text, byline=_byline(passage), embedder=embedder)
        for key, passage in cited.items()
    }
    kept = {key: backing.span for key, backing in found.items() if backing and backing.is_enough}
    if not kept:
        return Finding(claim, {}, "no sentence of the passages it cites says this")
    quotes = [cited[key].text[slice(*span)] for key, span in kept.items()]
    problem = wrong_specifics(claim.text, quotes=quotes, passages=[cited[key] for key in kept])
    if not problem and says_the_opposite(claim.text, quotes):
        problem = "the passages it cites say the opposite"
    return Finding(claim, {} if problem else kept, problem)


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
        held = len(exact & figures(words)) + sum(piece in plain(words) for piece in quoted)
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


def wrong_specifics(
    claim: str, *, quotes: Sequence[str], passages: Sequence[Passage]
) -> str | None:
    """Return what of a claim's figures, dates, names and quoted words isn't in what it cites.

    Figures and quotations have to stand in the quotes themselves or the headline, dates and names
    anywhere in the passages or in what is known of their articles.
    """
    around = " ".join((*map(_about, passages), *(passage.text for passage in passages)))
    headlines = (passage.article.headline for passage in passages)
    known = figures(" ".join((*quotes, *headlines))) | dates(around)
    if wrong := sorted(figures(claim) - known):
        return f"not in what it cites: {', '.join(wrong)}"
    missing = [piece for piece in quotations(claim) if not any(piece in plain(q) for q in quotes)]
    if missing:
        return f"not the words of what it cites: {'; '.join(missing)}"
    if names := unknown_names(claim, around):
        return f"not named in what it cites: {', '.join(names)}"
    return None


def says_the_opposite(claim: str, quotes: Sequence[str]) -> bool:
    """Tell whether all sentences in nearly the claim's words deny where it doesn't, or not so."""
    wanted = frozenset(content_terms(claim))
    same = [
        sentence
        for quote in quotes
        for sentence in (quote[slice(*span)] for span in split_sentences(quote))
        if len(wanted & set(content_terms(sentence))) >= _NEARLY_ALL * len(wanted)
    ]
    denies = bool(_DENIAL.search(claim))
    return bool(same) and all(bool(_DENIAL.search(sentence)) != denies for sentence in same)


def _windows(text: str) -> Iterator[tuple[int, Span]]:
    """Yield every run of up to _LONGEST sentences, with how many it has beyond the first."""
    sentences = split_sentences(text)
    for extra in range(_LONGEST):
        for first, last in zip(sentences, sentences[extra:], strict=False):
            yield extra, Span(first.start, last.end)


def _about(passage: Passage) -> str:
    return f"{passage.article.headline} {_byline(passage)}"


def _byline(passage: Passage) -> str:
    article = passage.article
    published = article.published.spoken if article.published else None
    return " ".join(part for part in (article.publisher, article.author, published) if part)


def _is_sentence(text: str) -> bool:
    return (
        not _NO_PROSE.search(text)
        and len(text.split()) >= _FEWEST_WORDS
        and len(set(content_terms(text))) >= _FEWEST_TERMS
    )
