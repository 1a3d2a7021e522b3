"""Who published a text, where the text itself says so."""

import re
from collections.abc import Sequence

from index.page.furniture import boxed_author, is_furniture

# Names that are a publisher's wherever a page puts them: behind the title, in a dateline, on a line
# of their own. Any other name there may be a section's, a topic's or a person's.
_KNOWN = re.compile(
    r"ABC News|AFP|Al Jazeera|AP(?: News)?|(?:The )?Associated Press|The Atlantic|Axios"
    r"|BBC(?: News)?|Bloomberg|CBC News|CBS News|CNBC|CNN(?: Business)?|Deutsche Welle|DW"
    r"|The Economist|Euronews|Financial Times|Forbes|Foreign Affairs|Foreign Policy|Fox News"
    r"|France 24|The Guardian|The Hill|The Independent|The Kyiv Independent|Kyiv Post|Le Monde"
    r"|Los Angeles Times|The Moscow Times|The Nation|NBC News|The New York Times|The New Yorker"
    r"|Newsweek|NPR|PBS NewsHour|POLITICO|Politico|Reuters|RFE/RL|Sky News|TASS|The Telegraph|TIME"
    r"|The Times|Ukrinform|USA TODAY|Voice of America|Vox|The Wall Street Journal"
    r"|The Washington Post|The Week"
)

_WORD = r"[A-Z][\w&]*(?:\.[\w&]+)*"
_NAME = rf"(?P<name>{_WORD}(?: (?:of|and|the|&|{_WORD})){{0,4}})"
_SELF_DESCRIPTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:reflect|represent)s? (?:the )?{_NAME}[’'](?:s )?",
        rf"(?:reflect|represent)s? (?:\w+ ){{1,6}}?of (?:the )?{_NAME}",
        rf"^Join {_NAME} for ",
        rf"^(?:©|\([cC]\)|Copyright)(?: ©)? ?\d{{4}}(?:[–-]\d{{4}})?,? (?:by )?{_NAME}",
        rf"\bis an? {_NAME} (?:contributing|staff) (?:writer|editor|reporter|columnist)\b",
    )
)
_DATELINE = re.compile(r"(?P<lead>[^—–\n]{2,60}?) ?(?:[—–]|-{1,2} )")
# Words a dateline's publisher has at most, as "The Associated Press" has.
_LONGEST_NAME = 3


def known_publisher(name: str) -> str | None:
    """Return the name if it is surely a publisher's."""
    return name if _KNOWN.fullmatch(name) else None


def find_publisher(paragraphs: Sequence[str]) -> str | None:
    """Return whom the page names as its own publisher; one that prose speaks of doesn't count."""
    described = (name for paragraph in paragraphs for name in _described(paragraph))
    return next(described, None) or next(filter(None, map(_in_dateline, paragraphs[:1])), None)


def _described(paragraph: str) -> list[str]:
    matches = (pattern.search(paragraph) for pattern in _SELF_DESCRIPTIONS)
    names = [match["name"] for match in matches if match]
    if names and not is_furniture(paragraph) and not boxed_author(paragraph):
        return []
    return [known_publisher(f"The {name}") or name for name in names]


def _in_dateline(paragraph: str) -> str | None:
    """Return the publisher that stands behind the place: ``LONDON (Reuters) —``."""
    match = _DATELINE.match(paragraph)
    words = re.findall(r"[\w./]+", match["lead"]) if match else []
    if not all(word[0].isupper() for word in words):
        return None
    ends = (" ".join(words[-count:]) for count in range(_LONGEST_NAME, 0, -1))
    return next(filter(None, map(known_publisher, ends)), None)
