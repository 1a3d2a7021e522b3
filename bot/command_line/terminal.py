"""Answers, passages and reports as a terminal shows them."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live
from rich.style import Style
from rich.text import Text

from index.answer import Answer, Citation, RankedPassage, SearchResult, by_article
from index.article import Reference
from index.status import Status

if TYPE_CHECKING:
    from bot.command_line.doctor import Diagnosis

_CONTEXT = 160  # characters shown on either side of a quote
_EXCERPT = 400  # characters shown of a passage
_MARKS = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("–", "yellow")}


@contextmanager
def draft_shown(console: Console) -> Iterator[Callable[[Answer], None]]:
    """Lend what shows an answer as far as it is written; it is gone when the answer is there."""
    with Live(console=console, transient=True) as live:
        yield lambda draft: live.update(Text(draft.text, style="dim"))


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer with its footnotes below."""
    console.print(Text(" ".join(_sentences(answer)), style="" if answer.answered else "yellow"))
    for conflict in answer.conflicts:
        markers = "".join(f" [{number}]" for number in conflict.citations)
        console.print(Text(f"{conflict.told}{markers}", style="yellow"))
    for notice in answer.notices:
        console.print(Text(f"Note: {notice}", style="yellow"))
    print_citations(console, answer.citations, quoted)
    if answer.closest:
        console.print("\nClosest passages, which don't answer it:")
        print_citations(console, answer.closest, quoted, bullet="•")
    if answer.as_of:
        console.print(Text(f"\nAs of {answer.as_of.spoken}", style="dim"))


def show_sources(console: Console, answer: Answer) -> None:
    """Print the citations of an answer in their context, the quoted words emphasised."""
    console.print(Text(answer.question, style="bold"))
    if not answer.citations:
        console.print("That answer cites nothing: the articles didn't say.")
    print_citations(console, answer.citations, _in_context)


def show_search(console: Console, result: SearchResult) -> None:
    """Print the ranked passages."""
    for notice in result.notices:
        console.print(Text(f"Note: {notice}", style="yellow"))
    if not result.passages:
        console.print("No passage of these articles comes near that.")
    for found in result.passages:
        heading = Text.assemble(found.passage.article.label, (f"  {found.score:.3f}", "dim"))
        print_item(console, f"{found.rank:>2}.", heading, _excerpt(found))


def show_articles(console: Console, articles: Sequence[Reference]) -> None:
    """Print one article a line."""
    for article in articles:
        print_item(console, article.id, Text(article.label))


def show_status(console: Console, status: Status) -> None:
    """Print what is indexed, with what, and how fresh it is."""
    for name, value in status.to_json().items():
        print_item(console, f"{name:<11}", Text(str(value or "unknown")))


def show_diagnosis(console: Console, diagnosis: "Diagnosis") -> None:
    """Print what is well, what is broken and what is worth knowing, each with its mend."""
    for check in diagnosis.checks:
        mark, style = _MARKS[check.ok]
        lines = [Text(check.detail)]
        if check.mend:
            lines.append(Text(check.mend, style=style))
        print_item(console, f"{mark} {check.name:<14}", *lines, style=style)


def _sentences(answer: Answer) -> Iterator[str]:
    for sentence in answer.sentences:
        yield sentence.marked if sentence.supported else f"{sentence.marked} (no article says so)"


def quoted(citation: Citation) -> Text:
    """Return the words of a citation in quotation marks."""
    return Text(f"“{_one_line(citation.quote)}”")


def _in_context(citation: Citation) -> Text:
    # Turned round, what stands before the quote is shortened at its far end, too.
    before = textwrap.shorten(citation.before[::-1], _CONTEXT, placeholder=" …")[::-1]
    after = textwrap.shorten(citation.after, _CONTEXT, placeholder=" …")
    parts = [(before, "dim"), (_one_line(citation.quote), "bold"), (after, "dim")]
    return Text(" ").join(Text(words, style) for words, style in parts if words)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _excerpt(found: RankedPassage) -> Text:
    return Text(textwrap.shorten(found.passage.text, _EXCERPT, placeholder=" …"))


def credited(article: Reference) -> str:
    """Return what is known of an article in one line."""
    title = article.title or "untitled"
    publisher = article.publisher or "publisher unknown"
    parts = [title, publisher, article.author, article.spoken_date]
    return ", ".join(part for part in parts if part)


def print_citations(
    console: Console,
    citations: Iterable[Citation],
    words: Callable[[Citation], Text],
    *,
    bullet: str | None = None,
) -> None:
    """Print citations, those of one article together beneath its particulars."""
    for article, cited in by_article(citations).items():
        console.print(Text(f"\n{credited(article)}", style="dim"))
        # Not wrapped, so that an address can be clicked and copied.
        console.print(Text(article.url or article.path, style="dim"), soft_wrap=True)
        for citation in cited:
            style = Style(bold=True, link=citation.link)
            print_item(console, bullet or f"[{citation.number}]", words(citation), style=style)


def print_item(console: Console, marker: str, *lines: Text, style: str | Style = "bold") -> None:
    """Print a marker and, beneath one another to its right, the lines wrapped to the console."""
    lead = Text.assemble((marker, style), " ")
    for line in lines:
        room = console.width - len(lead)
        for piece in [line] if console.soft_wrap else line.wrap(console, room):
            console.print(lead + piece)
            lead = Text(" " * len(lead))
