"""A question answered where it was asked: drafts first, then the whole, its buttons beneath."""

import logging
from contextlib import suppress

from bot.cogs.beneath import buttons_beneath
from bot.delivery import Delivery, deliver
from bot.desk import Desk
from bot.drafts import drafts_shown
from bot.insisting import SENDING_FAILURES
from bot.messages.layout import layout
from bot.messages.rendering import answer_pages
from bot.off_loop import off_loop
from bot.state.answers import AnswerStore, Occasion
from bot.state.database import DatabaseUnusable
from index.answer import Answer, Filters

log = logging.getLogger(__name__)


class Responder:
    """Takes questions to the desk, and brings back what becomes of them."""

    def __init__(self, desk: Desk, answers: AnswerStore) -> None:
        self._desk = desk
        self._answers = answers

    async def respond(
        self,
        question: str,
        occasion: Occasion,
        delivery: Delivery,
        *,
        replied_to: int | None = None,
        filters: Filters | None = None,
        has_thread: bool,
    ) -> None:
        """Answer a question; where that fails, what was shown so far is taken back."""
        try:
            async with drafts_shown(delivery) as on_draft:
                answer = await self._desk.answer(
                    question, occasion, replied_to=replied_to, filters=filters, on_draft=on_draft
                )
        except Exception:
            with suppress(*SENDING_FAILURES):
                await delivery.withdraw()
            raise
        await self._show(answer, delivery, has_thread=has_thread)

    async def _show(self, answer: Answer, delivery: Delivery, *, has_thread: bool) -> None:
        """Show an answer in as many messages as it takes, and note which ones they are."""
        *pages, last = answer_pages(answer)
        buttons = buttons_beneath(answer, has_thread=has_thread)
        shown = await deliver(delivery, [*map(layout, pages), layout(last, buttons)])
        messages = [message.id for message in shown]
        try:
            await off_loop(self._answers.show, answer.id, messages, channel=shown[0].channel.id)
        except DatabaseUnusable as error:  # the answer is there
            log.error("Which messages show an answer isn't kept: %s", error)
