"""What stands beneath an answer: the buttons that make sense where it is shown."""

from typing import Any

import discord
from discord.ui import Item

from bot.cogs.deletion import DeleteButton
from bot.cogs.feedback import BadButton, GoodButton
from bot.cogs.sources import SourcesButton
from bot.cogs.threads import ThreadButton, lacking_for_thread
from index.answer import Answer

BUTTONS = (SourcesButton, GoodButton, BadButton, ThreadButton, DeleteButton)


def buttons_beneath(answer: Answer, *, has_thread: bool) -> list[Item[Any]]:
    """Return the buttons for an answer, in reading order."""
    buttons: list[Item[Any]] = [GoodButton(answer.id), BadButton(answer.id)]
    if answer.citations:
        buttons.insert(0, SourcesButton(answer.id))
    if has_thread:
        buttons.append(ThreadButton(answer.id))
    return [*buttons, DeleteButton(answer.id)]


def may_have_thread(channel: object, allowed: discord.Permissions) -> bool:
    """Tell whether the bot, so much being allowed, may open a thread in a channel."""
    return isinstance(channel, discord.TextChannel) and not lacking_for_thread(allowed)
