"""Where people's questions are taken, within limits, and answered off the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.allowances import Allowances
from bot.following import earlier_answers
from bot.in_flight import InFlight
from bot.off_loop import Arguments, Result, off_loop
from bot.readership import readable_in
from bot.rebuilding import Rebuilder
from bot.refusal import Refusal
from bot.state.answers import Occasion
from bot.state.server_settings import ServerSettings
from bot.state.state import State
from index.answer import Answer, Filters
from index.answering.prose import OnDraft
from index.conversation import Conversation
from index.errors import IndexMissing
from index.library import Library

# Answering takes a core: two at once use a small machine fully, more only wait for each other.
_AT_ONCE = 2
_DEFAULTS = ServerSettings()


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
        self._allowances = Allowances()

    @contextmanager
    def taking(self, occasion: Occasion, settings: ServerSettings = _DEFAULTS) -> Iterator[None]:
        """Hold a question from when it is asked until its answer is shown.

        Raises:
            Refusal: too much was asked in too short a time, or the bot is closing.
        """
        with self._in_flight.taking():
            self._allowances.charge(occasion, settings)
            yield

    async def answer(
        self,
        question: str,
        occasion: Occasion,
        *,
        replied_to: int | None = None,
        filters: Filters | None = None,
        on_draft: OnDraft | None = None,
    ) -> Answer:
        """Return the answer, kept with its occasion.

        It goes on with the conversation that it is asked in: the one that ``replied_to``, a
        message, shows the end of, else the one of its place. ``on_draft`` is told the answer so far
        while a language model writes it.

        Raises:
            Refusal: there is no index yet.
            FootnoteError: whatever else `Library.answer` raises.
        """
        earlier = await off_loop(
            earlier_answers, self._state.answers, occasion, replied_to=replied_to
        )
        if earlier:
            occasion = replace(occasion, follows=earlier[-1].id)
        try:
            answer = await readable_in(occasion.server, self._library).answer(
                question,
                filters=filters,
                conversation=Conversation.of(earlier),
                run=self._run,
                on_draft=on_draft,
            )
        except IndexMissing:
            raise Refusal(self._why_no_index()) from None
        await off_loop(self._state.answers.save, answer, occasion)
        return answer

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
        try:
            return await self._run(work, *args, **kwargs)
        except IndexMissing:
            raise Refusal(self._why_no_index()) from None

    async def _run(
        self,
        work: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Do what takes a core when it is its turn; whoever waits for a model keeps nobody back."""
        async with self._turns:
            return await off_loop(work, *args, **kwargs)

    def _why_no_index(self) -> str:
        if self._rebuilder.is_running:
            return "The index is being built: ask again in a moment."
        return "There is no index of the articles yet: /rebuild makes one."
