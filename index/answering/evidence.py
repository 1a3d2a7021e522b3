"""Sentences that may answer a question, each with what speaks for it."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.article import Reference
from index.embedding import Embedder
from index.question import Kind, Question
from index.retrieval import Candidate
from index.sentences import Span, split_sentences
from index.store.generation import Generation
from index.words import content_terms

# Sentences are read from this many of the best passages.
_PASSAGES = 12
# The embedding model takes 1 to 2 ms a sentence: only those that share most words, or stand in the
# best passages, are embedded.
_EMBEDDED = 32
_FEWEST_WORDS = 4

_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half"
    r"|third|quarter|scores|several|double|twice|percent)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today"
    r"|spring|summer|autumn|fall|winter|century|decade|ago|last (?:week|month|year))\b"
)
_NAME = re.compile(r"(?<=[\w,;:—–-] )[“\"‘']?[A-Z][\w’'-]+|^[A-Z][\w’'-]+ [A-Z][\w’'-]+")
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|as a result|therefore|thus|hence"
    r"|reasons?|caused?|led to|leads to|meant to|aims? to|intended|to avoid|to prevent|after)\b",
    re.IGNORECASE,
)
# What a sentence must hold to be an answer of a kind.
_SIGNS = {
    Kind.QUANTITY: _FIGURE,
    Kind.TIME: _DATE,
    Kind.PERSON: _NAME,
    Kind.PLACE: _NAME,
    Kind.REASON: _REASON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence with what speaks for it as an answer.

    ``words`` are its terms and ``surroundings`` those of its passage. ``coverage`` is the share of the question's words it has, weighted by rarity; ``context`` the
    same with the sentence before it and the headline; ``meaning`` its cosine to the question;
    ``passage`` its passage's score; ``fits`` whether it holds the kind of thing asked for.
    """

    article: Reference
    span: Span
    text: str
    words: frozenset[str]
    surroundings: frozenset[str]
    coverage: float
    context: float
    passage: float
    fits: bool
    meaning: float = 0.0

    @property
    def score(self) -> float:
        """How well the sentence answers, compared with others for the same question."""
        return (
            self.meaning
            + 0.3 * self.coverage
            + 0.2 * self.context
            + 0.2 * self.passage
            + 0.15 * self.fits
        )


def gather_evidence(
    question: Question,
    candidates: Sequence[Candidate],
    generation: Generation,
    *,
    embedder: Embedder,
) -> list[Evidence]:
    """Return the sentences of the best passages that may answer, unordered."""
    weights = word_weights(question, generation)
    found = [
        evidence
        for candidate in candidates[:_PASSAGES]
        for evidence in _sentences(question, candidate, weights)
    ]
    found.sort(key=lambda evidence: -(evidence.context + evidence.passage))
    found = found[:_EMBEDDED]
    if not found:
        return []
    vectors = embedder.embed([question.text, *(evidence.text for evidence in found)])
    meanings = vectors[1:] @ vectors[0]
    return [
        replace(evidence, meaning=float(meaning))
        for evidence, meaning in zip(found, meanings, strict=True)
    ]


def word_weights(question: Question, generation: Generation) -> dict[str, float]:
    """Return each question word's share of its information, by inverse document frequency.

    The formula is BM25's (Robertson and Zaragoza 2009, equation 3.3), which stays positive here
    by adding 1 inside the logarithm.
    """
    total = generation.manifest.passages
    rarity = {}
    for word in question.words:
        frequency = generation.lexical.frequency(word)
        rarity[word] = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    whole = sum(rarity.values()) or 1.0
    return {word: value / whole for word, value in rarity.items()}


def _sentences(
    question: Question, candidate: Candidate, weights: dict[str, float]
) -> Iterator[Evidence]:
    passage = candidate.passage
    headline = frozenset(content_terms(passage.article.title or ""))
    surroundings = frozenset(content_terms(passage.text))
    before: frozenset[str] = frozenset()
    sign = _SIGNS.get(question.kind)
    for start, end in split_sentences(passage.text):
        text = passage.text[start:end]
        words = frozenset(content_terms(text))
        if len(text.split()) >= _FEWEST_WORDS and not text.endswith("?"):
            yield Evidence(
                article=passage.article,
                span=Span(passage.start + start, passage.start + end),
                text=text,
                words=words,
                surroundings=surroundings,
                coverage=covered(words, weights),
                context=covered(words | before | headline, weights),
                passage=candidate.score,
                fits=sign is None or sign.search(text) is not None,
            )
        before = words


def covered(words: frozenset[str], weights: dict[str, float]) -> float:
    """Return the weighted share of the question's words that are among ``words``."""
    return sum(weight for word, weight in weights.items() if word in words)
