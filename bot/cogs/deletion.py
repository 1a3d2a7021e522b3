"""The button that takes an answer back."""

from contextlib import suppress
from typing import Any

import discord
from discord.ui import Button

from bot.acknowledging import acknowledge
from bot.cogs.answer_button import AnswerButton
from bot.off_loop import off_loop
from bot.refusal import Refusal
from bot.state.state import State


class DeleteButton(AnswerButton, template=r"delete:([^:]+)"):
    """Deletes an answer and all that is kept of it, for its asker and for moderators."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(answer_id, Button(label="Delete", custom_id=f"delete:{answer_id}"))

    async def press(self, interaction: discord.Interaction[Any], state: State) -> None:
        """Take the messages away, then what is kept."""
        await acknowledge(interaction, interaction.response.defer)
        kept = await off_loop(state.answers.kept, self.answer_id)
        is_asker = kept is not None and kept.occasion.asker == interaction.user.id
        if not (is_asker or interaction.permissions.manage_messages):
            raise Refusal(
                "Only whoever asked can delete this answer, or members with the permission "
                "“Manage Messages” here."
            )
        shown = await off_loop(state.answers.messages, self.answer_id)
        await _delete_messages(interaction, shown)
        await off_loop(state.answers.delete, self.answer_id)


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
