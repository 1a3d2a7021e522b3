"""A language model's reply, read into sentences and what they cite while it comes."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import pairwise

from index.answering.prompts import SILENT
from index.text.paragraphs import split_paragraphs
from index.text.sentences import split_sentences

# [k7f2], [k7f2, m3q8], and the same in the brackets some models are used to.
_MARKER = re.compile(r"\s*[\[【]([^\[\]【】\n]{1,80})[\]】]")
_KEY = re.compile(r"\w+")
# What opens a line of a list, a heading or a quotation in Markdown, and what sets words in bold.
_MARKDOWN = re.compile(r"^\s*(?:[-*+•>]\s+|#+\s+|\d+[.)]\s+)+|\*\*|__|(?<!`)`(?!`)")
# Where a reply can be cut, whatever comes next: behind a sentence's markers or a line, once what
# follows has begun and is no more markers, and not the same sentence either.
_CUT = re.compile(
    rf"(?:[.!?…][\"'”’»)]*(?:{_MARKER.pattern})+|(?:{_MARKER.pattern})+[.!?…][\"'”’»)]*|\n)"
    r"(?=\s*[^\s\[【.,;:!?…a-zß-öø-ÿ])"
)
# A marker that the reply ends in the midst of.
_TORN_MARKER = re.compile(r"\s*[\[【][^\[\]【】\n]*\Z")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reply, without its markers, and the known keys it cites."""

    text: str
    keys: tuple[str, ...]


def is_silent(reply: str) -> bool:
    """Tell whether the model says that the articles don't."""
    return SILENT in reply


async def claims_of(pieces: AsyncIterator[str], *, known: Set[str]) -> AsyncIterator[Claim]:
    """Yield the sentences of a reply as they are complete; keys never offered are dropped."""
    rest = ""
    async for piece in pieces:
        *parts, rest = _parts(rest + piece)
        for claim in _read(parts, known):
            yield claim
    for claim in _read([_TORN_MARKER.sub("", rest)], known):
        yield claim


def _parts(reply: str) -> list[str]:
    """Return a reply in parts that can each be read alone; the last may go on."""
    starts = [0, *(cut.end() for cut in _CUT.finditer(reply)), len(reply)]
    return [reply[start:end] for start, end in pairwise(starts)]


def _read(parts: Iterable[str], known: Set[str]) -> Iterator[Claim]:
    for part in parts:
        for line in split_paragraphs(part.replace(SILENT, "")):
            yield from _claims(_MARKDOWN.sub("", line), known)


def _claims(line: str, known: Set[str]) -> Iterator[Claim]:
    """Yield the sentences of a line; a marker belongs to the sentence it stands in or behind."""
    text, keys = _without_markers(line, known)
    for start, end in split_sentences(text):
        if any(character.isalnum() for character in text[start:end]):
            cited = (key for place, key in keys if start < place <= end)
            yield Claim(text[start:end], tuple(dict.fromkeys(cited)))


def _without_markers(line: str, known: Set[str]) -> tuple[str, list[tuple[int, str]]]:
    """Return a line without its markers, and where in it which key stood."""
    text, read = "", 0
    keys: list[tuple[int, str]] = []
    for marker in _MARKER.finditer(line):
        if not _is_marker(marker[1], known):
            continue
        text += line[read : marker.start()]
        keys += ((len(text), key) for key in _KEY.findall(marker[1]) if key in known)
        read = marker.end()
    return text + line[read:], keys


def _is_marker(inside: str, known: Set[str]) -> bool:
    """Tell a marker, whether or not its keys are known, from an editor's "[sic]"."""
    words = _KEY.findall(inside)
    return bool(words) and all(
        word in known or any(character.isdigit() for character in word) for word in words
    )
