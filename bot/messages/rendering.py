"""An answer as a reader of Discord sees it: its text, a rule, footnotes in small print."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from bot.messages.crediting import Credit, under_credits
from bot.messages.markdown import escape, link, plain, shorten
from bot.messages.pages import PAGE_LIMIT, Block, Page, paginate
from index.answer import Answer, Citation, Sentence

# A footnote is read for who said what; among the sources its quote stands in full.
_LONGEST_QUOTE = 240
# Where the text above gives the same words, the footnote needs only be recognised.
_LONGEST_REPEATED_QUOTE = 80
# Escaping may double a text, and a piece with its mark of small print must fit on a page.
_LONGEST_PIECE = PAGE_LIMIT // 2 - 50

# In place of what has no letter that could be shown: Discord takes no empty message.
_NOTHING = "The answer has no words that I can show."

_Links = Mapping[int, str | None]


def answer_pages(answer: Answer) -> list[Page]:
    """Return the messages that show an answer, one at least, each as its texts in order."""
    links = {citation.number: citation.link for citation in answer.citations}
    text = (piece for sentence in answer.sentences for piece in _sentence(sentence, links))
    conflicts = (
        piece
        for conflict in answer.conflicts
        for piece in _marked(conflict.told, conflict.citations, links)
    )
    return paginate(
        [
            Block(tuple(text), joint=" "),
            Block(tuple(conflicts)),
            Block(tuple(_closest(answer))),
            Block(tuple(_small_print(answer))),
        ]
    ) or [(_NOTHING,)]


def marker(number: int, address: str | None) -> str:
    """Return the [1] of a citation, linked to the passage where it can be."""
    return link(f"[{number}]", address)


def _sentence(sentence: Sentence, links: _Links) -> list[str]:
    pieces = _marked(sentence.text, sentence.citations, links)
    return pieces if sentence.supported else [*pieces, "*(no article says so)*"]


def _marked(text: str, numbers: Iterable[int], links: _Links) -> list[str]:
    """Return the text with its markers in one piece, or in several if no page could hold it."""
    *first, last = _pieces(text) or [""]
    markers = [marker(number, links.get(number)) for number in numbers]
    whole = " ".join([last, *markers])
    return [*first, whole] if len(whole) <= PAGE_LIMIT else [*first, last, *markers]


def _pieces(text: str) -> list[str]:
    return [escape(piece) for piece in wrap(plain(text), _LONGEST_PIECE, break_on_hyphens=False)]


def _closest(answer: Answer) -> Iterator[str]:
    heading = "**Closest passages, which don’t answer it**\n"
    for passage in under_credits(answer.closest, _credit, lambda c: f"-# • {_quote(c, answer)}"):
        yield heading + passage
        heading = ""


def _small_print(answer: Answer) -> Iterator[str]:
    yield from under_credits(
        answer.citations,
        _credit,
        lambda citation: f"-# {marker(citation.number, citation.link)} {_quote(citation, answer)}",
    )
    for notice in answer.notices:
        yield from (f"-# {piece}" for piece in _pieces(f"Note: {notice}"))
    if answer.as_of:
        yield f"-# As of {answer.as_of.spoken}"


def _credit(credit: Credit) -> str:
    details = filter(None, [credit.publisher, credit.date, credit.place])
    return f"-# **{credit.title}**, {', '.join(details)}"


def _quote(citation: Citation, answer: Answer) -> str:
    is_repeated = plain(citation.quote) in plain(answer.text)
    limit = _LONGEST_REPEATED_QUOTE if is_repeated else _LONGEST_QUOTE
    return f"“{shorten(escape(citation.quote), limit)}”"
