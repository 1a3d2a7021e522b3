"""Questions are taken within limits and answered a few at a time."""

import asyncio
import threading
import time
from pathlib import Path
from typing import Any, Self

import pytest

from bot.desk import Desk
from bot.in_flight import InFlight
from bot.rebuilding import Rebuilder
from bot.refusal import Refusal
from bot.state.answers import Occasion
from bot.state.state import State
from bot.turns import Turns
from index.answer import Answer
from index.library import Library
from index.running import Run, run_here
from index.settings import Settings
from tests.bot_answers import ANSWER


class SlowLibrary(Library):
    """Knows one answer, takes its time, and counts how many wait for it at once."""

    asked = 0
    most = 0
    _counting = threading.Lock()

    def of(self, _: str | None) -> Self:
        """Return the same library: whose articles they are takes no time."""
        return self

    async def answer(self, question: str, *, run: Run = run_here, **_: Any) -> Answer:
        """Return the answer."""
        return await run(self._take_time)

    def _take_time(self) -> Answer:
        with self._counting:
            self.asked += 1
            self.most = max(self.most, self.asked)
        time.sleep(0.05)
        with self._counting:
            self.asked -= 1
        return ANSWER


def desk_of(library: Library, turns: Turns | None = None) -> Desk:
    """Return a desk where questions to a library are taken."""
    state = State.open("", data=library.settings.data)
    return Desk(library, state, Rebuilder(library.settings), InFlight(), turns or Turns())


async def test_two_questions_are_answered_at_a_time(tmp_path: Path) -> None:
    """More questions wait for their turn, and all are answered."""
    library = SlowLibrary(Settings.from_mapping({"DATA_DIR": str(tmp_path)}))
    desk = desk_of(library)
    answers = await asyncio.gather(*(desk.answer("When?", Occasion()) for _ in range(6)))
    assert answers == [ANSWER] * 6
    assert library.most == 2


async def test_in_direct_messages_everyone_has_a_line(tmp_path: Path) -> None:
    """Who asks too much at once there keeps nobody else from asking."""
    library = SlowLibrary(Settings.from_mapping({"DATA_DIR": str(tmp_path)}))
    desk = desk_of(library, Turns(at_once=1, most_in_a_line=1))
    *many, other = await asyncio.gather(
        *(desk.answer("When?", Occasion(asker=asker)) for asker in (1, 1, 1, 2)),
        return_exceptions=True,
    )
    assert other == ANSWER
    assert any(isinstance(outcome, Refusal) for outcome in many)


async def test_work_on_the_index_waits_in_the_same_lines(tmp_path: Path) -> None:
    """A timeline takes a core as an answer does."""
    library = SlowLibrary(Settings.from_mapping({"DATA_DIR": str(tmp_path)}))
    desk = desk_of(library, Turns(at_once=1, most_in_a_line=1))
    occasion = Occasion(server=1, asker=2)
    outcomes = await asyncio.gather(
        *(desk.look_up(occasion, time.sleep, 0.05) for _ in range(3)), return_exceptions=True
    )
    assert [isinstance(outcome, Refusal) for outcome in outcomes] == [False, False, True]


async def test_without_an_index_the_way_to_one_is_named(tmp_path: Path) -> None:
    """Nothing can be answered from nothing; /rebuild is the mend."""
    library = Library(Settings.from_mapping({"DATA_DIR": str(tmp_path)}))
    desk = desk_of(library)
    with pytest.raises(Refusal, match="no index of the articles yet: /rebuild makes one"):
        await desk.answer("When?", Occasion())
