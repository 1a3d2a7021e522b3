"""The button that takes an answer back."""

import asyncio
from contextlib import suppress
from typing import Any

import discord
from discord.ui import Button

from bot.acknowledging import acknowledge
from bot.cogs.answer_button import AnswerButton
from bot.custom_ids import ANSWER_ID
from bot.insisting import insist
from bot.off_loop import off_loop
from bot.refusal import Refusal
from bot.state.answers import Kept
from bot.state.state import State

# Far longer than it takes to note which messages show an answer.
_PAUSES = (0.2, 0.8)  # seconds


class DeleteButton(AnswerButton, template=rf"delete:{ANSWER_ID}"):
    """Deletes an answer and all that is kept of it, for its asker and for moderators."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(answer_id, Button(label="Delete", custom_id=f"delete:{answer_id}"))

    async def press(self, interaction: discord.Interaction[Any], state: State) -> None:
        """Take away what is kept, then the message, and soon after whatever else shows it."""
        await acknowledge(interaction, interaction.response.defer)
        assert interaction.message
        kept = await off_loop(state.answers.kept, self.answer_id)
        shown_here = await _shown_by(interaction.message.id, state)
        if (kept and kept.answer.id) != (shown_here and shown_here.answer.id):
            raise Refusal("That isn’t this answer’s button: press the one beneath the answer.")
        is_asker = kept is not None and kept.occasion.asker == interaction.user.id
        if not (is_asker or interaction.permissions.manage_messages):
            raise Refusal(
                "Only whoever asked can delete this answer, or members with the permission "
                "“Manage Messages” here."
            )
        await off_loop(state.forgetting.answer, self.answer_id)
        interaction.client.withdrawer.wake()
        with suppress(discord.NotFound):
            await insist(interaction.delete_original_response)


async def _shown_by(message_id: int, state: State) -> Kept | None:
    """Return the answer that a message shows; which one it is, is noted only once it is shown."""
    for pause in _PAUSES:
        if shown := await off_loop(state.answers.shown_by, message_id):
            return shown
        await asyncio.sleep(pause)
    return await off_loop(state.answers.shown_by, message_id)
