"""Work that is done now and then, and at once when somebody asks for it."""

import asyncio


class Waking:
    """A loop that pauses between its rounds; a class because it can be woken."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look at once, or once more after the round that is under way."""
        self._woken.set()

    def _begin_round(self) -> None:
        """Take note that whoever wakes from now on wants another round."""
        self._woken.clear()

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until woken."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return
