"""How an answer reaches its reader, also where what it was to answer is gone or has run out."""

import secrets
from collections.abc import Sequence
from typing import Any, Protocol

import discord
from discord.ui import LayoutView

from bot.insisting import insist

# Error codes of Discord (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json).
_NO_HISTORY = 160002  # a reply, where the bot may not read what it replies to
_EXPIRED = {10015, 50027}  # an interaction, 15 minutes after it began


class Delivery(Protocol):
    """A place for the messages of one answer."""

    async def show(self, view: LayoutView) -> discord.Message:
        """Return the first message, which shows this from now on."""

    async def add(self, view: LayoutView) -> discord.Message:
        """Return a further message."""

    async def withdraw(self) -> None:
        """Take away what is shown so far."""


async def deliver(delivery: Delivery, views: Sequence[LayoutView]) -> list[discord.Message]:
    """Return the messages that show the views, one each."""
    first, *others = views
    return [await delivery.show(first), *[await delivery.add(view) for view in others]]


class ToInteraction:
    """Fills in the response to a command that was deferred.

    Once Discord takes nothing more for the command, the answer goes to its channel, or if it is
    private to its asker.
    """

    def __init__(self, interaction: discord.Interaction[Any], *, is_private: bool) -> None:
        self._interaction = interaction
        self._is_private = is_private

    async def show(self, view: LayoutView) -> discord.Message:
        """Put the view in place of what the response shows."""
        try:
            return await fill_in(self._interaction, view=view)
        except discord.HTTPException as error:
            return await self._send_otherwise(error, view)

    async def add(self, view: LayoutView) -> discord.Message:
        """Follow up on the response."""
        try:
            return await follow_up(self._interaction, view=view, ephemeral=self._is_private)
        except discord.HTTPException as error:
            return await self._send_otherwise(error, view)

    async def withdraw(self) -> None:
        """Take away "thinking…", which everyone sees: what went wrong concerns the asker alone."""
        await self._interaction.delete_original_response()

    async def _send_otherwise(
        self, error: discord.HTTPException, view: LayoutView
    ) -> discord.Message:
        if error.code not in _EXPIRED:
            raise error
        interaction = self._interaction
        place = interaction.user if self._is_private else interaction.channel
        assert isinstance(place, discord.abc.Messageable)
        return await send(place, view=view)


class ToMessage:
    """Replies to a message, then writes on in its channel."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._first: discord.Message | None = None

    async def show(self, view: LayoutView) -> discord.Message:
        """Reply, or put the view in place of what the reply shows."""
        if reply := self._first:
            return await insist(lambda: reply.edit(view=view))
        self._first = await reply_to(self._message, view=view)
        return self._first

    async def add(self, view: LayoutView) -> discord.Message:
        """Write beneath the reply."""
        return await send(self._message.channel, view=view)

    async def withdraw(self) -> None:
        """Delete the reply."""
        if self._first:
            await self._first.delete()


async def reply_to(message: discord.Message, **content: Any) -> discord.Message:
    """Return a message beneath another, plain where that one was deleted or can't be read again."""
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await send(message.channel, reference=reference, mention_author=False, **content)
    except discord.HTTPException as error:
        if error.code != _NO_HISTORY:
            raise
        return await send(message.channel, **content)


async def send(place: discord.abc.Messageable, **content: Any) -> discord.Message:
    """Return a new message, shown once however often it takes to get it through."""
    # For some minutes Discord answers the same nonce with the message that it made before.
    nonce = secrets.randbits(63)
    message: discord.Message = await insist(lambda: place.send(nonce=nonce, **content))
    return message


async def fill_in(
    interaction: discord.Interaction[Any], **content: Any
) -> discord.InteractionMessage:
    """Return the response to a command or button, which shows this from now on."""
    return await insist(lambda: interaction.edit_original_response(**content))


async def follow_up(
    interaction: discord.Interaction[Any], **content: Any
) -> discord.WebhookMessage:
    """Return a message beneath the response; shown twice rather than never."""
    return await insist(lambda: interaction.followup.send(wait=True, **content))
