"""Twenty thousand questions in Discord while things go wrong.

    python -m benchmarks.long_run [--questions 20000] [--askers 6]

The bot runs in a process of its own, over a Chroma server; it is asked through discord.py and a
Discord on this machine. Meanwhile requests fail or are slow, the connection to Discord is dropped,
the index is rebuilt, and the Chroma server is killed and comes back. What is wrong is printed, and
the exit code is 1: a question that got neither an answer nor a sentence, memory, files, threads or
tasks that grew from the first third to the last, answers that took longer.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.long_run.growth import Growth
from benchmarks.long_run.running import Outcome, run
from benchmarks.soak.growth import MEGABYTE


def tables(outcome: Outcome) -> tuple[Table, Table]:
    """Return what was counted, and what was measured in the first third and the last."""
    counted = Table("counted", "")
    for kind, count in sorted(outcome.questions.items()):
        counted.add_row(kind, f"{count:,}")
    counted.add_row("questions", f"{sum(outcome.questions.values()):,}")
    for kind, count in sorted(outcome.troubles.items()):
        counted.add_row(kind, f"{count:,}")
    measured = Table("middle value", "first third", "last third", "grew")
    for each in outcome.growth:
        first, last = _told(each)
        measured.add_row(each.name, first, last, "yes" if each.grew else "no")
    return counted, measured


def _told(growth: Growth) -> tuple[str, str]:
    values = growth.first, growth.last
    if growth.name == "memory":
        first, last = (f"{value / MEGABYTE:.1f} MB" for value in values)
    elif growth.name.startswith("seconds"):
        first, last = (f"{value:.3f} s" for value in values)
    else:
        first, last = (f"{value:.0f}" for value in values)
    return first, last


@click.command()
@click.option("--questions", default=20_000, help="How many are asked.")
@click.option("--askers", default=6, help="How many ask at a time.")
@click.option("--seed", default=1, help="Of what is asked.")
def main(questions: int, askers: int, seed: int) -> None:
    """Print what came of a long run."""
    with tempfile.TemporaryDirectory() as place:
        outcome = asyncio.run(run(Path(place), questions=questions, askers=askers, seed=seed))
    Console().print(*tables(outcome))
    for problem in outcome.problems:
        click.echo(problem)
    click.echo(f"{len(outcome.problems)} problems in {outcome.seconds / 60:.1f} minutes.")
    sys.exit(bool(outcome.problems))


if __name__ == "__main__":
    main()
