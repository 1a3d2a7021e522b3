"""``python -m index.reading``: reads the files it is told of, in the service of `Apart`.

Its arguments are the seconds a file and the bytes of memory it may take. A line on standard input
is a JSON list of path and name. What is in the file goes to standard output, one JSON object a
line, and at its end an empty one.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.errors import ArticleError
from index.limits import limit_itself
from index.reading.apart import TOO_MUCH, told
from index.reading.formats import reader_for


def main() -> None:
    """Serve until standard input ends."""
    seconds, memory = map(int, sys.argv[1:])
    # Whatever a library prints isn't an answer.
    with os.fdopen(os.dup(1), "w", encoding="ascii") as answers:
        os.dup2(2, 1)
        for line in sys.stdin:
            path, name = json.loads(line)
            # The next file has its own seconds; the system ends what takes more.
            limit_itself(seconds=int(time.process_time()) + 1 + seconds, memory=memory)
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


if __name__ == "__main__":
    main()
