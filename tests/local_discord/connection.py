"""One websocket between the gateway and a bot."""

import asyncio
import contextlib
import json
import zlib
from collections.abc import AsyncGenerator
from typing import Any

from aiohttp import web

from tests.local_discord.hub import Json
from tests.local_discord.session import Op, Session

CLOSING_TIMEOUT = 1.0  # seconds for a bot to say goodbye


class Connection:
    """Sends frames in order from a task of its own, so that nobody waits for a slow bot.

    A bot that asks for ``compress=zlib-stream`` gets them as parts of one compressed stream.
    ``session`` is what the bot has logged in to, once it has.
    """

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self.socket = web.WebSocketResponse(timeout=CLOSING_TIMEOUT)
        self._outbox: asyncio.Queue[Json] = asyncio.Queue()
        is_compressed = request.query.get("compress") == "zlib-stream"
        self._stream = zlib.compressobj() if is_compressed else None
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
            text = json.dumps(await self._outbox.get())
            if self._stream is None:
                await self.socket.send_str(text)
            else:
                whole = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(whole)
