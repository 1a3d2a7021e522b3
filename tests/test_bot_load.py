"""Many ask at once: nobody is left without a word, and one server's rush is its own."""

import asyncio
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import click
import pytest

from bot.client import FootnoteBot
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom
from tests.local_discord.channel import TextChannel
from tests.local_discord.people import Member

SERVERS = 5
LONG_ENOUGH = 60  # seconds, on a machine that is busy with other things
# A fifth line to take turns with, and the work of taking so many questions. In the order of asking
# it is more than three times, and those who rush are the first.
FAIR = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What one asker was told, after how many seconds, and when Discord saw that it would be."""

    text: str
    seconds: float
    acknowledged: float

    @property
    def is_answer(self) -> bool:
        """Whether it is the answer, rather than word of how long it will take."""
        return FIGURE in self.text


class Server:
    """A server of many askers, each of whom asks once."""

    def __init__(self, newsroom: Newsroom, name: str) -> None:
        self._discord = newsroom.discord
        self._guild = newsroom.discord.add_guild(name)
        self._channel: TextChannel = self._guild.add_channel("general")

    async def ask(self, askers: int) -> list[Told]:
        """Have so many ask at once."""
        members = [self._guild.add_member(f"asker {number}") for number in range(askers)]
        return await asyncio.gather(*map(self._ask, members))

    async def _ask(self, member: Member) -> Told:
        began = time.monotonic()
        asked = await self._discord.slash(member, self._channel, "ask", question=QUESTION)
        # Never, if the bot is later than the 3 seconds that Discord allows.
        await self._discord.until(lambda: asked.callback, wanted="a sign", within=LONG_ENOUGH)
        acknowledged = time.monotonic() - began
        reply = await asked.reply(within=LONG_ENOUGH)
        return Told(reply.text, time.monotonic() - began, acknowledged)


def servers_in(newsroom: Newsroom) -> list[Server]:
    """Return new servers that the bot is in."""
    return [Server(newsroom, f"Server {number}") for number in range(SERVERS)]


async def ask_in(servers: Iterable[Server], askers: int) -> list[Told]:
    """Have so many ask at once in each server."""
    told = await asyncio.gather(*(server.ask(askers) for server in servers))
    return list(chain.from_iterable(told))


def middle(tellings: Iterable[Told]) -> float:
    """Return how long it took, half of them longer."""
    return statistics.median(told.seconds for told in tellings)


@pytest.mark.untraced
async def test_fifty_at_once_are_all_told(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Each gets the answer, and each interaction is acknowledged within Discord's 3 seconds."""
    servers = servers_in(newsroom)
    told = await ask_in(servers, 10)
    answers = [one for one in told if one.is_answer]
    click.echo(
        f"\n{len(told)} asked at once: all acknowledged within "
        f"{max(one.acknowledged for one in told):.2f} s; "
        f"{len(answers)} answered, half within {middle(told):.2f} s"
    )
    assert len(answers) == len(told) == 50  # no server asks more than its line holds


async def test_one_servers_rush_is_its_own(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Thirty askers in one hardly keep those in the others, who come after them, from theirs."""
    rushed, *quiet = servers_in(newsroom)
    await rushed.ask(1)  # whatever is loaded at the first question is loaded
    before = await ask_in(quiet, 5)
    rush, during = await asyncio.gather(rushed.ask(30), ask_in(quiet, 5))
    sent_away = [one for one in rush if not one.is_answer]
    click.echo(
        f"\nhalf of the quiet servers' questions answered within {middle(before):.2f} s, "
        f"during a rush elsewhere {middle(during):.2f} s; "
        f"in the rush {middle(rush):.2f} s, {len(sent_away)} of 30 told to wait"
    )
    assert all(one.is_answer for one in during)
    assert all(one.text.startswith("I’m busy: ") for one in sent_away)
    assert len(sent_away) <= 5
    assert middle(during) < middle(rush)
    assert middle(during) < FAIR * middle(before)
