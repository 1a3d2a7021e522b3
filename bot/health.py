"""Whether the bot works, for whoever watches it: ``GET /health`` answers 200 or 503, and why."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

import discord
from aiohttp import web

from bot.in_flight import InFlight
from bot.off_loop import off_loop
from bot.settings import HEALTH_PATH
from bot.turns import Turns
from index.errors import ConfigurationError, FootnoteError
from index.library import Library
from index.secrets import masked, secrets_in
from index.settings import environment

_PROBE = "What happened?"
# Discord asks for a heartbeat every 41 seconds: two in a row were lost.
_LONGEST_SILENCE = 100.0  # seconds
# Watchers ask every few seconds, and often several of them do.
_FRESH = 10.0  # seconds that the index isn't looked at again
# The first look loads the embedding model; a watcher seldom waits longer.
_PATIENCE = 8.0  # seconds
_LAST_WORDS = 1.0  # seconds for whoever is asking when the bot ends


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardHealth:
    """One connection to Discord: how long its last heartbeat took, and how long ago that was."""

    id: int
    connected: bool = False
    latency: float | None = None
    heartbeat_age: float | None = None

    @classmethod
    def of(cls, number: int, shard: discord.ShardInfo | None) -> "ShardHealth":
        """Return how a shard does, which isn't there before its first connection."""
        # discord.py keeps to itself when Discord last acknowledged a heartbeat.
        heart = shard._parent.ws._keep_alive if shard and not shard.is_closed() else None
        if heart is None:
            return cls(id=number)
        return cls(
            id=number,
            connected=True,
            latency=heart.latency if math.isfinite(heart.latency) else None,
            heartbeat_age=time.perf_counter() - heart._last_ack,
        )

    @property
    def alive(self) -> bool:
        """Whether events of Discord arrive over it."""
        return self.heartbeat_age is not None and self.heartbeat_age < _LONGEST_SILENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexHealth:
    """Whether the index answers; if it doesn't, the problem with its mend."""

    answers: bool
    generation: str | None = None
    newest: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Everything that answers need.

    ``queue`` is how many are being worked on, and ``waiting`` how many of these wait for a core.
    """

    shards: tuple[ShardHealth, ...]
    index: IndexHealth
    queue: int
    waiting: int

    @property
    def healthy(self) -> bool:
        """Whether somebody who asks would get an answer."""
        return all(shard.alive for shard in self.shards) and self.index.answers

    def to_json(self) -> dict[str, Any]:
        """Return the parts by name, and whether all is well."""
        return {"healthy": self.healthy, **asdict(self)}


class Watch:
    """Tells the health of the bot of the moment; a class because bots come and go beneath it."""

    def __init__(
        self, library: Library, in_flight: InFlight, turns: Turns, *, fresh: float = _FRESH
    ) -> None:
        self.bot: discord.AutoShardedClient | None = None
        self._library = library
        self._in_flight = in_flight
        self._turns = turns
        self._fresh = fresh
        self._look: asyncio.Task[IndexHealth] | None = None
        self._stale_at = 0.0

    async def health(self) -> Health:
        """Return how everything does now; the index, how it did within the last seconds."""
        return Health(
            shards=self._shards(),
            index=await self._index(),
            queue=self._in_flight.count,
            waiting=self._turns.waiting,
        )

    def _shards(self) -> tuple[ShardHealth, ...]:
        if self.bot is None:
            return (ShardHealth(id=0),)
        numbers = range(self.bot.shard_count or 1)
        return tuple(ShardHealth.of(number, self.bot.get_shard(number)) for number in numbers)

    async def _index(self) -> IndexHealth:
        # One look serves all who ask meanwhile: an index that hangs mustn't pile up threads.
        now = time.monotonic()
        if self._look is None or (self._look.done() and now >= self._stale_at):
            self._look = asyncio.create_task(off_loop(_examine, self._library))
            self._stale_at = now + self._fresh
        await asyncio.wait({self._look}, timeout=_PATIENCE)
        if not self._look.done():
            return IndexHealth(answers=False, problem=f"no answer within {_PATIENCE:g} seconds")
        return self._look.result()


@asynccontextmanager
async def health_endpoint(watch: Watch, *, host: str, port: int | None) -> AsyncIterator[None]:
    """Serve the health at an address until the block ends; nothing is served without a port.

    Raises:
        ConfigurationError: the address can't be had.
    """
    if port is None:
        yield
        return

    async def respond(_: web.Request) -> web.Response:
        health = await watch.health()
        return web.json_response(health.to_json(), status=200 if health.healthy else 503)

    app = web.Application()
    app.router.add_get(HEALTH_PATH, respond)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST_WORDS)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise ConfigurationError(
            f"HEALTH_PORT is {port}, where {host} can't be listened on ({error.strerror}): set it "
            "to a port that is free, or leave it empty."
        ) from error


def _examine(library: Library) -> IndexHealth:
    try:
        library.check()
        library.search(_PROBE, limit=1)
        status = library.status()
    except FootnoteError as error:
        return IndexHealth(answers=False, problem=_told(str(error)))
    except BaseException as error:  # the stores' panics are no Exception
        return IndexHealth(answers=False, problem=_told(f"{type(error).__name__}: {error}"))
    return IndexHealth(answers=True, generation=status.generation, newest=status.newest)


def _told(problem: str) -> str:
    """Return a problem as everyone who reaches the port may read it."""
    return masked(problem, secrets_in(environment()))
