"""Where people's questions are taken, within limits, and answered off the event loop."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from discord.abc import User
from discord.ext.commands import CooldownMapping

from bot.off_loop import off_loop
from bot.rebuilding import Rebuilder
from bot.refusal import Refusal
from index.answer import Answer
from index.errors import IndexMissing
from index.library import Library

# Enough for a conversation, too little to keep others waiting.
QUESTIONS_EACH = 5
WITHIN = 20.0  # seconds
# Answering takes a core: two at once use a small machine fully, more only wait for each other.
_AT_ONCE = 2
# Time for the last questions to be told that no answer will come.
_LAST_WORDS = 2.0  # seconds


class Desk:
    """Takes questions until it closes; a class because it knows those that are being answered."""

    def __init__(self, library: Library, rebuilder: Rebuilder) -> None:
        self._library = library
        self._rebuilder = rebuilder
        self._allowances: CooldownMapping[Any] = CooldownMapping.from_cooldown(
            QUESTIONS_EACH, WITHIN, lambda asker: asker.id
        )
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._taken: set[asyncio.Task[Any]] = set()
        self._closing = False

    @contextmanager
    def taking(self, asker: User) -> Iterator[None]:
        """Hold a question open from the moment it is asked until its answer is shown.

        Raises:
            Refusal: the asker has to wait, or the bot is closing (then or in the meantime).
        """
        if self._closing:
            raise Refusal("I’m being restarted: ask again in a minute.")
        self._charge(asker)
        task = asyncio.current_task()
        assert task
        self._taken.add(task)
        try:
            yield
        except asyncio.CancelledError:
            task.uncancel()
            raise Refusal("I was restarted before I had an answer: ask again.") from None
        finally:
            self._taken.discard(task)

    async def answer(self, question: str, *, channel_id: int | None) -> Answer:
        """Answer a question and keep the answer as the newest of its channel.

        Raises:
            Refusal: there is no index yet.
            FootnoteError: whatever else `Library.ask` raises.
        """
        async with self._turns:
            return await off_loop(self._ask, question, str(channel_id))

    async def close(self, *, patience: float) -> None:
        """Refuse new questions, and wait for the answers to those that were taken."""
        self._closing = True
        if not self._taken:
            return
        _, late = await asyncio.wait(set(self._taken), timeout=patience)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_LAST_WORDS)

    def _charge(self, asker: User) -> None:
        allowance = self._allowances.get_bucket(asker)
        assert allowance
        if wait := allowance.update_rate_limit():
            raise Refusal(
                f"That were {QUESTIONS_EACH} questions in {WITHIN:.0f} seconds: "
                f"ask again in {max(1, round(wait))} s."
            )

    def _ask(self, question: str, channel: str) -> Answer:
        try:
            answer = self._library.ask(question)
        except IndexMissing:
            raise Refusal(self._why_no_index()) from None
        self._library.answers.save(answer, channel=channel)
        return answer

    def _why_no_index(self) -> str:
        if self._rebuilder.is_running:
            return "I’m still reading the articles: ask again in a moment."
        return "There is no index of the articles yet: /rebuild makes one."
