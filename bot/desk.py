"""Where people's questions are taken, within limits, and answered off the event loop."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.allowances import Allowances
from bot.following import earlier_answers
from bot.in_flight import InFlight
from bot.off_loop import Arguments, Result, off_loop
from bot.readership import readable_in
from bot.rebuilding import Rebuilder
from bot.refusal import NO_INDEX, Refusal
from bot.state.answers import Occasion
from bot.state.database import DatabaseUnusable
from bot.state.server_settings import ServerSettings
from bot.state.state import State
from bot.turns import Turns
from index.answer import Answer, Filters
from index.answering.prose import OnDraft
from index.conversation import Conversation
from index.errors import IndexMissing
from index.library import Library
from index.running import Run

# Discord waits 3 seconds for a sign, which isn't given before it is known who may see it.
_SOON = 2.0  # seconds
NOT_KEPT = "I couldn't keep this answer, so its buttons don't work, and replies begin anew."

log = logging.getLogger(__name__)


class Desk:
    """Takes a question from a person and returns its answer."""

    def __init__(
        self,
        library: Library,
        state: State,
        rebuilder: Rebuilder,
        in_flight: InFlight,
        turns: Turns,
    ) -> None:
        self._library = library
        self._state = state
        self._rebuilder = rebuilder
        self._in_flight = in_flight
        self._turns = turns
        self._allowances = Allowances()

    async def settings_in(self, server: int | None) -> ServerSettings:
        """Return how questions are taken in a server, or in direct messages.

        Raises:
            DatabaseUnusable: they can't be had, or not soon enough for Discord.
        """
        try:
            async with asyncio.timeout(_SOON):
                return await off_loop(self._state.server_settings.get, server)
        except TimeoutError:
            raise DatabaseUnusable(
                f"The database doesn't answer within {_SOON:g} seconds: see that it isn't held by "
                "another program, and DATABASE_URL."
            ) from None

    @contextmanager
    def taking(self, occasion: Occasion, settings: ServerSettings) -> Iterator[None]:
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
        """Return the answer, kept with its occasion if it can be.

        It goes on with the conversation that it is asked in: the one that ``replied_to``, a
        message, shows the end of, else the one of its place. ``on_draft`` is told the answer so far
        while a language model writes it.

        Raises:
            Refusal: there is no index yet, or too many questions wait.
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
                run=self._runs_for(occasion),
                on_draft=on_draft,
            )
        except IndexMissing:
            raise Refusal(self._why_no_index()) from None
        try:
            await off_loop(self._state.answers.save, answer, occasion)
        except DatabaseUnusable as error:
            log.error("An answer isn't kept: %s", error)
            return replace(answer, notices=(*answer.notices, NOT_KEPT))
        return answer

    async def look_up(
        self,
        occasion: Occasion,
        work: Callable[Arguments, Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Return what work on the index returns, done in its turn.

        Raises:
            Refusal: there is no index yet, or too many questions wait.
            FootnoteError: whatever else the work raises.
        """
        try:
            return await self._runs_for(occasion)(work, *args, **kwargs)
        except IndexMissing:
            raise Refusal(self._why_no_index()) from None

    def _runs_for(self, occasion: Occasion) -> Run:
        """Return what does a question's work, each piece that takes a core in its turn.

        Whoever waits for a model keeps nobody back.
        """
        place = occasion.asker if occasion.server is None else occasion.server
        is_begun = False

        async def run(
            work: Callable[Arguments, Result],
            /,
            *args: Arguments.args,
            **kwargs: Arguments.kwargs,
        ) -> Result:
            nonlocal is_begun
            async with self._turns.turn(place, is_begun=is_begun):
                is_begun = True
                return await off_loop(work, *args, **kwargs)

        return run

    def _why_no_index(self) -> str:
        if self._rebuilder.is_running or self._library.settings.index_url:
            return "The index is being built: ask again in a moment."
        return NO_INDEX
