"""Answers, passages and reports as a terminal shows them."""

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.answer import Answer, Citation, RankedPassage, SearchResult
from index.article import Reference
from index.library import Status
from index.rebuild import RebuildReport

_CONTEXT = 160  # characters shown on either side of a quote


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer with its footnotes below."""
    style = "" if answer.answered else "yellow"
    console.print(Text(answer.text, style=style))
    for notice in answer.notices:
        console.print(Text(notice, style="yellow"))
    if answer.citations:
        console.print()
    for citation in answer.citations:
        _print_footnote(console, f"[{citation.number}]", citation)
    if answer.closest:
        console.print(Text("\nThe closest passages, which don't answer it:", style="dim"))
    for citation in answer.closest:
        _print_footnote(console, " · ", citation)
    if answer.as_of:
        console.print(Text(f"\nNewest source: {answer.as_of.spoken}.", style="dim"))


def _print_footnote(console: Console, marker: str, citation: Citation) -> None:
    console.print(Text.assemble((f"{marker} ", "bold"), f"“{one_line(citation.quote)}”"))
    console.print(Padding(_credit(citation.article, citation.link), (0, 0, 0, 4)))


def _credit(article: Reference, link: str | None) -> Text:
    known = [article.title, article.publisher, article.author, article.spoken_date]
    credit = Text(", ".join(part for part in known if part), style="dim")
    return credit.append(f"\n{link or article.url or article.path}", style="dim")


def show_sources(console: Console, answer: Answer) -> None:
    """Print the citations of an answer in their context, the quoted words emphasised."""
    console.print(Text(answer.question, style="bold"))
    for citation in answer.citations or answer.closest:
        before = one_line(citation.before)[-_CONTEXT:]
        after = one_line(citation.after)[:_CONTEXT]
        console.print()
        console.print(
            Text.assemble(
                (f"[{citation.number}] ", "bold"),
                (f"…{before} " if before else "", "dim"),
                (one_line(citation.quote), "bold"),
                (f" {after}…" if after else "", "dim"),
            )
        )
        console.print(Padding(_credit(citation.article, citation.link), (0, 0, 0, 4)))


def show_search(console: Console, result: SearchResult) -> None:
    """Print the ranked passages."""
    for notice in result.notices:
        console.print(Text(notice, style="yellow"))
    for found in result.passages:
        console.print(
            Text.assemble(
                (f"{found.rank:>2}. ", "bold"),
                found.passage.article.label,
                (f"  ({found.score:.3f})", "dim"),
            )
        )
        console.print(Padding(_excerpt(found), (0, 0, 1, 4)))


def _excerpt(found: RankedPassage) -> Text:
    return Text(textwrap.shorten(one_line(found.passage.text), 400, placeholder=" …"))


def show_report(console: Console, report: RebuildReport) -> None:
    """Print what a rebuild did."""
    console.print(
        f"{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.failed)} failed in {report.seconds:.1f} s: "
        f"{report.articles} articles, {report.passages} passages."
    )
    for error in report.failed:
        console.print(Text(f"  {error.path}: {error.reason}", style="yellow"))


def show_articles(console: Console, articles: Sequence[Reference]) -> None:
    """Print one article a line."""
    for article in articles:
        console.print(Text.assemble((article.id, "bold"), f"  {article.label}"))


def show_status(console: Console, status: Status) -> None:
    """Print what is indexed, with what, and how fresh it is."""
    for name, value in status.to_json().items():
        console.print(f"{name:<12}{value}")


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())
