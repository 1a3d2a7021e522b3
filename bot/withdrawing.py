"""The bot's messages that show what has been forgotten or deleted, taken away one after another."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import discord

from bot.insisting import SENDING_FAILURES
from bot.off_loop import off_loop
from bot.state.forgetting import ForgettingStore, Withdrawal
from bot.waking import Waking

# What somebody forgot from the command line waits so long.
_BETWEEN_LOOKS = 60.0  # seconds
# Another bot with the same database may be the one that wrote a message, or is let into its
# channel: for so long it has the chance to delete it.
_PATIENCE = timedelta(days=1)
# In place of a thread's name, which was the question.
NAMELESS = "Deleted question"
_ARCHIVED = 50083  # Discord's error code for what can't be done in an archived thread

log = logging.getLogger(__name__)


class Withdrawer(Waking):
    """Deletes what is to be deleted; a class because it can be woken, and is refused only once."""

    def __init__(self, client: discord.Client, forgetting: ForgettingStore) -> None:
        super().__init__()
        self._client = client
        self._forgetting = forgetting
        self._refused: set[int] = set()

    async def run(self) -> None:
        """Delete until cancelled; what is left then is found after the next start."""
        while True:
            self._begin_round()
            try:
                await self._delete_all()
            except SENDING_FAILURES as error:
                log.warning("Messages that were to be deleted have to wait: %s", error)
            except Exception:  # the next look may go well, whatever this was
                log.exception("Messages that were to be deleted have to wait.")
            await self._pause(_BETWEEN_LOOKS)

    async def _delete_all(self) -> None:
        withdrawals = await off_loop(self._forgetting.withdrawals)
        self._refused &= {each.message for each in withdrawals}
        for withdrawal in withdrawals:
            if await self._is_done_with(withdrawal):
                await off_loop(self._forgetting.withdrawn, withdrawal.message)

    async def _is_done_with(self, withdrawal: Withdrawal) -> bool:
        """Delete a message, and return whether it is gone or has been waited for long enough."""
        if withdrawal.message not in self._refused:
            try:
                await self._delete(withdrawal)
                return True
            except discord.NotFound:
                return True
            except discord.DiscordServerError:
                raise
            except discord.HTTPException:
                self._refused.add(withdrawal.message)
        return datetime.now(UTC) - withdrawal.decided_at > _PATIENCE

    async def _delete(self, withdrawal: Withdrawal) -> None:
        # A thread that was opened at a message has its id.
        thread = await self._thread(withdrawal.message)
        if thread and self._is_own(thread):
            with suppress(discord.Forbidden):  # locked by those who manage threads
                async with _opened(thread):
                    await thread.edit(name=NAMELESS)
        place = self._client.get_partial_messageable(withdrawal.channel)
        message = place.get_partial_message(withdrawal.message)
        try:
            await message.delete()
        except discord.HTTPException as error:
            archive = await self._thread(withdrawal.channel) if error.code == _ARCHIVED else None
            if archive is None:
                raise
            async with _opened(archive):
                await message.delete()

    def _is_own(self, thread: discord.Thread) -> bool:
        return self._client.user is not None and thread.owner_id == self._client.user.id

    async def _thread(self, thread_id: int) -> discord.Thread | None:
        """Return the thread with this id, if there is one that the bot sees."""
        try:
            found = self._client.get_channel(thread_id) or await self._client.fetch_channel(
                thread_id
            )
        except (discord.NotFound, discord.Forbidden, discord.InvalidData):
            return None
        return found if isinstance(found, discord.Thread) else None


@asynccontextmanager
async def _opened(thread: discord.Thread) -> AsyncIterator[None]:
    """Take a thread out of the archive meanwhile, if it is there."""
    was_archived = thread.archived
    if was_archived:
        await thread.edit(archived=False)
    try:
        yield
    finally:
        if was_archived:
            await thread.edit(archived=True)
