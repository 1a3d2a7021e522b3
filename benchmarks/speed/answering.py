"""A process that answers, and prints one JSON value a line.

``python -m benchmarks.speed.answering memory DATA QUESTIONS.json`` asks each question once and
prints the most memory that was used, in bytes. ``… watch DATA QUESTION`` asks the same for ever,
and prints when each answer came, with its text.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from index.answer import Filters
from index.library import Library
from index.settings import Settings

# Between two questions: a process that asked without a pause would take a core from the rebuild.
_PAUSE = 0.02


def _watch(library: Library, question: str) -> Iterator[object]:
    while True:
        text = library.ask(question).text
        yield time.time(), text
        time.sleep(_PAUSE)


def _memory(library: Library, questions: str) -> Iterator[object]:
    for text, as_of in json.loads(Path(questions).read_text("utf-8")):
        day = date.fromisoformat(as_of) if as_of else None
        library.ask(text, filters=Filters(as_of=day))
    yield _most_memory()


def _most_memory() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    # Bytes on macOS; everywhere else kibibytes, and there is /proc where that is Linux.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main() -> None:
    """Do what the first argument says."""
    does, data, what = sys.argv[1:]
    library = Library.open(Settings.from_mapping({"DATA_DIR": data}))
    work = {"watch": _watch, "memory": _memory}[does]
    for value in work(library, what):
        print(json.dumps(value), flush=True)  # noqa: T201 (the reply)


if __name__ == "__main__":
    main()
