"""Text in one normal form: paragraphs of one line each."""

import re
import unicodedata
from itertools import pairwise

_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_SPACE = re.compile(r"\s+")

# Control, format (zero-width, bidirectional, soft hyphen) and surrogate characters, and letters
# that are blank by definition: none is seen by a reader, and each can make a quote differ from what
# it seems to say.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")

# Editors and mail programs wrap within 100 columns; narrower text is a list or a headline.
_WRAP_WIDTHS = range(40, 101)
# A few breaks may look like wrapping by chance; paragraphs of a wrapped text end before its width.
_FEWEST_BREAKS = 3
_WRAPPED_SHARE = 0.8

_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)]*\s*\Z")
# The line below a headline may begin with a small letter too.
_BYLINE = re.compile(r"\s*by:? [A-Z]")


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of ``text``, each a line of NFC without invisible characters.

    A line break ends a paragraph as a blank line does, unless the text is wrapped to a width or the
    break stands in the middle of a sentence.
    Joined by blank lines and split again, paragraphs stay as they are.
    """
    blocks = [block.split("\n") for block in _BLANK_LINE.split(_visible(text))]
    width = _wrap_width(blocks)
    lines = (line for block in blocks for line in _unwrapped(block, width))
    paragraphs = (_SPACE.sub(" ", line).strip() for line in lines)
    return [paragraph for paragraph in paragraphs if paragraph]


def is_invisible(character: str) -> bool:
    """Tell whether a reader doesn't see the character, nor a space in its place."""
    return unicodedata.category(character) in _INVISIBLE or character in _BLANK


def _visible(text: str) -> str:
    text = _LINE_END.sub("\n", text)
    invisible = [
        character for character in set(text) if is_invisible(character) and character not in "\n\t"
    ]
    text = text.translate(dict.fromkeys(map(ord, invisible)))
    return unicodedata.normalize("NFC", text)


def _wrap_width(blocks: list[list[str]]) -> int | None:
    """Return the width that the text is wrapped to, None where each line is a paragraph."""
    width = max(len(line.rstrip()) for block in blocks for line in block)
    if width not in _WRAP_WIDTHS:
        return None
    breaks = [_had_no_room(*lines, width) for block in blocks for lines in pairwise(block)]
    is_wrapped = len(breaks) >= _FEWEST_BREAKS and sum(breaks) >= _WRAPPED_SHARE * len(breaks)
    return width if is_wrapped else None


def _unwrapped(block: list[str], width: int | None) -> list[str]:
    pieces = block[:1]
    for line, following in pairwise(block):
        is_one = width is not None and _had_no_room(line, following, width)
        pieces += [" " if is_one or _is_torn(line, following) else "\n", following]
    return "".join(pieces).split("\n")


def _is_torn(line: str, following: str) -> bool:
    """Tell whether a sentence goes on in the following line; shorter lines may be a list's."""
    return (
        len(line.rstrip()) >= _WRAP_WIDTHS.start
        and _SENTENCE_END.search(line) is None
        and following.lstrip()[:1].islower()
        and _BYLINE.match(following) is None
    )


def _had_no_room(line: str, following: str, width: int) -> bool:
    """Tell whether the first word of the following line would have gone beyond the width."""
    first_word = following.split(maxsplit=1)[0] if following.strip() else ""
    return len(line.rstrip()) + len(" ") + len(first_word) > width
