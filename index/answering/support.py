"""Whether a sentence is borne out by what it cites, and by which words of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.answering.backing import Backing, best_backing, strength
from index.answering.reply import Claim
from index.answering.specifics import dates, figures, holds, quotations, unknown_names
from index.article import Passage
from index.embedding import Embedder
from index.text.sentences import Span, split_sentences
from index.text.words import content_terms

# What bears a sentence out, as `strength` has it; `python -m benchmarks.support` shows what each
# threshold would do.
_ENOUGH = 0.5
# What a passage has to bring to a sentence that several bear out together.
_PART = 0.3
# A sentence with this share of the claim's terms says the same, or its opposite.
_NEARLY_ALL = 0.75
_FEWEST_WORDS, _FEWEST_TERMS = 3, 2
DENIAL = re.compile(
    r"n[’']t\b|\b(?:not|no|none|never|nobody|nothing|nor|neither|nowhere|without|cannot"
    r"|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"https?://|\]\(|[|<>{}]|^[A-Z][a-z]+:$")


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
        key: backing
        for key, passage in cited.items()
        if (backing := _backing(claim.text, passage, embedder=embedder))
    }
    alone = {key: backing.span for key, backing in found.items() if backing.strength >= _ENOUGH}
    parts = {key: backing.span for key, backing in found.items() if backing.strength >= _PART}
    if alone and not _problem(claim.text, alone, cited):
        return Finding(claim, alone)
    if len(parts) > max(len(alone), 1) and _are_enough(claim.text, parts, cited, embedder=embedder):
        alone = parts
    problem = _problem(claim.text, alone, cited)
    return Finding(claim, {} if problem else alone, problem)


def _backing(claim: str, passage: Passage, *, embedder: Embedder) -> Backing | None:
    return best_backing(claim, passage.text, byline=_byline(passage), embedder=embedder)


def _are_enough(
    claim: str, spans: Mapping[str, Span], passages: Mapping[str, Passage], *, embedder: Embedder
) -> bool:
    """Tell whether quotes that each bear out a part of a claim do so together."""
    wanted = set(content_terms(claim))
    wanted.difference_update(*(content_terms(_byline(passages[key])) for key in spans))
    words = " ".join(_quotes(spans, passages))
    meant, meaning = embedder.embed([claim, words])
    share = len(wanted.intersection(content_terms(words))) / max(len(wanted), 1)
    return strength(share, float(meant @ meaning)) >= _ENOUGH


def _quotes(spans: Mapping[str, Span], passages: Mapping[str, Passage]) -> list[str]:
    return [passages[key].text[slice(*span)] for key, span in spans.items()]


def _problem(claim: str, spans: Mapping[str, Span], passages: Mapping[str, Passage]) -> str | None:
    """Return what is wrong with a claim that is to rest on these spans; None for nothing."""
    if not spans:
        return "no sentence of the passages it cites says this"
    quotes = _quotes(spans, passages)
    if says_the_opposite(claim, quotes):
        return "the passages it cites say the opposite"
    return wrong_specifics(claim, quotes=quotes, passages=[passages[key] for key in spans])


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
    missing = [piece for piece in quotations(claim) if not any(holds(q, piece) for q in quotes)]
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
    denies = bool(DENIAL.search(claim))
    return bool(same) and all(bool(DENIAL.search(sentence)) != denies for sentence in same)


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
