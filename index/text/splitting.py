"""Passages: whole sentences, short enough for what the embedding model reads."""

import re
from collections.abc import Iterator

from index.text.sentences import Span, split_sentences

# all-MiniLM-L6-v2 reads 256 tokens. A word is one token or more, names are several, and the
# article's headline is embedded along: 150 words of news leave room for all of it.
LONGEST_PASSAGE = 150
# From here on a paragraph's end is a better place to cut than the next sentence.
SHORTEST_PASSAGE = 90
# Words can be of any length, and where writing has no spaces a sentence is one. What has more
# characters than this is cut, so that no passage and no quote is endless.
LONGEST_IN_CHARACTERS = 4_000
_WORD = re.compile(rf"\S{{1,{LONGEST_IN_CHARACTERS}}}")


def split_passages(text: str) -> list[Span]:
    """Return the spans of the passages of ``text``, in order and without overlap.

    A passage is a run of whole sentences of at most LONGEST_PASSAGE words, cut at the end of a
    paragraph where that leaves at least SHORTEST_PASSAGE words. Only a sentence longer than a
    passage is cut inside, and only a word of more than LONGEST_IN_CHARACTERS.
    """
    passages: list[Span] = []
    start = end = words = 0
    for sentence in _short_sentences(text):
        length = _count_words(text, sentence)
        new_paragraph = "\n" in text[end : sentence.start]
        full = (
            words + length > LONGEST_PASSAGE
            or sentence.end - start > LONGEST_IN_CHARACTERS
            or (new_paragraph and words >= SHORTEST_PASSAGE)
        )
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
    """Yield the sentences, those longer than a passage cut into pieces between words."""
    for sentence in split_sentences(text):
        words = 0
        start, end = sentence.start, sentence.start
        for word in _WORD.finditer(text, *sentence):
            if words == LONGEST_PASSAGE or (words and word.end() - start > LONGEST_IN_CHARACTERS):
                yield Span(start, end)
                words = 0
            if not words:
                start = word.start()
            words += 1
            end = word.end()
        yield Span(start, end)


def _count_words(text: str, span: Span) -> int:
    return len(_WORD.findall(text, span.start, span.end))
