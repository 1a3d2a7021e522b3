"""Blocking work leaves the event loop, and never keeps a closing bot alive."""

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from bot.off_loop import off_loop


async def test_the_loop_goes_on_while_work_blocks() -> None:
    """Another task runs while the work waits for it, and the result comes back."""
    gate = threading.Event()

    def work(answer: str) -> str:
        gate.wait()
        return answer

    waiting = asyncio.create_task(off_loop(work, "done"))
    await asyncio.sleep(0)
    gate.set()
    assert await waiting == "done"


async def test_a_failure_comes_back() -> None:
    """What the work raises is raised where it is awaited."""
    with pytest.raises(ValueError, match="nonsense"):
        await off_loop(int, "nonsense")


async def test_abandoned_work_ends_quietly() -> None:
    """Cancelling doesn't wait, and the late result disturbs nobody."""
    done = threading.Event()

    def work() -> None:
        time.sleep(0.05)
        done.set()

    waiting = asyncio.create_task(off_loop(work))
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await off_loop(done.wait, 5)
    await asyncio.sleep(0)


def test_endless_work_does_not_hold_up_the_exit() -> None:
    """A process whose work never returns ends with its event loop."""
    program = """
import asyncio, time
from bot.off_loop import off_loop

async def main():
    asyncio.create_task(off_loop(time.sleep, 60))
    await asyncio.sleep(0.05)

asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=20)
