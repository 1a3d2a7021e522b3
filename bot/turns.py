"""Whose turn it is to use a core: every server's in rotation, however much one of them asks."""

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bot.refusal import Refusal

# Answering takes a core: two at once use a small machine fully, more only wait for each other.
_AT_ONCE = 2
# Whoever comes last still waits less than people do before they ask again, about 10 seconds where
# a turn takes a fifth of one.
_MOST = 100
# A quarter of that, so that no server keeps the others from waiting at all.
_MOST_IN_A_LINE = 25
# How long turns take is learned from the last ten or so; the guess is for the first of them.
_GUESS = 0.2  # seconds
_WEIGHT_OF_LAST = 0.1


@dataclass(slots=True)
class _Line:
    """Who waits in one place: what was begun there goes on before anything new."""

    begun: deque[asyncio.Future[None]] = field(default_factory=deque)
    new: deque[asyncio.Future[None]] = field(default_factory=deque)

    def __bool__(self) -> bool:
        return bool(self.begun or self.new)

    def leave(self, waiter: asyncio.Future[None]) -> None:
        for waiting in (self.begun, self.new):
            with suppress(ValueError):  # it is in one of them at most
                waiting.remove(waiter)


class Turns:
    """Lets a few work at once while others wait, each server in a line of its own.

    The lines move on in rotation. A class because they are remembered between questions.
    """

    def __init__(
        self,
        *,
        at_once: int = _AT_ONCE,
        most: int = _MOST,
        most_in_a_line: int = _MOST_IN_A_LINE,
    ) -> None:
        self._at_once = self._free = at_once
        self._most = most
        self._most_in_a_line = most_in_a_line
        self._lines: OrderedDict[Hashable, _Line] = OrderedDict()
        self._seconds_a_turn = _GUESS

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        return sum(len(line.begun) + len(line.new) for line in self._lines.values())

    @asynccontextmanager
    async def turn(self, place: Hashable, *, is_begun: bool = False) -> AsyncIterator[None]:
        """Wait in a place's line, and have the turn until the end of the block.

        What ``is_begun`` goes on before what is new there, and isn't refused.

        Raises:
            Refusal: too many wait there or in all; says how many, and how long it may take.
        """
        await self._wait(place, is_begun=is_begun)
        began = time.perf_counter()
        try:
            yield
        finally:
            taken = time.perf_counter() - began
            self._seconds_a_turn += (taken - self._seconds_a_turn) * _WEIGHT_OF_LAST
            self._pass_on()

    async def _wait(self, place: Hashable, *, is_begun: bool) -> None:
        if self._free:
            self._free -= 1
            return
        if not is_begun:
            self._make_room(place)
        line = self._lines.setdefault(place, _Line())
        waiter = asyncio.get_running_loop().create_future()
        (line.begun if is_begun else line.new).append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                self._pass_on()  # its turn had come just before
            self._leave(place, waiter)
            raise

    def _make_room(self, place: Hashable) -> None:
        """Refuse one more in a place, or the last of the longest line if that is the less fair."""
        own = self._new_in(place)
        if own >= self._most_in_a_line:
            raise self._busy(place)
        if sum(map(self._new_in, self._lines)) < self._most:
            return
        longest = max(self._lines, key=self._new_in)
        if self._new_in(longest) <= own + 1:
            raise self._busy(place)
        last = self._lines[longest].new[-1]
        self._leave(longest, last)
        if not last.done():
            last.set_exception(self._busy(longest))

    def _busy(self, place: Hashable) -> Refusal:
        own = self._new_in(place)
        before = own + sum(
            min(self._new_in(other), own + 1) for other in self._lines if other != place
        )
        seconds = math.ceil(before * self._seconds_a_turn / self._at_once)
        counted = "1 question is" if before == 1 else f"{before} questions are"
        return Refusal(f"I’m busy: {counted} before yours. Try again in about {seconds} s.")

    def _pass_on(self) -> None:
        """Give a turn that is over to the first of the next line, or to whoever comes."""
        while self._lines:
            place, line = self._lines.popitem(last=False)
            waiter = (line.begun or line.new).popleft()
            if line:
                self._lines[place] = line
            if not waiter.done():  # else it was cancelled, and hasn't noticed yet
                waiter.set_result(None)
                return
        self._free += 1

    def _leave(self, place: Hashable, waiter: asyncio.Future[None]) -> None:
        if line := self._lines.get(place):
            line.leave(waiter)
            if not line:
                del self._lines[place]

    def _new_in(self, place: Hashable) -> int:
        line = self._lines.get(place)
        return len(line.new) if line else 0
