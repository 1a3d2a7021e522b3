"""What the system tells of other processes."""

import signal
from pathlib import Path


def children_of(process: int) -> list[int]:
    """Return the processes that a process has begun."""
    return [
        int(child)
        for thread in Path(f"/proc/{process}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]


def is_running(process: int) -> bool:
    """Tell whether a process is there, and not merely waiting to be buried."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def hears_signals(process: int) -> bool:
    """Tell whether a process has begun to handle SIGTERM itself."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) & 1 << signal.SIGTERM - 1)
    return False
