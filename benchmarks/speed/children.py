"""Processes that are measured: the command line, and one that answers."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.speed.place import ROOT, alone
from index.errors import FootnoteError


def python_seconds(*arguments: str | Path) -> float:
    """Return how long a whole Python process takes.

    Raises:
        FootnoteError: it fails; the message is what it said.
    """
    began = time.perf_counter()
    run = subprocess.run(  # noqa: S603 (our own modules)
        [sys.executable, *arguments],
        cwd=ROOT,
        env=alone(),
        capture_output=True,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - began
    if run.returncode:
        raise FootnoteError(f"{' '.join(map(str, arguments))} failed: {run.stderr[-2000:]}")
    return taken


def footnote_seconds(*arguments: str | Path) -> float:
    """Return how long a whole ``footnote`` command takes."""
    return python_seconds("-m", "bot", *arguments)


@contextmanager
def answering(*arguments: str | Path) -> Iterator[Iterator[object]]:
    """Run `benchmarks.speed.answering` and lend what it prints, a JSON value a line."""
    command = [sys.executable, "-m", "benchmarks.speed.answering", *map(str, arguments)]
    with subprocess.Popen(  # noqa: S603 (our own module)
        command, cwd=ROOT, env=alone(), stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        try:
            yield map(json.loads, child.stdout)
        finally:
            child.kill()


def python_code(lines: Sequence[str]) -> tuple[str, str]:
    """Return the arguments that make Python run these lines."""
    return "-c", "\n".join(lines)
