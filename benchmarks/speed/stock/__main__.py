"""Serves requests, one JSON object a line: ``python -m benchmarks.speed.stock MODELS``."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.speed.stock.asking import Engines
from benchmarks.speed.stock.indexing import Indexer


def main() -> None:
    """Answer on what standard output was; whatever else is printed goes to standard error."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    indexer: Indexer | None = None
    engines = Engines(Path(sys.argv[1]))
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        reply: dict[str, Any] = {}
        match request["do"]:
            case "index":
                indexer = indexer or Indexer()
                reply = {"seconds": indexer.seconds(request["texts"])}
            case "open":
                engines.open(Path(request["folder"]))
            case "ask":
                asked = (Path(request["folder"]), request["engine"], request["questions"])
                reply = {"times": engines.times(*asked)}
        print(json.dumps(reply), file=replies, flush=True)


main()
