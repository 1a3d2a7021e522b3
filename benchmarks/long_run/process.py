"""The bot, talking to a Discord of the benchmark's own, that tells what it holds when asked.

python -m benchmarks.long_run.process REST GATEWAY FILE

At SIGUSR1 it adds a line to the file: its memory, and how many files, threads and tasks it has.
"""

import asyncio
import json
import os
import runpy
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the process holds at a moment of the monotonic clock; its memory in bytes."""

    moment: float
    memory: int
    handles: int
    threads: int
    tasks: int


def look() -> Holding:
    """Return what this process holds now."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    status = dict(line.split(":", 1) for line in lines)
    return Holding(
        moment=time.monotonic(),
        memory=int(status["VmRSS"].split()[0]) * 1024,
        handles=len(os.listdir("/proc/self/fd")),
        threads=int(status["Threads"]),
        tasks=_tasks(),
    )


def _tasks() -> int:
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:  # the event loop has ended
        return 0


def main() -> None:
    """Run the bot."""
    Route.BASE, gateway, file = sys.argv[1:]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)

    def tell(*_: object) -> None:
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(look())) + "\n")

    signal.signal(signal.SIGUSR1, tell)
    sys.argv[1:] = ["bot"]
    runpy.run_module("bot", run_name="__main__")


if __name__ == "__main__":
    main()
