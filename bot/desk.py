"""Where people's questions are taken, within limits, and answered off the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from discord.abc import User
from discord.ext.commands import CooldownMapping

from bot.in_flight import InFlight
from bot.off_loop import Arguments, Result, off_loop
from bot.rebuilding import Rebuilder
from bot.refusal import Refusal
from bot.state.answers import Occasion
from bot.state.state import State
from index.answer import Answer
from index.errors import IndexMissing
from index.library import Library

# Enough for a conversation, too little to keep others waiting.
_QUESTIONS = 5
_WITHIN = 20.0  # seconds
# Answering takes a core: two at once use a small machine fully, more only wait for each other.
_AT_ONCE = 2


class Desk:
    """Takes a question from a person and returns its answer."""

    def __init__(
        self, library: Library, state: State, rebuilder: Rebuilder, in_flight: InFlight
    ) -> None:
        self._library = library
        self._state = state
        self._rebuilder = rebuilder
        self._in_flight = in_flight
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._allowances: CooldownMapping[Any] = CooldownMapping.from_cooldown(
            _QUESTIONS, _WITHIN, lambda asker: asker.id
        )

    @contextmanager
    def taking(self, asker: User) -> Iterator[None]:
        """Hold a person's question from when it is asked until its answer is shown.

        Raises:
            Refusal: they asked too much in too short a time, or the bot is closing.
        """
        with self._in_flight.taking():
            self._charge(asker)
            yield

    async def answer(self, question: str, occasion: Occasion) -> Answer:
        """Return the answer, kept with the occasion of its question.

        Raises:
            Refusal: there is no index yet.
            FootnoteError: whatever else `Library.ask` raises.
        """
        async with self._turns:
            return await off_loop(self._answer, question, occasion)

    async def look_up(
        self,
        work: Callable[Arguments, Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Return what work on the index returns, done in its turn.

        Raises:
            Refusal: there is no index yet.
            FootnoteError: whatever else the work raises.
        """
        async with self._turns:
            try:
                return await off_loop(work, *args, **kwargs)
            except IndexMissing:
                raise Refusal(self._why_no_index()) from None

    def _answer(self, question: str, occasion: Occasion) -> Answer:
        try:
            answer = self._library.of(_collection(occasion)).ask(question)
        except IndexMissing:
            raise Refusal(self._why_no_index()) from None
        self._state.answers.save(answer, occasion)
        return answer

    def _why_no_index(self) -> str:
        if self._rebuilder.is_running:
            return "The index is being built: ask again in a moment."
        return "There is no index of the articles yet: /rebuild makes one."

    def _charge(self, asker: User) -> None:
        allowance = self._allowances.get_bucket(asker)
        assert allowance
        if wait := allowance.update_rate_limit():
            raise Refusal(
                f"You asked {_QUESTIONS} questions within {_WITHIN:.0f} seconds: "
                f"ask again in {max(1, round(wait))} s."
            )


def _collection(occasion: Occasion) -> str | None:
    """Return whose own articles a question may be answered from, beside everyone's."""
    return None if occasion.server is None else str(occasion.server)
