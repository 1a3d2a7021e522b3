"""The button that takes an answer back."""

import asyncio
from contextlib import suppress
from typing import Any

import discord
from discord.ui import Button

from bot.acknowledging import acknowledge
from bot.cogs.answer_button import AnswerButton
from bot.custom_ids import ANSWER_ID
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
        """Take the messages away, then what is kept."""
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
        shown = await off_loop(state.answers.messages, self.answer_id)
        await _delete_messages(interaction, shown)
        await off_loop(state.answers.delete, self.answer_id)


async def _shown_by(message_id: int, state: State) -> Kept | None:
    """Return the answer that a message shows; which one it is, is noted only once it is shown."""
    for pause in _PAUSES:
        if shown := await off_loop(state.answers.shown_by, message_id):
            return shown
        await asyncio.sleep(pause)
    return await off_loop(state.answers.shown_by, message_id)


async def _delete_messages(interaction: discord.Interaction[Any], shown: list[int]) -> None:
    assert interaction.message
    with suppress(discord.NotFound):
        await interaction.delete_original_response()  # the message with the button
    place = interaction.client.get_partial_messageable(interaction.channel_id)
    for message_id in shown:
        if message_id != interaction.message.id:
            # Parts of a private answer can't be reached any more; only their reader sees them.
            with suppress(discord.NotFound, discord.Forbidden):
                await place.get_partial_message(message_id).delete()
