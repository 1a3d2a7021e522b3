"""What a single line at the head of a scraped page says about the article."""

import re
from typing import TypedDict

from index.dates.dateline import read_dateline
from index.dates.partial_date import PartialDate
from index.page.furniture import is_furniture
from index.page.publisher import known_publisher
from index.text.sentences import split_sentences

# Names of sections, which pages put above the title or before it.
_SECTION = re.compile(
    r"analysis|asia|business|commentary|culture|defen[cs]e|economy|editorial|europe|explainer"
    r"|exclusive|features?|foreign policy|home|interview|latest(?: news)?|long read|magazine"
    r"|middle east|national|news|opinions?|politics|science|security|society|sports?|technology"
    r"|top stories|(?:u\.?s\.?|uk|world)(?: news)?|(?:war in )?ukraine",
    re.IGNORECASE,
)
_BETWEEN_FACTS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")

_NAME = r"[A-Z][\w.'’-]{0,30}(?: (?:de|del|van|von|der|bin|al|el|la|[A-Z][\w.'’-]{0,30})){1,3}"
_NAMES = rf"{_NAME}(?:, {_NAME})*(?:,? (?:and|&) {_NAME})?"
_LONE_NAMES = re.compile(_NAMES)
_BY = re.compile(
    r"(?:(?:Written|Reported|Story|Words|Text|Analysis|Opinion) )?(?:[Bb]y|BY):? "
    rf"(?P<author>{_NAMES})(?:,? (?:for |of )?(?P<role>[^.]{{1,60}}))?"
)
_NOT_IN_NAMES = re.compile(
    r"\b(?:an?|as|at|for|from|how|in|is|it|of|on|the|to|what|why|with|bureau|columnist|contributor"
    r"|correspondent|editors?|guest|house|minister|network|news|post|president|press|reporter"
    r"|special|sports|staff|team|times|today|war|writers?|east|north|south|west)\b",
    re.IGNORECASE,
)
_OUTLET_BEHIND = re.compile(r"(?P<title>.{1,200}) [–—-] (?P<outlet>[^–—]{2,40})")

_LONGEST_HEADLINE = 200  # characters
_LONGEST_LABEL = 2  # words
_SHORTEST_HEADLINE_BELOW_LABEL = 4  # words


class Facts(TypedDict, total=False):
    """What one line, or several, say about an article."""

    title: str
    publisher: str
    author: str
    published: PartialDate


def stated(line: str) -> Facts | None:
    """Return what a line says by itself, nothing where it is a label, None for other lines."""
    if is_furniture(line):
        return Facts()
    parts = [line] if read_dateline(line) else _BETWEEN_FACTS.split(line)
    has_date = any(map(read_dateline, parts))
    facts = Facts()
    for part in parts:
        said = Facts(author=part) if has_date and is_names(part) else _stated_by(part)
        if said is None:
            return None
        facts = said | facts
    return facts


def _stated_by(part: str) -> Facts | None:
    if _SECTION.fullmatch(part):
        return Facts()
    if known_publisher(part):
        return Facts(publisher=part)
    if dateline := read_dateline(part):
        return Facts(published=dateline.published) if dateline.published else Facts()
    byline = _BY.fullmatch(part)
    return _author(byline["author"], byline["role"] or "") if byline else None


def _author(names: str, role: str) -> Facts | None:
    if known_publisher(names):
        return Facts(publisher=names)
    if not is_names(names):
        return None
    publisher = known_publisher(role)
    return Facts(author=names, publisher=publisher) if publisher else Facts(author=names)


def read_title(line: str) -> Facts | None:
    """Return the title in the line, and the publisher if it stands behind it."""
    title, *behind = [part for part in line.split(" | ") if not _SECTION.fullmatch(part)] or [line]
    outlet = _OUTLET_BEHIND.fullmatch(title)
    if outlet and known_publisher(outlet["outlet"]):
        title, behind = outlet["title"], [outlet["outlet"], *behind]
    if not _is_headline(title):
        return None
    publisher = next(filter(None, map(known_publisher, behind)), None)
    return Facts(title=title, publisher=publisher) if publisher else Facts(title=title)


def _is_headline(line: str) -> bool:
    if " " not in line or len(line) > _LONGEST_HEADLINE or len(split_sentences(line)) > 1:
        return False
    return not line.rstrip("\"'”’)").endswith((".", ",", ";", ":"))


def is_label(line: str, following: str) -> bool:
    """Tell whether the line is a word or two above the title rather than the title."""
    return (
        len(line.split()) <= _LONGEST_LABEL
        and len(following.split()) >= _SHORTEST_HEADLINE_BELOW_LABEL
        and stated(following) is None
        and read_title(following) is not None
    )


def is_names(line: str) -> bool:
    """Tell whether the line may be nothing but the names of people."""
    return _LONE_NAMES.fullmatch(line) is not None and not _NOT_IN_NAMES.search(line)
