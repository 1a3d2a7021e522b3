"""A checked claim as a reader of Discord sees it: each statement, the verdict, the quotes."""

from collections.abc import Iterator, Mapping

from bot.messages.crediting import numbered_credits
from bot.messages.markdown import escape, shorten
from bot.messages.pages import Block, Page, paginate
from bot.messages.rendering import marker
from index.answer import Citation
from index.verdict import CheckedClaim, CheckedStatement

_LONGEST_STATEMENT = 600
# So long that it shortens no sentence anybody would quote.
_LONGEST_QUOTE = 900

_Citations = Mapping[int, Citation]


def claim_pages(checked: CheckedClaim) -> list[Page]:
    """Return the messages that show a checked claim, each as its texts from top to bottom."""
    citations = {citation.number: citation for citation in checked.citations}
    return paginate(
        [
            *(Block(tuple(_shown(item, citations))) for item in checked.statements),
            Block(tuple(_small_print(checked))),
        ]
    )


def _shown(statement: CheckedStatement, citations: _Citations) -> Iterator[str]:
    verdict = statement.verdict.value.replace("'", "’")
    yield f"> {shorten(escape(statement.text), _LONGEST_STATEMENT)}\n**{verdict}.**"
    for number in statement.bearing_out:
        yield f"- For: {_quote(citations[number])}"
    for objection in statement.objections:
        yield f"- Against, {objection.difference.value}: {_quote(citations[objection.citation])}"


def _quote(citation: Citation) -> str:
    words = shorten(escape(citation.quote), _LONGEST_QUOTE)
    return f"“{words}” {marker(citation.number, citation.link)}"


def _small_print(checked: CheckedClaim) -> Iterator[str]:
    yield from numbered_credits(checked.citations)
    for notice in checked.notices:
        yield f"-# Note: {shorten(escape(notice), _LONGEST_STATEMENT)}"
