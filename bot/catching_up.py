"""Indexes that were never made, or by another version, are rebuilt when the bot begins."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.off_loop import off_loop
from bot.rebuilding import Rebuilder
from index.collection import Collection
from index.errors import FootnoteError, RebuildRunning
from index.library import Library

log = logging.getLogger(__name__)


@asynccontextmanager
async def catching_up(library: Library, rebuilder: Rebuilder) -> AsyncIterator[None]:
    """Begin the rebuilds that are due while the block runs; one that follows has none."""
    if library.settings.index_url:
        yield
        return
    work = asyncio.create_task(_catch_up(library, rebuilder))
    try:
        yield
    finally:
        work.cancel()
        await asyncio.wait({work})


async def _catch_up(library: Library, rebuilder: Rebuilder) -> None:
    own = await off_loop(Collection.all_in, library.settings.data)
    for collection_id in (None, *(collection.id for collection in own)):
        try:
            if not await off_loop(library.of(collection_id).is_of_now):
                log.info("The index of %s is made anew.", _whose(collection_id))
                with suppress(RebuildRunning):  # somebody was quicker
                    rebuilder.start(collection_id)
        except FootnoteError as error:  # the embedder can't be had: questions will say so
            log.error("%s", error)
            return


def _whose(collection_id: str | None) -> str:
    return "everyone's articles" if collection_id is None else f"the server {collection_id}"
