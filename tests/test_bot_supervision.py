"""The bot keeps trying while Discord can't be reached, and gives up when that can't help."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import discord
import pytest
from discord.ext import commands

from bot.supervision import keep_connected, stop_signal
from index.errors import ConfigurationError
from tests.bot_fixtures import Newsroom
from tests.local_discord import Fault

AT_ONCE = (0.01,)


class SmallBot(commands.AutoShardedBot):
    """A bot that does nothing but connect."""

    def __init__(self) -> None:
        super().__init__(commands.when_mentioned, intents=discord.Intents(guilds=True))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once, without the pause that spares the real Discord."""


@asynccontextmanager
async def supervised(newsroom: Newsroom) -> AsyncIterator[asyncio.Task[None]]:
    """Have a bot kept connected."""
    work = asyncio.create_task(keep_connected(SmallBot, newsroom.discord.token, pauses=AT_ONCE))
    yield work
    work.cancel()
    await asyncio.wait({work})


@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET /users/@me", status=503),
        Fault("GET /users/@me", drop=True),
        Fault("GET /gateway/bot", status=503),
        Fault("GET /gateway/bot", drop=True),
        Fault("GET /gw/", status=503),
    ],
    ids=["login-503", "login-dropped", "address-503", "address-dropped", "gateway-503"],
)
async def test_the_bot_connects_once_discord_can_be_reached(
    newsroom: Newsroom, fault: Fault
) -> None:
    """An outage at the start is waited out."""
    newsroom.discord.inject(fault)
    async with supervised(newsroom):
        await newsroom.discord.gateway.attended(within=15)


@pytest.mark.parametrize("trouble", ["ask_to_reconnect", "invalidate", "drop"])
async def test_a_connection_that_is_lost_is_taken_up_again(
    newsroom: Newsroom, trouble: str
) -> None:
    """Whatever ends the connection, the bot comes back."""
    gateway = newsroom.discord.gateway
    async with supervised(newsroom):
        await gateway.attended()
        before = gateway.identifies + gateway.resumes
        make_trouble: Callable[[], None] = getattr(gateway, trouble)
        make_trouble()
        await newsroom.discord.until(
            lambda: gateway.identifies + gateway.resumes > before,
            wanted="another connection",
            within=15,
        )


async def test_a_refused_token_is_a_wrong_setting(newsroom: Newsroom) -> None:
    """Trying again can't help: the error says where a token comes from."""
    with pytest.raises(ConfigurationError, match=r"refuses DISCORD_TOKEN: .*Reset Token"):
        await keep_connected(SmallBot, "wrong", pauses=AT_ONCE)


async def test_a_token_that_is_reset_meanwhile_is_a_wrong_setting(newsroom: Newsroom) -> None:
    """A running bot whose token became worthless ends with the same advice."""
    async with supervised(newsroom) as work:
        await newsroom.discord.gateway.attended()
        newsroom.discord.reset_token()
        newsroom.discord.gateway.invalidate()
        with pytest.raises(ConfigurationError, match="DISCORD_TOKEN"):
            await asyncio.wait_for(work, 15)


async def test_a_mistake_of_ours_is_not_taken_for_an_outage(newsroom: Newsroom) -> None:
    """An error in the bot's own code ends it instead of being tried for ever."""

    class Mistaken(SmallBot):
        async def setup_hook(self) -> None:
            raise KeyError("mistake")

    with pytest.raises(KeyError, match="mistake"):
        await keep_connected(Mistaken, newsroom.discord.token, pauses=AT_ONCE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_first_signal_is_a_request(number: signal.Signals) -> None:
    """It can be waited for; a second one would end the process as ever."""
    earlier = signal.getsignal(number)
    stop = stop_signal()
    os.kill(os.getpid(), number)
    await asyncio.wait_for(stop.wait(), 5)
    assert signal.getsignal(number) is earlier
