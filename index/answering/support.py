"""Whether a sentence is borne out by what it cites, and by which words of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.answering.backing import Backing, best_backing, strength
from index.answering.names import mentions
from index.answering.reply import Claim
from index.answering.specifics import (
    dates,
    figures,
    holds,
    is_known,
    quotations,
    speakers,
    unknown_names,
)
from index.article import Passage
from index.embedding import Embedder
from index.text.sentences import Span, split_sentences
from index.text.words import content_terms

# What bears a sentence out, as `strength` has it; `python -m benchmarks.support` shows what each
# threshold would do.
_ENOUGH = 0.5
# What a passage has to bring to a sentence that several bear out together.
_PART = 0.3
# Of so few terms one may be all the news; the share of them that has to be there.
_FEW_TERMS, _MOST = 4, 0.7
# A sentence with this share of the claim's terms says the same, or its opposite.
_NEARLY_ALL = 0.75
_FEWEST_WORDS, _FEWEST_TERMS = 3, 2
DENIAL = re.compile(
    r"n[’']t\b|\b(?:not|no|none|never|nobody|nothing|nor|neither|nowhere|without|cannot"
    r"|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)
# Links and addresses, markup of any kind, mentions, a heading, a question.
_NO_PROSE = re.compile(
    r"https?://|\b[a-z\d-]{2,}\.[a-z]{2,}\b|\]\(|[|<>{}`@\\]|&#?\w+;|^[A-Z][a-z]+:$|\?\W*$"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of checking a claim: the span of each passage that backs it, or what is wrong."""

    claim: Claim
    backing: Mapping[str, Span]
    problem: str | None = None


def check(claim: Claim, passages: Mapping[str, Passage], *, embedder: Embedder) -> Finding:
    """Return the words that bear a claim out, by the key of their passage, or why none do."""
    if not _is_sentence(claim.text) or passages.keys() & set(re.findall(r"\w+", claim.text)):
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
    sources = [passages[key] for key in spans]
    if wrong := wrong_specifics(claim, quotes=quotes, passages=sources):
        return wrong
    return "says more than what it cites" if _lacks_a_word(claim, quotes, sources) else None


def _lacks_a_word(claim: str, quotes: Sequence[str], passages: Sequence[Passage]) -> bool:
    """Tell whether a short claim has a word that its sources lack: that may be all its news."""
    wanted = set(content_terms(claim))
    there = wanted.intersection(content_terms(" ".join((*quotes, *map(_about, passages)))))
    return len(wanted) <= _FEW_TERMS and len(there) < _MOST * len(wanted)


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
    if wrong := sorted(figure for figure in figures(claim) if not is_known(figure, known)):
        return f"not in what it cites: {', '.join(wrong)}"
    missing = [piece for piece in quotations(claim) if not any(holds(q, piece) for q in quotes)]
    if missing:
        return f"not the words of what it cites: {'; '.join(missing)}"
    if unknown := unknown_names(claim, around):
        return f"not named in what it cites: {', '.join(unknown)}"
    if others := misquoted(claim, passages):
        return f"not said by them in what it cites: {', '.join(others)}"
    return None


def misquoted(claim: str, passages: Sequence[Passage]) -> list[str]:
    """Return who says something in a sentence that in the passages somebody else says.

    Whoever says it is named in a sentence that shares words with the claim, or before one: "he" may
    have said it there.
    """
    known = frozenset(content_terms(" ".join(map(_about, passages))))
    terms = {name: _terms_of_name(name) for name in speakers(claim)}
    said = frozenset(content_terms(claim)).difference(*terms.values())
    places = [place for passage in passages for place in _two_by_two(passage.text)]
    return [
        name
        for name, words in terms.items()
        if words
        and not any(mentions(known, word) for word in words)
        and not any(words & first and said & both for first, both in places)
    ]


def _terms_of_name(name: str) -> frozenset[str]:
    """Return the words of a name short of its initials."""
    return frozenset(term for term in content_terms(name) if len(term) > 1)


def _two_by_two(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield the terms of each sentence, and those of it and the next one."""
    sentences = [frozenset(content_terms(text[slice(*span)])) for span in split_sentences(text)]
    for first, following in pairwise([*sentences, frozenset[str]()]):
        yield first, first | following


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
