"""A timeline as a reader of Discord sees it: date and statement, and below a rule who says it."""

from collections.abc import Iterator

from bot.messages.crediting import numbered_credits
from bot.messages.markdown import escape, shorten
from bot.messages.pages import Block, Page, paginate
from bot.messages.rendering import marker
from index.timeline import NOTHING, Entry, Timeline

# So long that it shortens no sentence anybody would write, and a few fit on a page.
_LONGEST_STATEMENT = 900
_LONGEST_TOPIC = 300


def timeline_pages(timeline: Timeline) -> list[Page]:
    """Return the messages that show a timeline, each as its texts from top to bottom."""
    heading = f"**Timeline:** {shorten(escape(timeline.topic), _LONGEST_TOPIC)}"
    statements = map(_statement, timeline.entries) if timeline.entries else [NOTHING]
    return paginate(
        [
            Block((heading,)),
            Block(tuple(statements)),
            Block(tuple(_small_print(timeline))),
        ]
    )


def _statement(entry: Entry) -> str:
    text = shorten(escape(entry.text), _LONGEST_STATEMENT)
    number = marker(entry.citation.number, entry.citation.link)
    return f"- **{entry.spoken_date}:** {text} {number}"


def _small_print(timeline: Timeline) -> Iterator[str]:
    yield from numbered_credits(entry.citation for entry in timeline.entries)
    for notice in timeline.notices:
        yield f"-# Note: {shorten(escape(notice), _LONGEST_STATEMENT)}"
