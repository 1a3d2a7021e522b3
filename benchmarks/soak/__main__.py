"""Rebuilds in a loop under processes that ask without pause.

    python -m benchmarks.soak [--minutes 10] [--every 5] [--askers 4] [--server URL]

Articles are changed, added and removed, rebuilds undone, made in full or begun twice at a time,
while processes ask, search and list. An answer is wrong that is an error, mixes two states of the
index, is of a state whose successor was finished more than two seconds before, or tells nothing
where something is known. What was wrong is printed, and the exit code is 1. So it is where the
disk, the memory of a process or the time of an answer grew: the articles stay as many, and their
texts repeat.
"""

import sys
import tempfile
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.soak.growth import MEGABYTE
from benchmarks.soak.history import TAKEN_UP_WITHIN
from benchmarks.soak.soaking import Outcome, soak


def tables(outcome: Outcome) -> tuple[Table, Table]:
    """Return what was counted, and what was measured in each third of the time."""
    counted = Table("counted", "")
    for kind, count in sorted(outcome.rebuilds.items()):
        counted.add_row(f"rebuilds: {kind}", f"{count}")
    counted.add_row("rebuilds", f"{sum(outcome.rebuilds.values())}")
    counted.add_row("questions", f"{outcome.questions}")
    for fault in ("error", "mixed", "stale", "unanswered"):
        counted.add_row(fault, f"{outcome.faults[fault]}")
    counted.add_row(f"slowest take-up, of {TAKEN_UP_WITHIN:.0f} s allowed", _told(outcome.slowest))
    measured = Table("measured", "first third", "middle", "last third", "grew")
    for each in outcome.growth:
        is_bytes = not each.name.startswith("seconds")
        values = (
            f"{value / MEGABYTE:.2f} MB" if is_bytes else _told(value) for value in each.values
        )
        grew = ("yes" if each.grew else "no") if outcome.is_growth_judged else "too short to tell"
        measured.add_row(each.name, *values, grew)
    return counted, measured


def _told(seconds: float) -> str:
    return f"{seconds:.2f} s"


@click.command()
@click.option("--minutes", default=10.0, help="For how long, after warming up.")
@click.option("--every", default=5.0, help="Seconds from one rebuild to the next, at least.")
@click.option("--askers", default=4, help="How many processes ask.")
@click.option("--server", help="A Chroma server for the vectors; default: they are embedded.")
@click.option("--server-data", type=click.Path(path_type=Path), help="Where that keeps its data.")
@click.option("--seed", default=1, help="Of what is changed and asked.")
def main(
    minutes: float,
    every: float,
    askers: int,
    server: str | None,
    server_data: Path | None,
    seed: int,
) -> None:
    """Print what came of a soak."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        outcome = soak(
            Path(place),
            seconds=minutes * 60,
            askers=askers,
            every=every,
            chroma_url=server,
            server_data=server_data,
            seed=seed,
        )
    Console().print(*tables(outcome))
    for problem in outcome.problems:
        click.echo(problem)
    taken = (time.perf_counter() - began) / 60
    click.echo(f"{len(outcome.problems)} problems in {taken:.1f} minutes.")
    sys.exit(bool(outcome.problems))


if __name__ == "__main__":
    main()
