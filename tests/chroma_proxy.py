"""A way to a Chroma server on which anything can go wrong, and does while a test says so."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

_PATIENCE = 10.0  # seconds

Trouble = Callable[[web.Request, bytes], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Proxy:
    """Where the server is reached over this way, what was asked, and what goes wrong, if anything.

    The trouble is told the server's answer.
    """

    url: str = ""
    trouble: Trouble | None = None
    paths: list[str] = field(default_factory=list)


@contextmanager
def proxy_to(server: str) -> Iterator[Proxy]:
    """Lend a way to a server, kept by a thread of this process."""
    proxy, loop = Proxy(), asyncio.new_event_loop()
    ready, over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with aiohttp.ClientSession(auto_decompress=False) as session:

            async def pass_on(request: web.Request) -> web.StreamResponse:
                proxy.paths.append(request.path)
                body = await request.read()
                headers = {"Content-Type": request.headers.get("Content-Type", "")}
                async with session.request(
                    request.method, f"{server}{request.path_qs}", data=body, headers=headers
                ) as answer:
                    content = await answer.read()
                if proxy.trouble:
                    return await proxy.trouble(request, content)
                return web.Response(
                    status=answer.status, body=content, content_type=answer.content_type
                )

            app = web.Application(client_max_size=1 << 26)
            app.router.add_route("*", "/{path:.*}", pass_on)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            ready.set()
            await over.wait()
            await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(_PATIENCE)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


async def fails(_request: web.Request, _: bytes) -> web.StreamResponse:
    """Say 500, and why in words that are no JSON."""
    return web.Response(status=500, text="the disk is on fire")


async def fails_in_form(_request: web.Request, _: bytes) -> web.StreamResponse:
    """Say 500 as Chroma does."""
    return web.json_response({"error": "InternalError", "message": "compaction"}, status=500)


async def rejects(_request: web.Request, _: bytes) -> web.StreamResponse:
    """Say 429, as a gateway in front of it may."""
    return web.Response(status=429, text="slow down", headers={"Retry-After": "60"})


async def babbles(_request: web.Request, _: bytes) -> web.StreamResponse:
    """Answer with a page of some other program's."""
    return web.Response(text="<html>It works!</html>", content_type="text/html")


async def misunderstands(_request: web.Request, _: bytes) -> web.StreamResponse:
    """Answer with JSON of another form."""
    return web.json_response({"ids": 7, "tenant": [], "distances": "near"})


async def breaks_off(request: web.Request, content: bytes) -> web.StreamResponse:
    """Cut the connection half way through the answer."""
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    assert request.transport
    request.transport.abort()
    return response


async def stalls(request: web.Request, content: bytes) -> web.StreamResponse:
    """Begin an answer and never end it."""
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(content[:1])
    await asyncio.sleep(60)
    return response


async def trickles(request: web.Request, content: bytes) -> web.StreamResponse:
    """Send the answer byte by byte, each in time by itself."""
    response = web.StreamResponse()
    await response.prepare(request)
    for place in range(len(content)):
        await response.write(content[place : place + 1])
        await asyncio.sleep(0.1)
    return response


TROUBLES: tuple[Trouble, ...] = (
    fails,
    fails_in_form,
    rejects,
    babbles,
    misunderstands,
    breaks_off,
    stalls,
    trickles,
)
