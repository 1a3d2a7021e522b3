"""Trouble that a test asks for: bad answers, delays, lost connections."""

import asyncio
from dataclasses import KW_ONLY, dataclass
from fnmatch import fnmatchcase

from aiohttp import web

from tests.local_discord.answers import json_answer

# Whether only the answer to a request gets lost.
IS_LOST = web.RequestKey("is_lost", bool)
NO_ANSWER = 444  # the status by which nginx records a connection closed without a word


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the next ``times`` requests that match a pattern like ``POST */messages``.

    After ``delay`` seconds the connection is dropped, or ``status`` is the answer, or the request
    is answered as always. A 429 asks to be tried again after ``retry_after`` seconds. Of what is
    ``lost``, only the answer is: the request is carried out first.
    """

    pattern: str
    _: KW_ONLY
    times: int = 1
    delay: float = 0
    drop: bool = False
    lost: bool = False
    status: int | None = None
    retry_after: float = 0.05

    async def happen(self, request: web.Request) -> web.Response | None:
        """Return the answer instead of Discord's, or None where Discord is to answer after all."""
        await asyncio.sleep(self.delay)
        request[IS_LOST] = self.lost
        if self.drop:
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=NO_ANSWER)
        return None if self.status is None else self._failure(self.status)

    def _failure(self, status: int) -> web.Response:
        if status != 429:
            return web.Response(status=status, text="upstream error")
        limited = {"message": "You are being rate limited.", "retry_after": self.retry_after}
        # Without a Via header discord.py takes a 429 for a ban and doesn't try again.
        return json_answer(limited | {"global": False}, status=429, headers={"Via": "1.1 google"})


class Faults:
    """The faults still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Have a fault happen from now on."""
        self._pending += [fault] * fault.times

    async def meet(self, name: str, request: web.Request) -> web.Response | None:
        """Return what a fault answers to a request called ``METHOD /path``, if it runs into one."""
        for fault in self._pending:
            if fnmatchcase(name, fault.pattern):
                self._pending.remove(fault)
                return await fault.happen(request)
        return None
