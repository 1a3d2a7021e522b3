"""What people have asked for and not yet got, so that closing can wait for it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.refusal import Refusal

# Time for those to be told to whom nothing more will come.
_LAST_WORDS = 2.0  # seconds


class InFlight:
    """The requests that are being carried out, and whether new ones are taken."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closing = False

    @property
    def count(self) -> int:
        """How many requests are being carried out."""
        return len(self._tasks)

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Count the current task as a request from here to the end of the block.

        Raises:
            Refusal: the bot is closing, or closed while the request was being carried out.
        """
        if self._closing:
            raise Refusal("I’m being restarted: try again in a minute.")
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            yield
        except asyncio.CancelledError:
            task.uncancel()
            raise Refusal("I was restarted before I had finished: try again.") from None
        finally:
            self._tasks.discard(task)

    async def close(self, *, patience: float) -> None:
        """Take no more requests, and wait so many seconds for those that were taken."""
        self._closing = True
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks.copy(), timeout=patience)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_LAST_WORDS)
