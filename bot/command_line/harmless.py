"""Foreign text in a terminal: shown, and never obeyed."""

import json
import re

# What a terminal would obey (titles, colours, the cursor, the clipboard) or what turns text around.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return the text without anything that a terminal obeys; line breaks and tabs stay."""
    return _OBEYED.sub("", text)


def to_json(value: object) -> str:
    """Return JSON on one line, in which whatever a terminal obeys is written as its code."""
    return _OBEYED.sub(
        lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False)
    )
