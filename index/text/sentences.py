"""Sentences of a text, as exact character spans."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import sentencex

# sentencex ends a sentence after "J.D." even where a surname follows.
_ENDS_IN_INITIALS = re.compile(r"(?:^|[\s(\"“‘])(?:[A-Z]\.\s?){2,}\Z")
# Initials stand in the last few characters; more needn't be looked through.
_LONGEST_INITIALS = 40
# sentencex takes the square of a line's length for quotation marks that nothing closes, and for
# writing without spaces. A longer line is read by pieces of this many characters.
_AT_ONCE = 4_000


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


def around(text: str, span: Span, *, reach: int) -> Span:
    """Return the span with at most ``reach`` characters on either side, in lines if it can be."""
    first, last = max(0, span.start - reach), min(len(text), span.end + reach)
    if first:
        first = text.find("\n", first, span.start) + 1 or first
    if last < len(text):
        last = max(text.rfind("\n", span.end, last), 0) or last
    return Span(first, last)


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text):
        yield Span(*match.span())


def _sentences_of(line: str, *, offset: int) -> Iterator[Span]:
    start = 0
    for end in _boundaries(line):
        piece = line[start:end].rstrip()
        if end < len(line) and _ends_in_initials(piece):
            continue
        lead = len(line[start:end]) - len(line[start:end].lstrip())
        if piece.strip():
            yield Span(offset + start + lead, offset + start + len(piece))
        start = end


def _ends_in_initials(piece: str) -> bool:
    return _ENDS_IN_INITIALS.search(piece, max(0, len(piece) - _LONGEST_INITIALS)) is not None


def _boundaries(line: str) -> Iterator[int]:
    """Yield where sentences end, the last one where the line does.

    What a piece of a long line ends with may go on, and is read again at the head of the next one.
    Only a sentence as long as a piece is cut, at white space if it has any.
    """
    start = 0
    while len(line) - start > _AT_ONCE:
        piece = line[start : start + _AT_ONCE]
        ends = _ends(piece)[:-1] or [piece.rfind(" ") + 1 or len(piece)]
        yield from (start + end for end in ends)
        start += ends[-1]
    yield from (start + end for end in _ends(line[start:]))


def _ends(text: str) -> list[int]:
    return [found["end_index"] for found in sentencex.get_sentence_boundaries("en", text)]
