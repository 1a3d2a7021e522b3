"""What every part of the local Discord shares: fresh ids, published events and waiting."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from discord.utils import time_snowflake, utcnow

Json: TypeAlias = dict[str, Any]
Listener: TypeAlias = Callable[[str, Json], None]
Found = TypeVar("Found")

# How long a test waits for what should come at once; a busy machine takes its time.
PATIENCE = 20.0  # seconds


class Hub:
    """Gives out ids, passes events on to the gateway and wakes whoever waits for a change."""

    def __init__(self) -> None:
        self._newest_id = 0
        self._listeners: list[Listener] = []
        self._changed = asyncio.Event()

    def next_id(self) -> str:
        """Return a new snowflake, greater than every earlier one, that tells the present time."""
        self._newest_id = max(self._newest_id + 1, time_snowflake(utcnow()))
        return str(self._newest_id)

    def subscribe(self, listener: Listener) -> None:
        """Have every later event passed to ``listener``."""
        self._listeners.append(listener)

    def publish(self, event: str, payload: Json) -> None:
        """Pass an event such as ``MESSAGE_CREATE`` to all listeners."""
        for listener in self._listeners:
            listener(event, payload)
        self.notify()

    def notify(self) -> None:
        """Let everyone who waits look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(
        self, probe: Callable[[], Found | None], *, wanted: str, within: float
    ) -> Found:
        """Return the first truthy thing ``probe`` finds, looked for after every change.

        Raises:
            TimeoutError: there was none within so many seconds; names what was ``wanted``.
        """
        try:
            async with asyncio.timeout(within):
                while not (found := probe()):
                    await self._changed.wait()
        except TimeoutError:
            raise TimeoutError(f"waited {within:g} s for {wanted}") from None
        return found
