"""Feeds read in a process of their own, which is ended when it takes too long or too much.

feedparser looks for patterns that a hostile text makes it look for without end, and while it does,
no thread of its process gets on.
"""

import json
import subprocess
import sys
from dataclasses import asdict

from bot.feeds.feed import Entry, Feed, NoFeed, read_feed
from index.limits import limit_itself

# The longest real feeds take a second of a core; on a busy machine one waits for that.
_LONGEST = 10  # seconds of a core
_PATIENCE = 30  # seconds
# A feed of the largest size that is fetched takes a third of it.
_MEMORY = 1_000_000_000  # bytes


def read_apart(content: bytes, *, url: str, patience: float = _PATIENCE) -> Feed:
    """Return what `read_feed` does, within bounds of time and memory; raises what that raises."""
    # The address isn't among the arguments, which every process of the machine may read.
    given = json.dumps(url).encode() + b"\n" + content
    try:
        done = subprocess.run(  # noqa: S603 (this very file)
            [sys.executable, "-m", __name__],
            input=given,
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much(url) from None
    if done.returncode:
        raise _too_much(url)
    told = json.loads(done.stdout)
    if "refusal" in told:
        raise NoFeed(told["refusal"])
    entries = tuple(Entry(**entry) for entry in told["entries"])
    return Feed(title=told["title"], entries=entries, every=told["every"])


def _too_much(url: str) -> NoFeed:
    return NoFeed(f"The feed at {url} is too much to read: look for a shorter one there.")


def _main() -> None:
    """Read what `read_apart` gives, and print what it takes."""
    limit_itself(seconds=_LONGEST, memory=_MEMORY)  # also where nobody waits any more
    address = sys.stdin.buffer.readline()
    try:
        told = asdict(read_feed(sys.stdin.buffer.read(), url=json.loads(address)))
    except NoFeed as error:
        told = {"refusal": str(error)}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    _main()
