"""Paragraphs put together again from the lines they were printed in."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

_DIGITS = re.compile(r"\d+")
_HYPHENATED = re.compile(r"(?<=[a-z])[-\u00ad\u2010]\Z")
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)]*\Z")

# How much of the usual width a line fills if its paragraph goes on: letters differ in width.
_FULL_LINE = 0.85
# Running heads and page numbers stand in the outermost lines of most pages.
_EDGE = 2
_FEWEST_PAGES = 3


def join_printed_lines(pages: list[list[str]]) -> str:
    """Return the paragraphs of printed pages, without running heads and page numbers."""
    lines = [line.strip() for page in _without_running_heads(pages) for line in page]
    return "".join(_joined(lines))


def _joined(lines: list[str]) -> Iterator[str]:
    lengths = sorted(len(line) for line in lines if line)
    usual_width = lengths[len(lengths) * 9 // 10] if lengths else 0
    for line, following in pairwise([*lines, ""]):
        if not line:
            continue
        if _ends_paragraph(line, following, usual_width):
            yield f"{line}\n\n"
        elif following[0].islower() and _HYPHENATED.search(line):
            yield _HYPHENATED.sub("", line)
        else:
            yield f"{line} "


def _ends_paragraph(line: str, following: str, usual_width: int) -> bool:
    if not following:
        return True
    first_word = following.split(maxsplit=1)[0]
    had_room = len(f"{line} {first_word}") < _FULL_LINE * usual_width
    goes_on = following[0].islower() and not _SENTENCE_END.search(line)
    return had_room and not goes_on


def _without_running_heads(pages: list[list[str]]) -> Iterator[list[str]]:
    heads = Counter(
        head for page in pages for head in {_numberless(page[at]) for at in _edges(page)}
    )
    fewest = max(_FEWEST_PAGES, len(pages) / 2)
    for page in pages:
        edges = _edges(page)
        yield [
            line
            for place, line in enumerate(page)
            if place not in edges or heads[_numberless(line)] < fewest
        ]


def _edges(page: list[str]) -> set[int]:
    places = range(len(page))
    return {*places[:_EDGE], *places[-_EDGE:]}


def _numberless(line: str) -> str:
    return _DIGITS.sub("0", line.strip())
