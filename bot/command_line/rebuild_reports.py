"""What a rebuild did, or would do, as a terminal shows it."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot.command_line.terminal import print_item

if TYPE_CHECKING:
    from index.plan import Preview
    from index.rebuild import RebuildReport
    from index.store.generations import Undone


def show_report(console: Console, report: "RebuildReport") -> None:
    """Print what a rebuild did."""
    console.print(
        f"{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.failed)} failed in {report.seconds:.1f} s: "
        f"{report.articles} articles, {report.passages} passages."
    )
    for error in report.failed:
        print_item(console, " ", Text(str(error), style="yellow"))


def show_undone(console: Console, undone: "Undone") -> None:
    """Print which generation answers again."""
    console.print(
        f"Generation {undone.generation} answers again, built {undone.built}: "
        f"{undone.articles} articles, {undone.passages} passages. {undone.undone} is undone."
    )


def show_preview(console: Console, preview: "Preview") -> None:
    """Print what a rebuild would do, the articles it would touch one a line."""
    for mark, paths in (("+", preview.added), ("~", preview.changed), ("-", preview.removed)):
        for path in paths:
            print_item(console, mark, Text(path))
    for error in preview.failed:
        print_item(console, "!", Text(str(error), style="yellow"))
    console.print(
        f"A rebuild would find {len(preview.added)} added, {len(preview.changed)} changed, "
        f"{len(preview.removed)} removed, {preview.unchanged} unchanged and "
        f"{len(preview.failed)} failed. {_CONSEQUENCES[preview.makes_anew]}"
    )


_CONSEQUENCES = {
    True: "It would write a new generation.",
    False: "It would leave the index as it is.",
}
