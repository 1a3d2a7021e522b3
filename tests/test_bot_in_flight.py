"""Closing refuses what is new and waits for what was taken, but not for ever."""

import asyncio

import pytest

from bot.in_flight import InFlight
from bot.refusal import Refusal


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
