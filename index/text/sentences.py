"""Sentences of a text, as exact character spans."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import sentencex

# sentencex ends a sentence after "J.D." even where a surname follows.
_ENDS_IN_INITIALS = re.compile(r"(?:^|[\s(\"“‘])(?:[A-Z]\.\s?){2,}\Z")


class Span(NamedTuple):
    """Half-open range of code points: ``text[start:end]``."""

    start: int
    end: int


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of ``text`` in order, without surrounding white space.

    Boundaries are sentencex's (its rules know abbreviations and quotations), put together again
    where a person's initials were taken for an end. A line break always ends a sentence.
    """
    sentences: list[Span] = []
    for line in _lines(text):
        sentences.extend(_sentences_of(text[line.start : line.end], offset=line.start))
    return sentences


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text):
        yield Span(*match.span())


def _sentences_of(line: str, *, offset: int) -> Iterator[Span]:
    start = 0
    for boundary in sentencex.get_sentence_boundaries("en", line):
        end = boundary["end_index"]
        piece = line[start:end].rstrip()
        if end < len(line) and _ENDS_IN_INITIALS.search(piece):
            continue
        lead = len(line[start:end]) - len(line[start:end].lstrip())
        if piece.strip():
            yield Span(offset + start + lead, offset + start + len(piece))
        start = end
