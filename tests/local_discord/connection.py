"""One websocket between the gateway and a bot."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any

from aiohttp import web

from tests.local_discord.hub import Json
from tests.local_discord.session import Op, Session

CLOSING_TIMEOUT = 1.0  # seconds for a bot to say goodbye


class Connection:
    """Sends frames in order from a task of its own, so that nobody waits for a slow bot.

    ``session`` is what the bot has logged in to, once it has.
    """

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self.socket = web.WebSocketResponse(timeout=CLOSING_TIMEOUT)
        self._outbox: asyncio.Queue[Json] = asyncio.Queue()
        self.session: Session | None = None

    def send(self, op: Op, data: Any = None) -> None:
        """Send a frame that isn't an event."""
        self._outbox.put_nowait({"op": op, "d": data})

    def send_event(self, frame: Json) -> None:
        """Send an event's frame."""
        self._outbox.put_nowait(frame)

    def drop(self) -> None:
        """Cut the connection without a word."""
        if self._request.transport:
            self._request.transport.abort()

    async def frames(self) -> AsyncGenerator[Json, None]:
        """Yield what the bot sends until either side ends the connection."""
        await self.socket.prepare(self._request)
        sender = asyncio.create_task(self._send_all())
        try:
            async for frame in self.socket:
                yield frame.json()
        finally:
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await sender

    async def _send_all(self) -> None:
        while True:
            await self.socket.send_json(await self._outbox.get())
