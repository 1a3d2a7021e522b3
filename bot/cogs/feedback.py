"""The buttons 👍 and 👎 beneath an answer, and the form that asks why."""

from typing import Any

import discord
from discord.ui import Button, Label, Modal, TextInput

from bot.acknowledging import acknowledge
from bot.cogs.answer_button import AnswerButton
from bot.custom_ids import ANSWER_ID
from bot.delivery import fill_in
from bot.error_door import failures_told
from bot.off_loop import off_loop
from bot.refusal import Refusal
from bot.state.feedback import Feedback
from bot.state.state import State
from bot.visibility import visible_answer

_LONGEST_REASON = 1_000


class GoodButton(AnswerButton, template=rf"good:{ANSWER_ID}"):
    """Notes that an answer was good."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(answer_id, Button(emoji="👍", custom_id=f"good:{answer_id}"))

    async def press(self, interaction: discord.Interaction[Any], state: State) -> None:
        """Keep the opinion, and thank whoever pressed."""
        opinion = Feedback(answer_id=self.answer_id, user=interaction.user.id, is_good=True)
        await _keep(interaction, state, opinion)


class BadButton(AnswerButton, template=rf"bad:{ANSWER_ID}"):
    """Asks what was bad about an answer."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(answer_id, Button(emoji="👎", custom_id=f"bad:{answer_id}"))

    async def press(self, interaction: discord.Interaction[Any], state: State) -> None:
        """Open the form."""
        await acknowledge(
            interaction, lambda: interaction.response.send_modal(ReasonForm(self.answer_id, state))
        )


class ReasonForm(Modal, title="Not a good answer"):
    """Takes the reason, if there is one; the opinion is kept when the form is sent off."""

    reason: Label[Any] = Label(
        text="What was wrong?",
        description="Whoever runs me reads it. You may leave it empty.",
        component=TextInput(
            style=discord.TextStyle.paragraph, required=False, max_length=_LONGEST_REASON
        ),
    )

    def __init__(self, answer_id: str, state: State) -> None:
        super().__init__()
        self._answer_id = answer_id
        self._state = state

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the opinion, and thank whoever sent it."""
        field = self.reason.component
        assert isinstance(field, TextInput)
        opinion = Feedback(
            answer_id=self._answer_id,
            user=interaction.user.id,
            is_good=False,
            reason=field.value.strip(),
        )
        async with failures_told(interaction):
            await _keep(interaction, self._state, opinion)


async def _keep(interaction: discord.Interaction[Any], state: State, opinion: Feedback) -> None:
    await acknowledge(
        interaction, lambda: interaction.response.defer(ephemeral=True, thinking=True)
    )
    kept = await visible_answer(interaction, state.answers, opinion.answer_id)
    is_kept = kept is not None and await off_loop(state.feedback.save, opinion)
    if not is_kept:
        raise Refusal("I don’t have that answer any more, so there is nothing to keep this with.")
    await fill_in(interaction, content="Thank you, I’ve noted that. To change it, press again.")
