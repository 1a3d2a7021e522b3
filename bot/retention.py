"""What is kept no longer than the settings say: answers, and what left servers left behind."""

import logging
from datetime import UTC, datetime

from bot.off_loop import off_loop
from bot.readership import readable_in
from bot.settings import StateSettings
from bot.state.forgetting import Forgotten
from bot.state.state import State
from bot.waking import Waking
from index.errors import FootnoteError
from index.library import Library

_A_DAY = 86_400.0  # seconds

log = logging.getLogger(__name__)


class Retention(Waking):
    """Forgets once a day what is too old, and when it is woken; a class because it can be."""

    def __init__(self, library: Library, state: State, settings: StateSettings) -> None:
        super().__init__()
        self._library = library
        self._state = state
        self._settings = settings

    async def run(self) -> None:
        """Forget until cancelled; what fails is tried again the next day."""
        while True:
            self._begin_round()
            try:
                await off_loop(self._forget)
            except Exception:  # the next time may go well, whatever this was
                log.exception("What is too old can't be forgotten.")
            await self._pause(_A_DAY)

    def _forget(self) -> None:
        forgotten = forget_old_answers(self._state, self._settings)
        if forgotten.answers:
            log.info("%d answers were old enough to be forgotten.", forgotten.answers)
        moment = datetime.now(UTC) - self._settings.keep_left_servers
        for server in self._state.presence.left_before(moment):
            try:
                forget_server(server, self._library, self._state)
            except FootnoteError as error:
                log.warning("A server that was left can't be forgotten yet: %s", error)
            else:
                log.info("A server that was left long enough ago was forgotten.")


def forget_old_answers(state: State, settings: StateSettings) -> Forgotten:
    """Forget the answers that are older than KEEP_ANSWERS_DAYS, if it is set."""
    if settings.keep_answers is None:
        return Forgotten()
    return state.forgetting.before(datetime.now(UTC) - settings.keep_answers)


def forget_server(server: int, library: Library, state: State) -> tuple[Forgotten, bool]:
    """Forget all that belongs to a server; tell how much, and whether it had own articles.

    Raises:
        FootnoteError: its articles can't be deleted now; nothing else is then, either.
    """
    had_articles = readable_in(server, library).destroy_collection()
    return state.forgetting.server(server), had_articles
