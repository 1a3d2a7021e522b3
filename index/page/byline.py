"""What a scraped text says about itself: title, publisher, author, date."""

import re
from dataclasses import dataclass

from index.dates.partial_date import PartialDate
from index.page.furniture import boxed_author, is_furniture
from index.page.head_lines import Facts, is_label, is_names, read_title, stated
from index.page.publisher import find_publisher
from index.text.paragraphs import split_paragraphs

# What a page says of its article stands in its first lines. The second paragraph that says nothing
# of the kind, or one longer than a standfirst, is past them.
_MOST_LINES = 15
_LONGEST_STANDFIRST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What the text says about itself, None where it doesn't, and the text without these lines."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: PartialDate | None = None
    body: str


def infer(text: str, *, title: str | None = None) -> Byline:
    """Return what the head of a page says of the article, and what its furniture says.

    With ``title`` known, no other line is taken for the title.
    """
    paragraphs = split_paragraphs(text)
    head = _Head(paragraphs, title=title)
    head.read()
    return Byline(
        title=head.facts.get("title"),
        publisher=head.facts.get("publisher") or find_publisher(paragraphs),
        author=head.facts.get("author") or _author_below(paragraphs),
        published=head.facts.get("published"),
        body="\n\n".join(head.rest),
    )


class _Head:
    """The first lines of a page, of which each is understood by those around it.

    ``facts`` is what they say (of two lines that say the same thing the first counts), ``rest`` all
    paragraphs but these lines.
    """

    def __init__(self, paragraphs: list[str], *, title: str | None) -> None:
        self.facts = Facts(title=title) if title else Facts()
        self.rest: list[str] = []
        self._paragraphs = paragraphs

    def read(self) -> None:
        """Read as far as the lines say something about the article."""
        place = 0
        while place < min(_MOST_LINES, len(self._paragraphs)) and not self._is_past():
            said = self._said_at(place)
            if said is None:
                self.rest.append(self._paragraphs[place])
            else:
                self.facts = said | self.facts
            place += 1
        self.rest += self._paragraphs[place:]

    def _is_past(self) -> bool:
        return len(self.rest) > 1 or any(len(line) > _LONGEST_STANDFIRST for line in self.rest)

    def _said_at(self, place: int) -> Facts | None:
        """Return what the line says, nothing if it is only a label, None if it is prose."""
        line, below = self._paragraphs[place], self._paragraphs[place + 1 :]
        said = stated(line)
        if said is not None:
            return said
        if self._is_author(place):
            return Facts(author=line)
        if self.rest or all(map(is_furniture, below)):
            return None
        if "title" in self.facts:
            return Facts() if _is_title(line, self.facts["title"]) else None
        return Facts() if is_label(line, below[0]) else read_title(line)

    def _is_author(self, place: int) -> bool:
        """Tell whether the line is a name that stands where a page has its author's."""
        if not is_names(self._paragraphs[place]):
            return False
        near = self._paragraphs[max(place - 1, 0) : place + 2]
        said = {fact for line in near for fact in stated(line) or ()}
        if "publisher" in said:
            return True
        if "author" in said or "published" in said:
            return "title" in self.facts
        return not self.rest and not self._is_topic(place)

    def _is_topic(self, place: int) -> bool:
        """Tell whether the text speaks of what the line names."""
        names = re.findall(r"\w{3,}", self._paragraphs[place])
        named = re.compile(rf"\b(?:{'|'.join(names)})\b")
        below = self._paragraphs[place + 1 :]
        return any(named.search(line) and not boxed_author(line) for line in below)


def _is_title(line: str, title: str) -> bool:
    """Tell whether the line repeats the title, whatever either has behind it."""
    shown, known = (read_title(text) or Facts(title=text) for text in (line, title))
    return shown["title"].casefold() == known["title"].casefold()


def _author_below(paragraphs: list[str]) -> str | None:
    """Return whom the box below the article tells of, None where boxes tell of several."""
    boxed = set(filter(None, map(boxed_author, paragraphs[-_MOST_LINES:])))
    return boxed.pop() if len(boxed) == 1 else None
