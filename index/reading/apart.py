"""Files read in a process of their own, which may fail without harm to this one."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from index.errors import ArticleError
from index.reading.draft import Draft

# A newspaper of a thousand pages takes half of it.
_MOST_SECONDS = 60  # of a core, a file
_MOST_MEMORY = 2_000_000_000  # bytes, with the libraries that read

TOO_MUCH = "it takes more memory to read than an article may"
BREAKS = "it breaks the program that reads it"

# What Python needs of the environment; what reads files of strangers has no use for keys.
_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "PATH", "SYSTEMROOT", "TMPDIR")
_ROOT = Path(__file__).parents[2]


class Apart:
    """A process that reads files; a class because the process goes on from file to file.

    It begins with the first file. One that a file takes too long, or breaks, is followed by another
    with the next file. A file may take so many ``seconds`` of a core, and the process so many bytes
    of ``memory``.
    """

    def __init__(self, *, seconds: int = _MOST_SECONDS, memory: int = _MOST_MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def read(self, path: Path, name: str) -> Iterator[Draft | ArticleError]:
        """Yield what the file has, and in place of what can't be made out, why.

        Raises:
            ArticleError: the file can't be read, or not within its time and memory.
        """
        for told in self._told_of(path, name):
            match told:
                case {"draft": fields}:
                    yield Draft(**fields)
                case {"path": place, "reason": reason}:
                    yield ArticleError(place, reason)
                case {"failed": reason}:
                    raise ArticleError(name, reason)

    def _told_of(self, path: Path, name: str) -> Iterator[dict[str, Any]]:
        """Yield what the process tells of a file, up to that it is done."""
        try:
            process = self._process = self._process or self._begin()
        except OSError as error:
            raise ArticleError(name, f"can't be read: {error.strerror}") from error
        assert process.stdin
        assert process.stdout
        is_done = False
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(json.dumps([str(path.absolute()), name]).encode() + b"\n")
                process.stdin.flush()
            while (line := process.stdout.readline()).endswith(b"\n"):
                told = json.loads(line)
                if not told:
                    is_done = True
                    return
                yield told
            raise ArticleError(name, self._why_ended(process.wait()))
        finally:
            if not is_done:  # broken off here or there: nothing more of it is of use
                self.close()

    def _begin(self) -> subprocess.Popen[bytes]:
        environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
        limits = (str(self._seconds), str(self._memory))
        return subprocess.Popen(  # noqa: S603 (it runs this project's own module)
            [sys.executable, "-P", "-m", "index.reading", *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment | {"PYTHONPATH": str(_ROOT)},
            start_new_session=True,  # Ctrl-C is for whoever waits, who then ends it
        )

    def _why_ended(self, exit_code: int) -> str:
        if exit_code == -getattr(signal, "SIGXCPU", 0):
            return f"it takes longer than {self._seconds} seconds to read"
        return BREAKS


def told(item: Draft | ArticleError) -> dict[str, Any]:
    """Return what is told of a draft or a failure, in a form that `Apart` reads."""
    if isinstance(item, ArticleError):
        return {"path": item.path, "reason": item.reason}
    return {"draft": asdict(item)}
