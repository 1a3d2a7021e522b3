"""Keeps the index in line with the machine that rebuilds it, for as long as the bot runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing, suppress

from bot.off_loop import off_loop
from index.collection import Collection
from index.errors import FootnoteError, IndexMissing, IndexUnreachable, RebuildRunning
from index.mirroring import Mirror
from index.settings import Settings
from index.store.source import Source

# A rebuild there is to be answered from here within two seconds.
_BETWEEN_LOOKS = 1.0  # seconds
# What came damaged or can't be kept is mostly so again, and may be large.
_AFTER_TROUBLE = 30.0

log = logging.getLogger(__name__)


@asynccontextmanager
async def pulling(settings: Settings, servers: Callable[[], Iterable[int]]) -> AsyncIterator[None]:
    """Follow the index at INDEX_URL until the block ends; without that, nothing is done.

    Args:
        settings: Where the index is, here and there.
        servers: Tells whose own articles are followed beside everyone's.
    """
    if settings.index_url is None:
        yield
        return
    with closing(Source(settings.index_url)) as source:
        work = asyncio.create_task(Puller(source, settings, servers).run())
        try:
            yield
        finally:
            work.cancel()
            await asyncio.wait({work})


class Puller:
    """Pulls again and again; a class because trouble is told of once, however long it lasts."""

    def __init__(
        self, source: Source, settings: Settings, servers: Callable[[], Iterable[int]]
    ) -> None:
        self._source = source
        self._settings = settings
        self._servers = servers
        self._trouble: FootnoteError | None = None

    async def run(self) -> None:
        """Pull until cancelled; a pull under way is then left where it is."""
        while True:
            pause = _BETWEEN_LOOKS
            try:
                await off_loop(self._pull, [str(server) for server in self._servers()])
                self._trouble = None
            except FootnoteError as error:
                pause = self._pause_after(error)
            except Exception:  # the next pull may go well, whatever this was
                log.exception("The index can't be followed.")
                pause = _AFTER_TROUBLE
            await asyncio.sleep(pause)

    def _pull(self, servers: list[str]) -> None:
        data, key = self._settings.data, self._settings.chroma_key
        with suppress(RebuildRunning):  # somebody else is pulling
            if Mirror(self._source, data, chroma_key=key).pull():
                log.info("The index is what it is at %s.", self._settings.index_url)
        for server in servers:
            with suppress(RebuildRunning, IndexMissing):  # most servers have no own articles
                own = Collection.named(server, data=data)
                Mirror(self._source, data, own, chroma_key=key).pull()

    def _pause_after(self, error: FootnoteError) -> float:
        if str(error) != str(self._trouble):
            log.warning("%s", error)
        self._trouble = error
        is_brief = isinstance(error, IndexUnreachable | IndexMissing)
        return _BETWEEN_LOOKS if is_brief else _AFTER_TROUBLE
