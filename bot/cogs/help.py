"""The command /help: what one can do with the bot, here and with one's permissions."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.acknowledging import acknowledge
from bot.delivery import follow_up
from bot.messages.help_page import Offer, help_pages
from bot.messages.layout import layout


class Help(commands.Cog):
    """The command /help."""

    def __init__(self, bot: commands.AutoShardedBot, *, language_model: str | None) -> None:
        self._tree = bot.tree
        self._language_model = language_model

    @app_commands.command(description="What I can do here")
    async def help(self, interaction: discord.Interaction) -> None:
        """Show whoever asks what they can do here."""
        pages = help_pages(self._offers(interaction), language_model=self._language_model)
        first, *others = map(layout, pages)
        await acknowledge(
            interaction, lambda: interaction.response.send_message(view=first, ephemeral=True)
        )
        for view in others:
            await follow_up(interaction, view=view, ephemeral=True)

    def _offers(self, interaction: discord.Interaction) -> Iterator[Offer]:
        """Yield what the person may use where they are, by name."""
        for command in sorted(self._tree.walk_commands(), key=lambda item: item.qualified_name):
            if isinstance(command, app_commands.Command) and _is_offered(
                command.root_parent or command, interaction
            ):
                yield Offer(name=command.qualified_name, description=command.description)
        for menu in self._tree.walk_commands(type=discord.AppCommandType.message):
            if _is_offered(menu, interaction):
                description = menu.extras.get("description", "")  # Discord has none for these
                yield Offer(name=menu.name, description=description, on_messages=True)


def _is_offered(
    command: app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu,
    interaction: discord.Interaction,
) -> bool:
    """Tell whether Discord shows a command by default to this person in this place."""
    if interaction.guild_id is None:
        return not command.guild_only
    needed = command.default_permissions
    return needed is None or needed.is_subset(interaction.permissions)
