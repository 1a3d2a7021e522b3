"""Web servers of the tests' own: some answer as they should, some attack."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.eventually import eventually

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Site:
    """A web server on the loopback interface: what it answers by path, and what it was asked."""

    origin: str = ""
    pages: dict[str, web.Response | Handler] = field(default_factory=dict)
    requests: list[web.Request] = field(default_factory=list)

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"{self.origin}{path}"

    def put(
        self,
        path: str,
        body: str | bytes = b"",
        content_type: str = "text/html",
        *,
        status: int = 200,
        **headers: str,
    ) -> str:
        """Answer a path like this from now on, and return its address."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(_: web.Request) -> web.Response:
            return web.Response(
                body=content, status=status, headers={"Content-Type": content_type} | named
            )

        self.pages[path] = answer
        return self.url(path)

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in that order."""
        return [request.path for request in self.requests]

    async def asked(self, times: int = 1) -> None:
        """Return once it was asked for so many pages."""
        await eventually(lambda: len(self.requests) >= times)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, and keep it."""
        self.requests.append(request)
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        return page if isinstance(page, web.Response) else await page(request)


@asynccontextmanager
async def website(*, tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    """Run a website for the time of a block."""
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    host, port = runner.addresses[0][:2]
    site.origin = f"http{'s' if tls else ''}://{host}:{port}"
    try:
        yield site
    finally:
        await runner.cleanup()


@asynccontextmanager
async def raw_server(answer: bytes, *, then_wait: bool = False) -> AsyncIterator[str]:
    """Answer every connection with these very bytes, and lend the address.

    With ``then_wait`` the connection stays open afterwards.
    """

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        if then_wait:
            await reader.read()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
