"""Links that scroll to the quoted words and highlight them.

The syntax is that of the WICG's URL Fragment Text Directives,
``#:~:text=[prefix-,]start[,end][,-suffix]``. A browser highlights the first place of the page that
fits, whatever the case, the kind of white space and of quotation marks. Each part has to stand
within one block of the page; only from start to end the highlight may run over several.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from index.article import Article
from index.text.sentences import Span

# Longer quotes are named by their first and last words, as browsers do.
_LONGEST_EXACT = 120  # characters
# How many words name either end, and what stands around: the fewer, the less a page that has
# changed a little can miss. More are taken where fewer would name another place too.
_EDGES = (5, 10, 20)
# What a list's items begin with in a text; on the page it is no text.
_BULLET = re.compile(r"(?:[-*•]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Directive:
    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def found_in(self, page: str) -> Span | None:
        """Return what a browser would highlight."""
        before = rf"{_bounded(self.prefix)}\s*" if self.prefix else ""
        after = rf"\s*{_bounded(self.suffix)}" if self.suffix else ""
        behind = "" if self.end else after
        start = re.search(f"{before}({_bounded(self.start)}){behind}", page, re.IGNORECASE)
        if start is None or not self.end:
            return Span(*start.span(1)) if start else None
        # Where none is behind the first beginning, none is behind a later one: no need to look.
        end = re.compile(f"({_bounded(self.end)}){after}", re.IGNORECASE).search(page, start.end(1))
        return Span(start.start(1), end.end(1)) if end else None

    def __str__(self) -> str:
        parts = (
            self.prefix and f"{_encode(self.prefix)}-",
            _encode(self.start),
            _encode(self.end),
            self.suffix and f"-{_encode(self.suffix)}",
        )
        return f":~:text={','.join(filter(None, parts))}"


def text_fragment_link(article: Article, span: Span) -> str | None:
    """Return the article's address with a text directive for the words quoted from it.

    None where the article has no web address.
    """
    if article.url is None or urlsplit(article.url).scheme not in {"http", "https"}:
        return None
    address = article.url.partition(":~:")[0]
    separator = "" if "#" in address else "#"
    return f"{address}{separator}{_directive(article, span)}"


def _directive(article: Article, span: Span) -> _Directive:
    """Return the shortest directive that names no earlier place, or else the closest one."""
    # The page shows the headline too, and may begin its first sentence with the same words.
    heading = f"{article.title or ''}\n\n"
    page = heading + article.text
    text = Span(len(heading), len(page))
    wanted = _without_bullet(page, Span(text.start + span.start, text.start + span.end))
    # An advertisement may stand between paragraphs: what is in the quote's own comes first.
    directives = [
        *_directives(page, wanted, within=_paragraphs_of(page, wanted)),
        *_directives(page, wanted, within=text),
    ]
    return next((each for each in directives if each.found_in(page) == wanted), directives[-1])


def _directives(page: str, span: Span, *, within: Span) -> Iterator[_Directive]:
    """Yield what may name the span, with nothing around it from beyond ``within``."""
    before, after = page[within.start : span.start], page[span.end : within.end]
    for count in _EDGES:
        start, end = _ends(page[slice(*span)], count)
        ahead, behind = _last_words(before, count), _first_words(after, count)
        for prefix, suffix in (("", ""), (ahead, ""), ("", behind), (ahead, behind)):
            yield _Directive(start=start, end=end, prefix=prefix, suffix=suffix)


def _paragraphs_of(page: str, span: Span) -> Span:
    """Return the span widened to whole paragraphs."""
    end = page.find("\n", span.end)
    return Span(page.rfind("\n", 0, span.start) + 1, len(page) if end < 0 else end)


def _ends(words: str, count: int) -> tuple[str, str]:
    """Return a quote's first and last words, or the whole of it and nothing."""
    is_one_line = "\n" not in words
    if is_one_line and (len(words) <= _LONGEST_EXACT or len(words.split()) <= 2 * count):
        return words, ""
    return _first_words(words, count), _last_words(words, count)


def _first_words(text: str, count: int) -> str:
    """Return the first words of a text that stand in one paragraph."""
    line = text.lstrip()
    if "\n" in text.removesuffix(line):
        line = line[_bullet(line) :]
    return " ".join(line.partition("\n")[0].split()[:count])


def _last_words(text: str, count: int) -> str:
    line = text.rstrip().rpartition("\n")[2]
    return " ".join(line[_bullet(line) :].split()[-count:])


def _without_bullet(page: str, span: Span) -> Span:
    return Span(span.start + _bullet(page[slice(*span)]), span.end)


def _bullet(line: str) -> int:
    """Return how long the bullet is that a line begins with."""
    bullet = _BULLET.match(line)
    return bullet.end() if bullet else 0


def _bounded(words: str) -> str:
    """Return the pattern of words which are no part of longer ones."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"


def _encode(words: str) -> str:
    """Percent-encode, with the dash too: it marks prefix and suffix in the directive's syntax."""
    return quote(words, safe="").replace("-", "%2D")
