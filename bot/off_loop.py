"""The door through which blocking work leaves the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import ParamSpec, TypeVar

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

    Thread(target=run, name=f"off loop: {work.__qualname__}", daemon=True).start()
    return await asyncio.wrap_future(outcome)
