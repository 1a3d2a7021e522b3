"""Who may see an answer that was given: the one place that decides it."""

from typing import Any

import discord

from bot.off_loop import off_loop
from bot.state.answers import AnswerStore, Kept, Occasion


async def visible_answer(
    interaction: discord.Interaction[Any], answers: AnswerStore, answer_id: str
) -> Kept | None:
    """Return an answer, if whoever names it could also read it where it was given."""
    kept = await off_loop(answers.kept, answer_id)
    return kept if kept and may_see(interaction, kept.occasion) else None


def may_see(interaction: discord.Interaction[Any], occasion: Occasion) -> bool:
    """Tell whether whoever does something could also read the answer where it was given."""
    if occasion.is_private and occasion.asker != interaction.user.id:
        return False
    if occasion.channel == interaction.channel_id:
        return True
    if interaction.guild is None:  # what comes too late for its command is sent to its asker
        return occasion.is_private
    if occasion.server != interaction.guild.id:
        return False
    assert isinstance(interaction.user, discord.Member)
    place = interaction.guild.get_channel_or_thread(occasion.channel or 0)
    if place is None or (isinstance(place, discord.Thread) and place.is_private()):
        return False
    allowed = place.permissions_for(interaction.user)
    return allowed.view_channel and allowed.read_message_history
