"""Properties tried with bytes that are chosen by the code they reach.

    python -m benchmarks.fuzzing [--seconds 120] [WORD...]

Takes the tests that `tests.fuzzing.holds` tries, all or those with one of the words in their names.
Hypothesis draws the values of a property from bytes, and atheris (libFuzzer) chooses those, for so
many seconds a property, by the branches of `bot` and `index` that they take. Bytes that reached
something new are kept in ``.footnote/bench/fuzzing``, and the next run begins with them. Failures
are printed with their tracebacks, and the exit code is 1. On Linux; `make fuzz` installs atheris.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Column, Table

from benchmarks.fuzzing.properties import Property, properties

_ROOT = Path(__file__).parents[2]
_KEPT = _ROOT / ".footnote" / "bench" / "fuzzing"
_COVERED = re.compile(r"\bcov: (\d+)")
_RUNS = re.compile(r"^Done (\d+) runs", re.MULTILINE)
_BEGINNING = 120.0  # seconds, to import everything
_LONGEST = 8_000  # bytes, of which hypothesis makes a value
_SLOWEST = 60  # seconds; what takes longer is a failure


@click.command(help=__doc__)
@click.argument("words", nargs=-1)
@click.option("--seconds", default=120, show_default=True, help="For each property.")
@click.option("--here", hidden=True, help="Try this one in this very process.")
def main(words: Sequence[str], seconds: int, here: str | None) -> None:
    """Try each property in a process of its own, which libFuzzer ends."""
    if here:
        _explore(here, seconds)
    chosen = [each for each in properties() if not words or any(w in str(each) for w in words)]
    told = Table(Column("property", overflow="fold"), "runs", "branches at first", "at last", "")
    failed = total = 0
    for each in chosen:
        click.echo(f"{each} …", err=True)
        output, holds = _tried(each, seconds)
        covered, runs = _COVERED.findall(output), _RUNS.search(output)
        first, last = (covered[0], covered[-1]) if covered else ("", "")
        told.add_row(str(each), runs[1] if runs else "", first, last, "" if holds else "FAILED")
        total += int(runs[1]) if runs else 0
        if not holds:
            failed += 1
            click.echo(output[-4_000:])
    Console().print(told)
    click.echo(f"{total:,} runs of {len(chosen)} properties, {failed} of which failed.")
    sys.exit(bool(failed))


def _tried(each: Property, seconds: int) -> tuple[str, bool]:
    """Return what libFuzzer printed, and whether the property held all the time."""
    command = [sys.executable, "-m", "benchmarks.fuzzing", f"--seconds={seconds}"]
    with tempfile.TemporaryDirectory() as place:  # what is left lying about goes with it
        done = subprocess.run(  # noqa: S603
            [*command, f"--here={each}"],
            cwd=_ROOT,
            env={**os.environ, "TMPDIR": place},
            check=False,
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_BEGINNING + seconds + _SLOWEST,
        )
    return done.stdout, done.returncode == 0


def _explore(name: str, seconds: int) -> None:
    import atheris

    kept = _KEPT / name
    kept.mkdir(parents=True, exist_ok=True)
    options = (f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-timeout={_SLOWEST}")

    def holds(claim: Callable[[Any], None], of: st.SearchStrategy[Any], **_: object) -> None:
        trial = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
        tried: Any = trial(given(of)(claim))
        atheris.Setup([sys.argv[0], *options, str(kept)], tried.hypothesis.fuzz_one_input)
        atheris.Fuzz()

    with atheris.instrument_imports(include=["bot", "index"]):
        next(each for each in properties() if str(each) == name).run(holds)


if __name__ == "__main__":
    main()
