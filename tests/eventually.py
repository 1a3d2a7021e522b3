"""Waiting for what happens in its own time and tells nobody."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

_PAUSE = 0.02  # seconds

Found = TypeVar("Found")


async def eventually(probe: Callable[[], Found | None], *, within: float = 30) -> Found:
    """Return the first truthy thing that ``probe`` finds, looked for again and again.

    Raises:
        TimeoutError: there was none within so many seconds.
    """
    for _ in range(round(within / _PAUSE)):
        if found := probe():
            return found
        await asyncio.sleep(_PAUSE)
    raise TimeoutError
