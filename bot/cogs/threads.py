"""The button that opens a thread at an answer, where one asks on."""

from typing import Any

import discord
from discord.ui import Button

from bot.acknowledging import acknowledge
from bot.cogs.answer_button import AnswerButton
from bot.custom_ids import ANSWER_ID
from bot.delivery import fill_in, send
from bot.insisting import insist
from bot.messages.markdown import plain, shorten
from bot.permissions import spoken
from bot.refusal import Refusal
from bot.state.state import State
from bot.visibility import visible_answer

_LONGEST_NAME = 100  # characters, Discord's limit for the name of a thread
_THREAD_EXISTS = 160004  # Discord's error code
_NEEDED = ("create_public_threads", "send_messages_in_threads")


def lacking_for_thread(allowed: discord.Permissions) -> list[str]:
    """Return what the bot needs for a thread and isn't allowed."""
    return [name for name in _NEEDED if not getattr(allowed, name)]


class ThreadButton(AnswerButton, template=rf"thread:{ANSWER_ID}"):
    """Opens a public thread at an answer, named after its question."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(answer_id, Button(label="Thread", custom_id=f"thread:{answer_id}"))

    async def press(self, interaction: discord.Interaction[Any], state: State) -> None:
        """Open the thread, and lead whoever pressed there."""
        await acknowledge(
            interaction, lambda: interaction.response.defer(ephemeral=True, thinking=True)
        )
        _refuse_who_may_not(interaction)
        kept = await visible_answer(interaction, state.answers, self.answer_id)
        if kept is None or kept.occasion.is_private:  # everyone reads a thread's name
            raise Refusal("I don’t have that answer any more: ask again.")
        place = await _open(interaction, thread_name(kept.answer.question))
        await fill_in(interaction, content=f"Ask on in {place}.")


def thread_name(question: str) -> str:
    """Return a thread's name after a question."""
    return shorten(plain(question), _LONGEST_NAME) or "Question"


def _refuse_who_may_not(interaction: discord.Interaction[Any]) -> None:
    if lacking := lacking_for_thread(interaction.app_permissions):
        raise Refusal(
            f"I need the permission {spoken(lacking)} in this channel for that: ask a server "
            "admin to give it to me."
        )
    if not interaction.permissions.create_public_threads:
        raise Refusal(f"You need the permission {spoken(_NEEDED[:1])} for that.")


async def _open(interaction: discord.Interaction[Any], name: str) -> str:
    """Return a link to the thread of the answer, opened unless it is there already."""
    message = interaction.message
    assert message
    try:
        thread = await insist(lambda: message.create_thread(name=name))
    except discord.HTTPException as error:
        if error.code != _THREAD_EXISTS:
            raise
        return f"<#{message.id}>"  # a thread has the id of its first message
    if interaction.client.intents.message_content:
        await send(thread, content="Ask on here: I answer every message in this thread.")
    else:
        await send(thread, content="Ask on here: mention me, or reply to one of my answers.")
    return thread.mention
