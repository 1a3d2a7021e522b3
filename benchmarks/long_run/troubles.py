"""What goes wrong while people ask: with Discord, with Chroma, and rebuilds beneath it all."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.long_run.wells import write
from tests.conftest import chroma_process
from tests.local_discord import Fault, LocalDiscord
from tests.local_discord.channel import TextChannel
from tests.local_discord.people import Member

_PATIENCE = 120.0  # seconds
_FAULTS = (
    Fault("POST */callback", drop=True),
    Fault("PATCH */messages/@original", drop=True),
    Fault("PATCH */messages/@original", status=429),
    Fault("PATCH */messages/@original", status=503),
    Fault("POST */messages", status=503),
    Fault("POST */messages", status=502),
    Fault("POST */messages", status=429),
    Fault("POST */typing", status=500),
    Fault("POST */callback", delay=1.0),
    Fault("PATCH */messages/@original", delay=2.0),
)


@dataclass(slots=True, kw_only=True)
class Chroma:
    """A Chroma server that is killed and started anew at one address."""

    place: Path
    url: str = ""
    _held: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Start it, at the address that it had before if it had one."""
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        self.url, _ = self._held.enter_context(chroma_process(self.place, port=port))

    def stop(self) -> None:
        """End it."""
        self._held.close()


@dataclass(slots=True, kw_only=True)
class Troubles:
    """Everything that can be made to go wrong; a class because some of it is mended later."""

    discord: LocalDiscord
    chroma: Chroma
    articles: Path
    admin: Member
    channel: TextChannel
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _faults: int = 0
    _version: int = 0

    async def after(self, question: int) -> None:
        """Make what is due after so many questions."""
        for name, (every, offset, make) in _DUE.items():
            if question % every == offset:
                self.counts[name] = self.counts.get(name, 0) + 1
                await make(self)

    async def _fault(self) -> None:
        self.discord.inject(_FAULTS[self._faults % len(_FAULTS)])
        self._faults += 1

    async def _drop(self) -> None:
        self.discord.gateway.drop()

    async def _reconnect(self) -> None:
        self.discord.gateway.ask_to_reconnect()

    async def _rebuild(self) -> None:
        self._version += 1
        write(self.articles, self._version)
        asked = await self.discord.slash(self.admin, self.channel, "rebuild")
        await self.discord.until(
            lambda: asked.answers and _is_over(asked.answers[-1].text),
            wanted="the end of a rebuild",
            within=_PATIENCE,
        )
        self.channel.messages.clear()

    async def _chroma_away(self) -> None:
        await asyncio.to_thread(self.chroma.stop)

    async def _chroma_back(self) -> None:
        await asyncio.to_thread(self.chroma.start)


def _is_over(rebuild: str) -> bool:
    return "up to date" in rebuild or "is as it was" in rebuild


# Every so many questions, after how many of those, and what.
_DUE: Mapping[str, tuple[int, int, Callable[[Troubles], Awaitable[None]]]] = {
    "requests that fail": (20, 7, Troubles._fault),
    "connections dropped": (250, 30, Troubles._drop),
    "reconnections asked for": (250, 150, Troubles._reconnect),
    "rebuilds": (500, 60, Troubles._rebuild),
    "Chroma away": (1_000, 100, Troubles._chroma_away),
    "Chroma back": (1_000, 160, Troubles._chroma_back),
}
