"""The door through which blocking work leaves the event loop."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

_NAME = "off loop: "

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


async def off_loop(
    work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """Return what ``work`` returns, while the event loop goes on.

    A thread can't be stopped. This one is a daemon, so that work which takes too long doesn't
    keep a bot alive that was told to close, as a thread of `asyncio.to_thread` would.
    """
    outcome: Future[Result] = Future()
    outcome.set_running_or_notify_cancel()

    def run() -> None:
        try:
            outcome.set_result(work(*args, **kwargs))
        except Exception as error:  # whatever it is, it belongs to the caller
            outcome.set_exception(error)
        except BaseException as error:  # a panic of Rust code: who tells of failures hears of those
            outcome.set_exception(RuntimeError(f"{type(error).__name__}: {error}"))

    threading.Thread(target=run, name=f"{_NAME}{work.__qualname__}", daemon=True).start()
    return await asyncio.wrap_future(outcome)


def leave(exit_code: int) -> None:
    """End the process at once if work is still going on off the loop; else leave it to Python.

    Python would end such a thread wherever it is, and C++ code aborts the process for that.
    """
    if any(thread.name.startswith(_NAME) for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_code)
