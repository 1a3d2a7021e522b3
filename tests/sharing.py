"""An index shared with other machines, whose way there can be watched and meddled with."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.sharing import application
from index.library import Library
from tests.web import Handler

_PATIENCE = 10.0  # seconds

Meddling = Callable[[str, bytes], bytes]


@dataclass(slots=True)
class Shared:
    """Where an index is shared, what was asked for, and what is done to each file on its way."""

    url: str = ""
    paths: list[str] = field(default_factory=list)
    meddle: Meddling = lambda _path, content: content

    @property
    def segment_files(self) -> list[str]:
        """What was asked for of segments."""
        return [path for path in self.paths if "segments/" in path]


@contextmanager
def shared(data: Path) -> Iterator[Shared]:
    """Share the index in a folder from a thread of this process."""
    files = Shared()
    ready, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    @web.middleware
    async def meddling(request: web.Request, handler: Handler) -> web.StreamResponse:
        files.paths.append(request.path.lstrip("/"))
        response = await handler(request)
        assert isinstance(response, web.FileResponse)
        content = await asyncio.to_thread(response._path.read_bytes)
        return web.Response(body=files.meddle(files.paths[-1], content)[request.http_range])

    async def serve() -> None:
        app = application(data)
        app.middlewares.append(meddling)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        files.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(_PATIENCE)
    try:
        yield files
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


def follower(library: Library, url: str) -> Library:
    """Return a library on another machine: it shares no folder but the models with this one."""
    data = library.settings.data.parent / "elsewhere"
    data.mkdir(exist_ok=True)
    models = data / "models"
    if not models.exists():
        models.symlink_to((library.settings.data / "models").resolve())
    return Library.open(
        replace(library.settings, data=data, index_url=url, chroma_url=None, articles=())
    )


@pytest.fixture
def source(own_archive: Library, chroma_url: str) -> Iterator[Library]:
    """The machine that rebuilds: the archive, its vectors on a Chroma server."""
    library = Library.open(replace(own_archive.settings, chroma_url=chroma_url))
    library.rebuild()
    yield library
    library.close()


@pytest.fixture
def way(source: Library) -> Iterator[Shared]:
    """How other machines get at its index."""
    with shared(source.settings.data) as files:
        yield files


@pytest.fixture
def mirror(source: Library, way: Shared) -> Iterator[Library]:
    """A machine that follows."""
    library = follower(source, way.url)
    yield library
    library.close()
