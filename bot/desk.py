"""Where people's questions are taken, within limits, and answered off the event loop."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.allowances import Allowances
from bot.following import earlier_answers
from bot.in_flight import InFlight
from bot.off_loop import Arguments, Result, off_loop
from bot.readership import readable_in
from bot.rebuilding import Rebuilder
from bot.refusal import NO_INDEX, Refusal
from bot.state.answers import Occasion
from bot.state.database import DatabaseUnusable
from bot.state.forgetting import Forgotten
from bot.state.server_settings import ServerSettings
from bot.state.state import State
from bot.turns import Turns
from index.answer import Answer, Filters
from index.answering.prose import OnDraft
from index.conversation import Conversation
from index.errors import EmbedderMismatch, IndexDamaged, IndexMissing
from index.library import Library
from index.running import Run

# Discord waits 3 seconds for a sign, which isn't given before it is known who may see it.
_SOON = 2.0  # seconds
NOT_KEPT = "I couldn't keep this answer, so its buttons don't work, and replies begin anew."
_ON_ITS_WAY = "The index is being built: ask again in a moment."

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Question:
    """A question that is being answered, and whether its asker is to be forgotten meanwhile."""

    asker: int | None
    is_forgotten: bool = False


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
        self._lookups: dict[int | None, asyncio.Task[ServerSettings]] = {}
        self._questions: set[_Question] = set()

    def require_patience(self, asker: int, *, server: int | None) -> None:
        """See that whoever was told to wait doesn't go on asking; looks nothing up.

        Raises:
            ToldAlready: they do.
        """
        self._allowances.require_patience(server, asker)

    async def settings_in(self, server: int | None) -> ServerSettings:
        """Return how questions are taken in a server, or in direct messages.

        Raises:
            DatabaseUnusable: they can't be had, or not soon enough for Discord.
        """
        # However many ask at once, their server's settings are looked up once.
        lookup = self._lookups.get(server)
        if lookup is None:
            lookup = asyncio.create_task(off_loop(self._state.server_settings.get, server))
            self._lookups[server] = lookup
            lookup.add_done_callback(lambda _: self._lookups.pop(server))
        try:
            async with asyncio.timeout(_SOON):
                return await asyncio.shield(lookup)
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
        with self._asking(occasion.asker) as asked:
            earlier = await off_loop(
                earlier_answers, self._state.answers, occasion, replied_to=replied_to
            )
            if earlier:
                occasion = replace(occasion, follows=earlier[-1].id)
            with self._absence_told(occasion.server):
                answer = await readable_in(occasion.server, self._library).answer(
                    question,
                    filters=filters,
                    conversation=Conversation.of(earlier),
                    run=self._runs_for(occasion),
                    on_draft=on_draft,
                )
            try:
                await off_loop(self._keep, asked, answer, occasion)
            except DatabaseUnusable as error:
                log.error("An answer isn't kept: %s", error)
                return replace(answer, notices=(*answer.notices, NOT_KEPT))
            return answer

    @contextmanager
    def _asking(self, asker: int | None) -> Iterator["_Question"]:
        asked = _Question(asker)
        self._questions.add(asked)
        try:
            yield asked
        finally:
            self._questions.discard(asked)

    def _keep(self, asked: "_Question", answer: Answer, occasion: Occasion) -> None:
        if not asked.is_forgotten:
            self._state.answers.save(answer, occasion)
        if asked.is_forgotten:  # by now
            self._state.answers.delete(answer.id)

    async def forget(self, user: int) -> Forgotten:
        """Forget all that is kept about a user; what they are waiting for isn't kept.

        Raises:
            Refusal: the bot is closing.
        """
        with self._in_flight.taking():
            for asked in self._questions:
                if asked.asker == user:
                    asked.is_forgotten = True
            return await off_loop(self._state.forgetting.user, user)

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
        with self._absence_told(occasion.server):
            return await self._runs_for(occasion)(work, *args, **kwargs)

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

    @contextmanager
    def _absence_told(self, server: int | None) -> Iterator[None]:
        """Say of an index that isn't there whether it is on its way.

        Another version's can't be read, nor one made with another embedder; it is being replaced.
        """
        try:
            yield
        except IndexMissing:
            is_coming = self._rebuilder.is_running or self._library.settings.index_url
            raise Refusal(_ON_ITS_WAY if is_coming else NO_INDEX) from None
        except (IndexDamaged, EmbedderMismatch):
            if self._rebuilder.is_running or self._rebuilder.is_running_of(str(server)):
                raise Refusal(_ON_ITS_WAY) from None
            raise
