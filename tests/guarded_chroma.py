"""A Chroma server behind a door that asks for a key, as Chroma Cloud's does."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

_HOP = {"connection", "content-length", "content-encoding", "host", "transfer-encoding"}


@dataclass(slots=True)
class Door:
    """Lets those pass who bring the key, and repeats to the others what they brought."""

    behind: str
    key: str
    url: str = ""
    refused: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    async def pass_on(self, request: web.Request) -> web.Response:
        """Return what the server behind the door answers, or that the key is wrong."""
        self.paths.append(request.path)
        if request.headers.get("X-Chroma-Token") != self.key:
            self.refused.append(request.path)
            brought = {"error": "AuthError", "message": str(dict(request.headers))}
            return web.json_response(brought, status=401)
        headers = {name: value for name, value in request.headers.items() if _passes(name)}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                f"{self.behind}{request.path_qs}",
                headers=headers,
                data=await request.read(),
            ) as answer,
        ):
            return web.Response(
                body=await answer.read(),
                status=answer.status,
                headers={name: value for name, value in answer.headers.items() if _passes(name)},
            )


def _passes(header: str) -> bool:
    return header.lower() not in _HOP


@contextmanager
def guarded(behind: str, *, key: str) -> Iterator[Door]:
    """Put a door before a server, on an event loop of its own."""
    door = Door(behind, key)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def open_door() -> web.AppRunner:
        app = web.Application(client_max_size=100_000_000)
        app.router.add_route("*", "/{path:.*}", door.pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        door.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    runner = asyncio.run_coroutine_threadsafe(open_door(), loop).result()
    try:
        yield door
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
