"""The sources of an answer as a reader of Discord sees them: each quote within its context."""

from collections.abc import Mapping

from bot.messages.crediting import Credit, under_credits
from bot.messages.markdown import escape, plain, shorten
from bot.messages.pages import Block, Page, paginate
from bot.messages.rendering import marker
from index.answer import Answer, Citation
from index.standing import Change

# So long that it shortens no sentence anybody would quote, and a source still fits on one page.
_LONGEST_QUOTE = 1_600
_CONTEXT = 160  # characters on each side of a quote


def source_pages(answer: Answer, changes: Mapping[int, Change]) -> list[Page]:
    """Return the pages that show every citation of an answer, each as its texts.

    The words are those that were quoted; ``changes`` since, by the citation's number, stand behind.
    """
    question = shorten(escape(answer.question), _LONGEST_QUOTE)
    heading = (
        f"**Sources** for “{question}”\n-# To see them again: /sources answer:{escape(answer.id)}"
    )
    sources = under_credits(
        answer.citations,
        _credit,
        lambda citation: _source(citation, changes.get(citation.number)),
    )
    return paginate([Block((heading,)), Block(tuple(sources), joint="\n\n")])


def _credit(credit: Credit) -> str:
    details = filter(None, [credit.publisher, credit.author, credit.date, credit.place])
    return f"**{credit.title}**\n-# {' · '.join(details)}"


def _source(citation: Citation, change: Change | None) -> str:
    quote = shorten(escape(citation.quote), _LONGEST_QUOTE)
    parts = [
        marker(citation.number, citation.link),
        _end_of(plain(citation.before)),
        f"**{quote}**",
        _beginning_of(plain(citation.after)),
        f"*({change.value})*" if change else "",
    ]
    return "> " + " ".join(filter(None, parts))


def _end_of(text: str) -> str:
    if len(text) <= _CONTEXT:
        return escape(text)
    return "…" + escape(text[-_CONTEXT:].partition(" ")[2])


def _beginning_of(text: str) -> str:
    if len(text) <= _CONTEXT:
        return escape(text)
    return escape(text[:_CONTEXT].rpartition(" ")[0]) + "…"
