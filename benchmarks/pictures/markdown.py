"""Discord's markdown, as much of it as Footnote writes, as HTML."""

import re
from collections.abc import Mapping
from html import escape

_INLINE = re.compile(
    r"""
    \\(?P<literal>[^\w\s])
    | \*\*(?P<strong>(?:\\.|[^\\])+?)\*\*
    | \*(?P<em>(?:\\.|[^\\*])+)\*
    | `(?P<code>[^`]+)`
    | \[(?P<label>(?:\\.|\[\d+\]|[^\[\]\\])+)\]\(<?(?P<address>[^<>\s)]+)>?\)
    | <@(?P<mention>\d+)>
    """,
    re.VERBOSE,
)
# What a line begins with, and the class of the element that it becomes.
_KINDS = {"> ": "quote", "- ": "item", "-# ": "small"}


def to_html(text: str, names: Mapping[str, str]) -> str:
    """Return a text as HTML, an element a line, mentions by the names behind their ids."""
    return "".join(_line(line, names) for line in text.split("\n"))


def _line(line: str, names: Mapping[str, str]) -> str:
    mark = next(filter(line.startswith, _KINDS), "")
    kind = _KINDS.get(mark, "line" if line else "gap")
    return f'<div class="{kind}">{_inline(line.removeprefix(mark), names)}</div>'


def _inline(text: str, names: Mapping[str, str]) -> str:
    parts, end = [], 0
    for found in _INLINE.finditer(text):
        parts += [escape(text[end : found.start()]), _element(found, names)]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _element(found: re.Match[str], names: Mapping[str, str]) -> str:
    match found.lastgroup:
        case "literal":
            return escape(found["literal"])
        case "code":
            return f"<code>{escape(found['code'])}</code>"
        case "address":
            return f'<a href="{escape(found["address"])}">{_inline(found["label"], names)}</a>'
        case "mention":
            return f'<span class="mention">@{escape(names[found["mention"]])}</span>'
        case element:  # strong, em
            return f"<{element}>{_inline(found[str(element)], names)}</{element}>"
