"""Closing refuses what is new and waits for what was taken, but not for ever."""

import asyncio
import threading
from typing import Any, Self

import pytest

from bot.in_flight import InFlight
from bot.refusal import Refusal
from index.answer import Answer
from index.library import Library
from index.running import Run, run_here
from tests.bot_answers import ANSWER
from tests.bot_fixtures import Newsroom, at_work


async def carry_out(in_flight: InFlight, gate: asyncio.Event) -> str:
    """Take a request that is done when the gate opens."""
    with in_flight.taking():
        await gate.wait()
        return "done"


async def test_what_was_taken_is_finished() -> None:
    """Closing waits while a request is carried out, and refuses the next one meanwhile."""
    in_flight, gate = InFlight(), asyncio.Event()
    request = asyncio.create_task(carry_out(in_flight, gate))
    await asyncio.sleep(0)
    closing = asyncio.create_task(in_flight.close(patience=5))
    await asyncio.sleep(0)
    with pytest.raises(Refusal, match="try again in a minute"):
        await carry_out(in_flight, gate)
    gate.set()
    await closing
    assert request.result() == "done"


async def test_patience_ends() -> None:
    """A request that takes too long learns that nothing will come of it."""
    in_flight = InFlight()
    request = asyncio.create_task(carry_out(in_flight, asyncio.Event()))
    await asyncio.sleep(0)
    await in_flight.close(patience=0.01)
    with pytest.raises(Refusal, match="before I had finished"):
        await request


async def test_closing_with_nothing_to_wait_for_is_immediate() -> None:
    """Nothing was asked, nothing is waited for."""
    async with asyncio.timeout(1):
        await InFlight().close(patience=60)


class WaitingLibrary(Library):
    """Answers no question before it may."""

    may_answer = threading.Event()

    def of(self, _: str | None) -> Self:
        """Return the same library: whose articles they are makes no difference here."""
        return self

    async def answer(self, question: str, *, run: Run = run_here, **_: Any) -> Answer:
        """Return an answer, some time."""
        await run(self.may_answer.wait)
        return ANSWER


async def test_whoever_waits_in_vain_is_told(newsroom: Newsroom, own_archive: Library) -> None:
    """A question that the bot can't answer before it closes doesn't stay "thinking" for ever."""
    library, in_flight = WaitingLibrary(own_archive.settings), InFlight()
    async with at_work(newsroom, library, in_flight):
        asked = await newsroom.ask()
        await newsroom.discord.until(lambda: asked.callback, wanted="an acknowledgement")
        await in_flight.close(patience=0.5)
        told = await asked.reply()
    library.may_answer.set()
    assert told.text == "I was restarted before I had finished: try again."
