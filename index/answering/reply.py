"""A language model's reply, read into sentences and what they cite."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from index.answering.prompts import SILENT
from index.text.paragraphs import split_paragraphs
from index.text.sentences import split_sentences

# [k7f2], [k7f2, m3q8], and the same in the brackets some models are used to.
_MARKER = re.compile(r"\s*[\[【]([^\[\]【】\n]{1,80})[\]】]")
_KEY = re.compile(r"\w+")
# What opens a line of a list, a heading or a quotation in Markdown, and what sets words in bold.
_MARKDOWN = re.compile(r"^\s*(?:[-*+•>]\s+|#+\s+|\d+[.)]\s+)+|\*\*|__|`")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reply, without its markers, and the known keys it cites."""

    text: str
    keys: tuple[str, ...]


def is_silent(reply: str) -> bool:
    """Tell whether the model says that the articles don't."""
    return SILENT in reply


def read_reply(reply: str, *, known: Set[str]) -> list[Claim]:
    """Return the sentences of a reply in order; keys that were never offered are dropped."""
    lines = split_paragraphs(reply.replace(SILENT, ""))
    return [claim for line in lines for claim in _claims(_MARKDOWN.sub("", line), known)]


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
