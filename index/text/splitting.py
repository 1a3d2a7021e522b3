"""Passages: whole sentences, short enough for what the embedding model reads."""

import re
from collections.abc import Iterator

from index.text.sentences import Span, split_sentences

# all-MiniLM-L6-v2 reads 256 tokens. A word is one token or more, names are several, and the
# article's headline is embedded along: 150 words of news leave room for all of it.
LONGEST_PASSAGE = 150
# From here on a paragraph's end is a better place to cut than the next sentence.
SHORTEST_PASSAGE = 90
_WORD = re.compile(r"\S+")


def split_passages(text: str) -> list[Span]:
    """Return the spans of the passages of ``text``, in order and without overlap.

    A passage is a run of whole sentences of at most LONGEST_PASSAGE words, cut at the end of a
    paragraph where that leaves at least SHORTEST_PASSAGE words. Only a sentence longer than a
    passage is cut inside.
    """
    passages: list[Span] = []
    start = end = words = 0
    for sentence in _short_sentences(text):
        length = _count_words(text, sentence)
        new_paragraph = "\n" in text[end : sentence.start]
        full = words + length > LONGEST_PASSAGE or (new_paragraph and words >= SHORTEST_PASSAGE)
        if words and full:
            passages.append(Span(start, end))
            words = 0
        if not words:
            start = sentence.start
        end = sentence.end
        words += length
    if words:
        passages.append(Span(start, end))
    return passages


def _short_sentences(text: str) -> Iterator[Span]:
    """Yield the sentences, those longer than a passage cut into pieces at white space."""
    for sentence in split_sentences(text):
        words = [match.span() for match in _WORD.finditer(text, sentence.start, sentence.end)]
        for first in range(0, len(words), LONGEST_PASSAGE):
            last = min(first + LONGEST_PASSAGE, len(words)) - 1
            yield Span(words[first][0], words[last][1])


def _count_words(text: str, span: Span) -> int:
    return len(_WORD.findall(text, span.start, span.end))
