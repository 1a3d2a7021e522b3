"""Child processes that run the command line and start at once, to be killed at any moment.

Python and most libraries are loaded once, in a process that does nothing else and from which each
child is forked. What has threads is left to the child: they don't survive a fork.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_LOADED = [
    "bot.command_line.cli",
    "bot.command_line.rebuild_reports",
    "chromadb.api.rust",
    "chromadb.telemetry.product.posthog",
    "index.library",
    "index.reading",
    "index.rebuild",
    "rich.progress",
    "trafilatura",
]
# What changes files, as Python tells it to whoever listens: before it happens.
_CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CONTEXT = get_context("forkserver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The nth change of a file, counted from the first one in whose name ``since`` is."""

    number: int
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a child said: steps, report, the change it died of, those it made, other words."""

    steps: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)
    change: str = ""
    changes: tuple[str, ...] = ()
    words: str = ""

    @property
    def step(self) -> str:
        """The last step that it told of."""
        return self.steps[-1] if self.steps else "Starting"


class Child:
    """One run of the command line in a process of its own, what it says kept in a file."""

    def __init__(self, process: BaseProcess, file: Path) -> None:
        self._process = process
        self._file = file

    @classmethod
    def start(
        cls,
        arguments: Sequence[str],
        *,
        file: Path,
        environment: Mapping[str, str],
        dies_of: Change | None = None,
    ) -> "Child":
        """Begin a run.

        Args:
            arguments: What would be typed after ``footnote``.
            file: Where standard output and standard error go.
            environment: What is set for it beside what is inherited.
            dies_of: It kills itself before this change.
        """
        _CONTEXT.set_forkserver_preload(_LOADED)
        process = _CONTEXT.Process(
            target=_run, args=(arguments, str(file), dict(environment), dies_of), daemon=True
        )
        process.start()
        return cls(process, file)

    def wait(self, seconds: float | None = None) -> int | None:
        """Return the exit code, negative where a signal ended it; None: it runs on."""
        self._process.join(seconds)
        return self._process.exitcode

    def kill(self) -> None:
        """End it as ``kill -9`` does."""
        self._process.kill()

    def told(self) -> Told:
        """Return what it has said."""
        lines = self._file.read_text("utf-8", "replace").splitlines()
        read = [_fields(line) for line in lines]
        return Told(
            steps=tuple(fields["step"] for fields in read if "step" in fields),
            report=next((fields for fields in read if "generation" in fields), {}),
            change=next((fields["change"] for fields in read if "change" in fields), ""),
            changes=next((tuple(fields["changes"]) for fields in read if "changes" in fields), ()),
            words="\n".join(line for line, fields in zip(lines, read, strict=True) if not fields),
        )


def _fields(line: str) -> dict[str, Any]:
    with suppress(ValueError):
        fields = json.loads(line)
        if isinstance(fields, dict):
            return fields
    return {}


def _run(
    arguments: Sequence[str], file: str, environment: Mapping[str, str], dies_of: Change | None
) -> None:
    output = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    os.environ.update(environment)
    from bot.command_line.cli import cli

    changes = _Changes(output, fatal=dies_of)
    sys.addaudithook(changes.hear)
    try:
        cli(list(arguments))
    finally:
        changes.tell()


class _Changes:
    """Listens to what changes files; a class because Python tells of it one by one."""

    def __init__(self, output: int, *, fatal: Change | None) -> None:
        self._output = output
        self._fatal = fatal
        self._heard: list[str] = []
        self._counted = 0

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of an event; die of it if its time has come."""
        is_opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if not (event in _CHANGES or is_opened):
            return
        place = "/".join(Path(str(arguments[0])).parts[-2:])
        change = f"{event} {place}"
        self._heard.append(change)
        if self._fatal is None:
            return
        if self._counted or self._fatal.since in change:
            self._counted += 1
        if self._counted == self._fatal.number:
            self._say({"change": change})
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(self) -> None:
        """Say what there was."""
        self._say({"changes": self._heard})

    def _say(self, fields: dict[str, Any]) -> None:
        os.write(self._output, f"{json.dumps(fields)}\n".encode())
