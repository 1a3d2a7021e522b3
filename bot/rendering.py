"""An answer as a reader of Discord sees it: text, a rule, footnotes in small print."""

from collections.abc import Iterable, Mapping
from textwrap import wrap

from bot.markdown import escape, link, plain, shorten
from bot.pages import PAGE_LIMIT, Block, Page, paginate
from index.answer import Answer, Citation
from index.article import Reference

# A footnote is there to be recognised at a glance; the Sources button shows the whole quote.
FOOTNOTE_QUOTE = 240
# A source shows the whole of any usual quote, and still fits on one page with all else.
SOURCE_QUOTE = 1_600
# What stands on each side of it, before escaping.
SOURCE_CONTEXT = 200
# Titles and names longer than this are accidents of reading.
NAME_LIMIT = 160
# Escaping at most doubles a text, and a piece of text must fit on a page.
_LONGEST_PIECE = PAGE_LIMIT // 2 - 10

Links = Mapping[int, str | None]


def answer_pages(answer: Answer) -> list[Page]:
    """Return the messages that show an answer, each as its texts from top to bottom."""
    links = {citation.number: citation.link for citation in answer.citations}
    text = Block(
        tuple(
            piece
            for sentence in answer.sentences
            for piece in _marked(sentence.text, sentence.citations, links)
        ),
        joint=" ",
    )
    conflicts = Block(
        tuple(
            piece
            for conflict in answer.conflicts
            for piece in _marked(conflict.statement, conflict.citations, links)
        )
    )
    return paginate([text, conflicts, Block(_closest(answer)), Block(_small_print(answer))])


def source_pages(answer: Answer) -> list[Page]:
    """Return the pages that show every citation of an answer in its context."""
    heading = f"### Sources\n-# {shorten(escape(answer.question), SOURCE_QUOTE)}"
    return paginate([Block((heading,)), Block(tuple(map(_source, answer.citations)), joint="\n\n")])


def _marked(text: str, numbers: Iterable[int], links: Links) -> list[str]:
    """Return the text with its markers in one piece, or in several if no page could hold it."""
    *first, last = _pieces(text) or [""]
    markers = [link(f"[{number}]", links.get(number)) for number in numbers]
    whole = " ".join([last, *markers])
    return [*first, whole] if len(whole) <= PAGE_LIMIT else [*first, last, *markers]


def _pieces(text: str) -> list[str]:
    return [escape(piece) for piece in wrap(plain(text), _LONGEST_PIECE, break_on_hyphens=False)]


def _closest(answer: Answer) -> tuple[str, ...]:
    if not answer.closest:
        return ()
    first, *others = (f"-# • {_quoted(citation)}" for citation in answer.closest)
    return (f"**Closest passages, which don’t answer it**\n{first}", *others)


def _small_print(answer: Answer) -> tuple[str, ...]:
    footnotes = (f"-# [{c.number}] {_quoted(c)}" for c in answer.citations)
    notices = (f"-# {piece}" for notice in answer.notices for piece in _pieces(notice))
    as_of = (f"-# As of {answer.as_of.spoken}",) if answer.as_of else ()
    return (*footnotes, *notices, *as_of)


def _quoted(citation: Citation) -> str:
    quote = shorten(escape(citation.quote), FOOTNOTE_QUOTE)
    title, details = _named(citation)
    return f"“{quote}” — {', '.join([title, *details])}"


def _source(citation: Citation) -> str:
    title, details = _named(citation)
    before = plain(citation.before)[-SOURCE_CONTEXT:]
    after = plain(citation.after)[:SOURCE_CONTEXT]
    quote = shorten(escape(citation.quote), SOURCE_QUOTE)
    return "\n".join(
        [
            f"**[{citation.number}]** {title}",
            f"-# {' · '.join(details)}",
            f"> {escape(before)} **{quote}** {escape(after)}",
        ]
    )


def _named(citation: Citation) -> tuple[str, list[str]]:
    """Return the article's title, linked where it can be, and what else names the article."""
    article: Reference = citation.article
    title = _name(article.title, "untitled")
    linked = link(title, citation.link or article.url)
    details = [_name(article.publisher, "publisher unknown"), article.spoken_date]
    if linked == title:
        details.append(_name(article.path, ""))
    return linked, details


def _name(name: str | None, otherwise: str) -> str:
    return shorten(escape(name or ""), NAME_LIMIT) or otherwise
