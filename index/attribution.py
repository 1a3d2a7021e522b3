"""Which publisher a question asks to be the source."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
# What may stand between the words of one name: "Al-Jazeera", "A.P.", "RFE/RL".
_INSIDE_NAME = re.compile(r"[ ./&’'-]{0,2}")
# The longest name tried; the dots of "A.P." make two words of it.
_MOST_WORDS = 8

# What "BBC" and "CNN" leave out of BBC News and CNN Business. Shorter acronyms may be countries.
_ACRONYM = re.compile(r"[A-Z]{3,}")
_LEFT_OUT = frozenset({"business", "com", "international", "news", "newshour", "online"})
# Last words that are a name by themselves where one known publisher has them: "the Times".
_ENOUGH = frozenset(
    """chronicle examiner gazette guardian herald independent journal monitor observer post
    telegraph times tribune""".split()
)
# "NYT" is a newspaper's; two initials may be anything's.
_FEWEST_INITIALS = 3

_ARTICLE = r"(?:(?:the|an?|this) )?\Z"
_WORKS = (
    "account|analysis|article|claim|column|columnist|commentary|coverage|editorial|essay|headline"
    "|journalist|op-ed|opinion|piece|reporter|reporting|report|stance|story|stories|take|view|writer"
)
_SAYS = (
    r"(?:argu|believ|conclud|describ|estimat|not|quot|stat|writ)(?:e[sd]?|ten|ing)"
    r"|(?:call|claim|cover|explain|find|mention|predict|present|publish|recommend|report|reveal"
    r"|say|see|suggest|think|view|warn)(?:s|es|ed|ing)?|cites?|cited|found|said|saw|thought|wrote"
)
_ATTRIBUTED = re.compile(
    rf"\b(?:according to|(?:{_WORKS}|covered|described|published|reported|said|written)s?"
    rf" (?:by|from|in|on)) {_ARTICLE}",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(rf"\b(?:tell|tells|telling|told|to|with) {_ARTICLE}", re.IGNORECASE)
_SPEAKS = re.compile(
    rf"\.?(?:[’']s?)?(?: \w+)? (?:{_WORKS})s?\b"
    rf"|\.?(?: (?:has|had|have|is|was))?(?: (?:also|\w+ly))? (?:{_SAYS})\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:from|in|per|via) (?:the )?\Z", re.IGNORECASE)
_OTHER_WORD = re.compile(
    r"\b(?:an?|any|each|every|first|last|long|next|one|past|per|same|some|that|this) \Z",
    re.IGNORECASE,
)
_OWNS = re.compile(r"[’'-]\w")
_WINDOW = 60  # characters that the longest pattern needs, with room


def understand_publisher(text: str, publishers: Sequence[str]) -> str | None:
    """Return the one known publisher that the question wants its answer from.

    None where it names none, names several, or names one as its subject: who owns it, what
    somebody told it.
    """
    text = " ".join(text.split())
    names = _names(tuple(publishers))
    sources = {
        publisher
        for publisher, start, end in _mentions(text, names)
        if _is_source(publisher, text, start, end)
    }
    return sources.pop() if len(sources) == 1 else None


def _is_source(publisher: str, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    if text[start:end].islower() and not _may_be_name(publisher, before):
        return False
    if _ATTRIBUTED.search(before):
        # "according to the nation's leaders" speaks of no newspaper.
        return not (text[start:end].islower() and _OWNS.match(after)) or bool(_SPEAKS.match(after))
    if _ADDRESSED.search(before):
        return False
    if _SPEAKS.match(after):
        return True
    return bool(_PLACED.search(before)) and _as_printed(publisher, text, start, end)


def _may_be_name(publisher: str, before: str) -> bool:
    """Whether a name in small letters may be meant: "the week says", not "this week said"."""
    if publisher.startswith("The "):
        return " " in publisher[4:] or before.lower().endswith("the ")
    return _OTHER_WORD.search(before) is None or not publisher.isalpha()


def _as_printed(publisher: str, text: str, start: int, end: int) -> bool:
    """Whether a name is written as its bearer writes it: "in The Week", not "in the week"."""
    words = _WORD.findall(text[start:end])
    return text[:end].endswith(publisher) or (len(words) > 1 and text[start:end] in publisher)


def _mentions(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """Yield the known publishers named, each with its place; the longest name counts."""
    words = list(_WORD.finditer(text))
    free = 0
    for position, word in enumerate(words):
        if word.start() < free:
            continue
        ends = _name_ends(text, words[position : position + _MOST_WORDS])
        found = [(names[name], end) for name, end in ends if name in names]
        if found:
            publisher, free = found[-1]
            yield publisher, word.start(), free


def _name_ends(text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[str, int]]:
    """Yield what may be a name's key, and where it ends, for each name the words may begin."""
    key = ""
    for before, word in zip([None, *words], words, strict=False):
        if before and not _INSIDE_NAME.fullmatch(text, before.end(), word.start()):
            return
        key += word[0].lower()
        yield key, word.end()
        if before is None:
            yield word[0], word.end()


@lru_cache(maxsize=4)
def _names(publishers: tuple[str, ...]) -> Mapping[str, str]:
    """Return the publisher that each name means: full names, then short ones of one only.

    A key in small letters stands for any spelling, one with capitals for itself.
    """
    names: dict[str, str] = {}
    short: dict[str, set[str]] = defaultdict(set)
    for publisher in publishers:
        words = _WORD.findall(publisher)
        bare = words[1:] if len(words) > 1 and words[0].casefold() == "the" else words
        known = names.setdefault("".join(bare).lower(), publisher)
        for name in _short_names(bare):
            short[name].add(known)
    alone = {name: owners.pop() for name, owners in short.items() if len(owners) == 1}
    return alone | names


def _short_names(words: Sequence[str]) -> Iterator[str]:
    if len(words) < 2:
        return
    if _ACRONYM.fullmatch(words[0]) and _LEFT_OUT.issuperset(map(str.casefold, words[1:])):
        yield words[0].lower()
    if words[-1].casefold() in _ENOUGH:
        yield words[-1]
    if len(words) >= _FEWEST_INITIALS:
        yield "".join(word[0] for word in words).upper()
