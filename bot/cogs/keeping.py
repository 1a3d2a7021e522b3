"""What the bot does by itself with what it keeps, for as long as it is connected."""

import asyncio
import logging

import discord
from discord.ext import commands

from bot.off_loop import off_loop
from bot.retention import Retention
from bot.state.presence import PresenceStore
from bot.withdrawing import Withdrawer

_PAUSE = 60.0  # seconds

log = logging.getLogger(__name__)


class Keeping(commands.Cog):
    """Notes which servers the bot is in, and forgets and takes away what is due."""

    def __init__(
        self,
        client: discord.Client,
        presence: PresenceStore,
        retention: Retention,
        withdrawer: Withdrawer,
    ) -> None:
        self._client = client
        self._presence = presence
        self._retention = retention
        self._withdrawer = withdrawer
        self._work: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin once the bot knows which servers it is in."""
        self._work = asyncio.create_task(self._keep())

    async def cog_unload(self) -> None:
        """Leave the rest to the next start."""
        if self._work:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def _keep(self) -> None:
        await self._client.wait_until_ready()
        # Nothing is forgotten of a server before it is known whether the bot is back there.
        while not await self._is_noted():  # noqa: ASYNC110 (it is tried, not waited for)
            await asyncio.sleep(_PAUSE)
        await asyncio.gather(self._retention.run(), self._withdrawer.run())

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Note what changed while the bot was away."""
        await self._note()

    @commands.Cog.listener()
    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """Note that the bot is there."""
        await self._note()

    @commands.Cog.listener()
    async def on_guild_remove(self, _guild: discord.Guild) -> None:
        """Note that the bot isn't there any more."""
        await self._note()
        self._retention.wake()

    async def _is_noted(self) -> bool:
        try:
            await self._note()
        except Exception:  # the next time may go well, whatever this was
            log.exception("Which servers the bot is in can't be noted.")
            return False
        return True

    async def _note(self) -> None:
        assert self._client.user
        servers = {guild.id for guild in self._client.guilds}
        await off_loop(self._presence.note, self._client.user.id, servers)
