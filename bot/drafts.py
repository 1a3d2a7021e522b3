"""An answer while a language model writes it, shown by edits of one message."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.delivery import Delivery
from bot.insisting import SENDING_FAILURES
from bot.messages.layout import layout
from bot.messages.rendering import answer_pages
from index.answer import Answer

# As often as Discord lets a bot edit for long; where it allows less, discord.py waits.
_BETWEEN_EDITS = 1.0  # seconds
_GOES_ON = "-# …"


@asynccontextmanager
async def drafts_shown(delivery: Delivery) -> AsyncIterator[Callable[[Answer], None]]:
    """Lend what shows the drafts of an answer: always the newest, and none after the block."""
    drafts = _Drafts(delivery)
    showing = asyncio.create_task(drafts.show())
    try:
        yield drafts.take
    finally:
        async with drafts.sending:  # what is on its way arrives before the whole answer
            showing.cancel()


class _Drafts:
    """The newest draft, until it is shown."""

    def __init__(self, delivery: Delivery) -> None:
        self.sending = asyncio.Lock()
        self._delivery = delivery
        self._newest: Answer | None = None
        self._came = asyncio.Event()

    def take(self, draft: Answer) -> None:
        self._newest = draft
        self._came.set()

    async def show(self) -> None:
        while await self._came.wait():
            self._came.clear()
            assert self._newest
            first, *_ = answer_pages(self._newest)
            async with self.sending:
                with suppress(*SENDING_FAILURES):  # the next one may arrive
                    await self._delivery.show(layout((*first, _GOES_ON)))
            await asyncio.sleep(_BETWEEN_EDITS)
