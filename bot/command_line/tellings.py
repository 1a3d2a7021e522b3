"""Timelines and checked claims as a terminal shows them."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from bot.command_line.terminal import credited, print_citations, print_item, quoted
from index.answer import Citation, by_article
from index.timeline import NOTHING, Timeline
from index.verdict import CheckedClaim, CheckedStatement, Verdict

_STYLES = {
    Verdict.BORNE_OUT: "green",
    Verdict.PARTLY: "yellow",
    Verdict.CONTRADICTED: "bold red",
    Verdict.UNMENTIONED: "yellow",
}


def show_timeline(console: Console, timeline: Timeline) -> None:
    """Print the dated statements, and below who says them."""
    for entry in timeline.entries:
        statement = Text(f"{entry.text} [{entry.citation.number}]")
        print_item(console, "•", Text(entry.spoken_date, style="bold"), statement)
    if not timeline.entries:
        console.print(Text(NOTHING, style="yellow"))
    if timeline.series:
        console.print(Text(f"\n{timeline.series.told}", style="yellow"))
    _print_notices(console, timeline.notices)
    _print_sources(console, [entry.citation for entry in timeline.entries])


def show_checked_claim(console: Console, checked: CheckedClaim) -> None:
    """Print each statement with its verdict, and below the quotes."""
    for statement in checked.statements:
        console.print(Text(f"{statement.text}\n", style="bold").append(_verdict(statement)))
    _print_notices(console, checked.notices)
    print_citations(console, checked.citations, quoted)


def _verdict(statement: CheckedStatement) -> Text:
    parts = [statement.verdict.value + "."]
    if statement.bearing_out:
        parts.append("For:" + "".join(f" [{number}]" for number in statement.bearing_out))
    parts += (
        f"Against, {item.difference.value}: [{item.citation}]" for item in statement.objections
    )
    return Text("  ".join(parts), style=_STYLES[statement.verdict])


def _print_sources(console: Console, citations: Iterable[Citation]) -> None:
    """Print each article once, with the numbers of what is quoted from it."""
    for article, cited in by_article(citations).items():
        marks = " ".join(f"[{citation.number}]" for citation in cited)
        console.print(Text(f"\n{marks} {credited(article)}", style="dim"))
        console.print(Text(article.url or article.path, style="dim"), soft_wrap=True)


def _print_notices(console: Console, notices: tuple[str, ...]) -> None:
    for notice in notices:
        console.print(Text(f"Note: {notice}", style="yellow"))
