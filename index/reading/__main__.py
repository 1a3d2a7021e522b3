"""``python -m index.reading``: reads the files it is told of, in the service of `Apart`.

A line on standard input is a JSON list of path and name. What is in the file goes to standard
output, one JSON object a line, and at its end an empty one.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.errors import ArticleError
from index.reading.apart import MOST_MEMORY, MOST_SECONDS, TOO_MUCH, told
from index.reading.formats import reader_for


def main() -> None:
    """Serve until standard input ends."""
    # Whatever a library prints isn't an answer.
    with os.fdopen(os.dup(1), "w", encoding="ascii") as answers:
        os.dup2(2, 1)
        for line in sys.stdin:
            path, name = json.loads(line)
            _limit_itself()
            for each in (*_read(Path(path), name), {}):
                answers.write(f"{json.dumps(each)}\n")
            answers.flush()


def _read(path: Path, name: str) -> Iterator[dict[str, Any]]:
    reader = reader_for(path.name)
    assert reader is not None, "only files with known endings are sent here"
    try:
        yield from map(told, reader(path, name))
    except ArticleError as error:
        yield {"failed": error.reason}
    except MemoryError:
        yield {"failed": TOO_MUCH}


def _limit_itself() -> None:
    """See that the next file takes no more time and memory than it may; the system then ends it."""
    with suppress(ImportError, ValueError, OSError):  # not everywhere, and not always allowed
        import resource

        spent = int(time.process_time()) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + MOST_SECONDS, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
