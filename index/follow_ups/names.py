"""Names in a question as they are written, with the prepositions before them."""

import re

# Of Latin, Greek and Cyrillic; other alphabets know no capitals.
_CAPITAL = "[" + "".join(filter(str.isupper, map(chr, range(0x530)))) + "]"
_MONTHS_AND_DAYS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
# "Tram 9", "Bank of England", "Ursula von der Leyen".
NAME = (
    rf"\b(?!{_MONTHS_AND_DAYS}\b){_CAPITAL}[\w’'.-]*\w"
    rf"(?: (?:(?:of|the|de|der|von|van) )*(?:{_CAPITAL}[\w’'-]*|\d+(?![\d.,])))*"
)
_PREPOSITION = r"(?:in|at|near|around|from|to|of|on|for|by|with|against|about)"
NAMED = re.compile(rf"(?:\b(?P<preposition>{_PREPOSITION}) )?(?:\bthe )?(?P<name>{NAME})")
# What opens a question, or a part of one, with a capital and names nothing.
_OPENING = re.compile(
    r"(?:Wh\w+|How|Do|Does|Did|Is|Are|Was|Were|Has|Have|Had|Will|Would|Can|Could|Should|And|But|So"
    r"|Tell|Give|Show|Name|The|A|An|In|On|At|To|Of|For|From|By|Since|Yesterday|Today|Last|This|Next)\b"
)


def names_in(text: str) -> list[re.Match[str]]:
    """Return the names of a text, each as a match of NAMED."""
    return list(NAMED.finditer(uncapitalised(text)))


def uncapitalised(text: str) -> str:
    """Return a text, of the same length, whose first word has a capital only if it is a name."""
    return text[:1].lower() + text[1:] if _OPENING.match(text) else text
