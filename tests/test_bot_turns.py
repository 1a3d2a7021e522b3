"""Turns are given to each place in rotation, to so many at once, and to nobody who left."""

import asyncio
from collections.abc import Hashable
from contextlib import AbstractAsyncContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusal import Refusal
from bot.turns import Turns


class Office:
    """Notes whose turn it was, in which order; a turn takes one step of the event loop."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.served: list[Hashable] = []
        self.at_once = 0
        self.most_at_once = 0

    async def visit(
        self, place: Hashable, name: Hashable = None, *, is_begun: bool = False
    ) -> None:
        """Wait for a turn, and use it."""
        async with self.turns.turn(place, is_begun=is_begun):
            self.served.append(name or place)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            try:
                await asyncio.sleep(0)
            finally:
                self.at_once -= 1

    def occupied(self) -> AbstractAsyncContextManager[None]:
        """Have the only turn taken until the end of the block."""
        return self.turns.turn("somewhere else")

    async def send(self, *places: str, is_begun: bool = False) -> list[asyncio.Task[None]]:
        """Have visitors come to their places, in this order."""
        tasks = [asyncio.create_task(self.visit(place, is_begun=is_begun)) for place in places]
        await asyncio.sleep(0)
        return tasks


@pytest.fixture
def office() -> Office:
    """An office with one turn at a time, where three may wait in a line and five in all."""
    return Office(Turns(at_once=1, most=5, most_in_a_line=3))


async def test_lines_move_on_in_rotation(office: Office) -> None:
    """Who comes late to an empty line waits for one of each other line, not for all of one."""
    async with office.occupied():
        visits = await office.send("a", "a", "a", "b", "c")
    await asyncio.gather(*visits)
    assert office.served == ["a", "b", "c", "a", "a"]


async def test_so_many_have_a_turn_at_once() -> None:
    """Neither more nor fewer."""
    office = Office(Turns(at_once=2))
    await asyncio.gather(*(office.visit(place) for place in "aaabbbccc"))
    assert office.most_at_once == 2


async def test_what_was_begun_goes_on_first(office: Office) -> None:
    """It comes before what is new in its line, though not before other lines, and has room."""
    async with office.occupied():
        visits = await office.send("b", "a", "a", "a")
        visits.append(asyncio.create_task(office.visit("a", "begun", is_begun=True)))
        await asyncio.sleep(0)
    await asyncio.gather(*visits)
    assert office.served == ["b", "begun", "a", "a", "a"]


async def test_a_line_that_is_full_says_how_long_it_takes(office: Office) -> None:
    """Other lines still have room."""
    async with office.occupied():
        visits = await office.send("a", "a", "a", "b")
        with pytest.raises(Refusal, match=r"^I’m busy: 4 questions are before yours\. Try again"):
            await office.visit("a")
    await asyncio.gather(*visits)


async def test_where_all_is_full_the_longest_line_gives_way(office: Office) -> None:
    """Its last is told to wait in place of whoever comes to a shorter one."""
    async with office.occupied():
        visits = await office.send("a", "a", "a", "b", "b", "c")
    outcomes = await asyncio.gather(*visits, return_exceptions=True)
    assert [isinstance(outcome, Refusal) for outcome in outcomes] == [
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    assert office.served == ["a", "b", "c", "a", "b"]


async def test_where_all_is_full_and_fair_the_newcomer_is_refused(office: Office) -> None:
    """Turning somebody else away instead would only change who is."""
    async with office.occupied():
        visits = await office.send("a", "a", "b", "b", "c")
        with pytest.raises(Refusal, match="busy: 5 questions are before yours"):
            await office.visit("c")
    await asyncio.gather(*visits)


async def test_how_long_turns_take_is_learned(office: Office) -> None:
    """The advice is to come back when the line will be over."""
    office.turns._seconds_a_turn = 2.0
    async with office.occupied():
        visits = await office.send("a", "a", "a")
        with pytest.raises(Refusal, match=r"in about 6 s\.$"):
            await office.visit("a")
    await asyncio.gather(*visits)
    assert office.turns._seconds_a_turn < 1.6


async def test_whoever_leaves_leaves_no_trace(office: Office) -> None:
    """Their turn is somebody else's, also where it had come already."""
    async with office.occupied():
        left, called, stays = await office.send("a", "b", "c")
        left.cancel()
    called.cancel()  # it was given the turn, and doesn't know it yet
    outcomes = await asyncio.gather(left, called, stays, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes[:2]] == [asyncio.CancelledError] * 2
    assert office.served == ["c"]
    assert (office.turns.waiting, office.turns._free, len(office.turns._lines)) == (0, 1, 0)


async def test_a_failure_gives_the_turn_back(office: Office) -> None:
    """Whatever happens in a turn, the next one comes."""
    with pytest.raises(ValueError, match="no"):
        async with office.turns.turn("a"):
            raise ValueError("no")
    await office.visit("b")


async def test_the_waiting_are_counted(office: Office) -> None:
    """Those whose turn it is aren't among them."""
    async with office.occupied():
        visits = await office.send("a", "b")
        assert office.turns.waiting == 2
    await asyncio.gather(*visits)
    assert office.turns.waiting == 0


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.integers(0, 3)), max_size=40))
async def test_nothing_is_lost_whatever_happens(
    visits: list[tuple[str, bool, int]],
) -> None:
    """Everyone is served, refused or gone, and in the end every turn is free again."""
    office = Office(Turns(at_once=2, most=6, most_in_a_line=3))
    tasks = []
    for place, is_cancelled, pause in visits:
        task = asyncio.create_task(office.visit(place))
        for _ in range(pause):
            await asyncio.sleep(0)
        if is_cancelled:
            task.cancel()
        tasks.append(task)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} <= {
        type(None),
        Refusal,
        asyncio.CancelledError,
    }
    assert office.most_at_once <= 2
    assert (office.turns.waiting, office.turns._free, len(office.turns._lines)) == (0, 2, 0)
