"""Shows what a command takes from the start of its process to the end, beside what it can't spare.

    python -m benchmarks.start [--data-dir DIR] [--articles PATH] [--times 7]

The measure is `benchmarks.libraries_alone`: a process that imports the same libraries, opens the
same index with them and asks it once. The processes take turns, and each kind's median counts.
Python keeps the compiled modules of all of them in a folder made for that: where it may not write
them, as with PYTHONDONTWRITEBYTECODE, each start takes twice as long.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from index.errors import FootnoteError

_ROOT = Path(__file__).parents[1]
_QUESTION = "How many North Korean troops has Moscow hired?"
_ALONE = "libraries alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A kind of process: its median seconds, and their ratio to those of the libraries alone."""

    name: str
    seconds: float
    ratio: float


def cold_start(
    data: Path, articles: Path, *, question: str = _QUESTION, times: int = 7
) -> list[Start]:
    """Time whole processes over an index in ``data``, which is brought in line beforehand.

    Raises:
        FootnoteError: one fails; the message is what it said.
    """
    where = ("--json", "--data-dir", str(data), "--articles", str(articles))
    rebuild = ("bot", "rebuild", *where, "--progress", "none")
    kinds = {
        _ALONE: ("benchmarks.libraries_alone", str(data), question),
        "footnote ask": ("bot", "ask", *where, question),
        "footnote rebuild, nothing changed": rebuild,
    }
    with tempfile.TemporaryDirectory() as compiled:
        environment = _environment(Path(compiled))
        for arguments in (rebuild, *kinds.values()):
            _seconds(arguments, environment)  # makes the index, and what Python compiles
        runs = [
            {name: _seconds(arguments, environment) for name, arguments in kinds.items()}
            for _ in range(times)
        ]
    medians = {name: median(run[name] for run in runs) for name in kinds}
    return [
        Start(name=name, seconds=medians[name], ratio=medians[name] / medians[_ALONE])
        for name in kinds
    ]


def _environment(compiled: Path) -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return inherited | {"PYTHONPYCACHEPREFIX": str(compiled)}


def _seconds(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    began = time.perf_counter()
    run = subprocess.run(  # noqa: S603 (our own modules)
        [sys.executable, "-m", *arguments],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    taken = time.perf_counter() - began
    if run.returncode:
        said = run.stderr.decode(errors="replace")[-2000:]
        raise FootnoteError(f"{' '.join(arguments)} failed: {said}")
    return taken


def table(starts: Sequence[Start]) -> Table:
    """Return a row for each kind of process."""
    shown = Table("process", "seconds", "ratio")
    for start in starts:
        shown.add_row(start.name, f"{start.seconds:.2f}", f"{start.ratio:.2f}")
    return shown


@click.command(help=__doc__.splitlines()[0])
@click.option("--data-dir", type=click.Path(path_type=Path), help="Default: one made for this.")
@click.option("--articles", type=click.Path(path_type=Path), default=_ROOT / "seeds")
@click.option("--times", default=7, type=click.IntRange(1))
def main(data_dir: Path | None, articles: Path, times: int) -> None:
    """Run the command."""
    with tempfile.TemporaryDirectory() as made:
        starts = cold_start(data_dir or Path(made), articles.resolve(), times=times)
    Console().print(table(starts))


if __name__ == "__main__":
    main()
