"""The command /ask."""

from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.acknowledging import acknowledge
from bot.cogs.beneath import may_have_thread
from bot.cogs.responding import Responder
from bot.completion import LONGEST_CHOICE, choice, matching
from bot.delivery import ToInteraction
from bot.desk import Desk
from bot.filters import chosen_filters
from bot.off_loop import off_loop
from bot.readership import readable_in
from bot.state.answers import Occasion
from bot.state.state import State
from index.errors import FootnoteError
from index.library import Library


class AskCommand(commands.Cog):
    """Answers for everyone in the channel to read, or for the asker alone."""

    def __init__(self, library: Library, state: State, desk: Desk) -> None:
        self._library = library
        self._desk = desk
        self._responder = Responder(desk, state.answers)

    @app_commands.command(description="Ask a question; the answer comes with its sources")
    @app_commands.describe(
        question="What you want to know from the articles",
        publisher="Only what this publisher published",
        since="Only what was published since: 2024-11-18, 2024-11 or 2024",
        until="Only what was published until: 2024-11-18, 2024-11 or 2024",
        private="Whether only you see the answer",
    )
    async def ask(
        self,
        interaction: discord.Interaction,
        question: str,
        *,
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Answer as a response to the command."""
        filters = chosen_filters(publisher=publisher, since=since, until=until)
        settings = await self._desk.settings_in(interaction.guild_id)
        is_private = settings.private_by_default if private is None else private
        occasion = Occasion(
            server=interaction.guild_id,
            channel=interaction.channel_id,
            asker=interaction.user.id,
            # Direct messages are private anyway.
            is_private=is_private and interaction.guild_id is not None,
        )
        with self._desk.taking(occasion, settings):
            await acknowledge(
                interaction,
                lambda: interaction.response.defer(ephemeral=occasion.is_private, thinking=True),
            )
            has_thread = may_have_thread(interaction.channel, interaction.app_permissions)
            await self._responder.respond(
                question,
                occasion,
                ToInteraction(interaction, is_private=occasion.is_private),
                filters=filters,
                has_thread=has_thread and not occasion.is_private,
            )

    @ask.autocomplete("publisher")
    async def _offer_publishers(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        with suppress(FootnoteError):  # without an index there is nothing to offer
            known = await off_loop(readable_in(interaction.guild_id, self._library).publishers)
            short = [name for name in known if len(name) <= LONGEST_CHOICE]
            return [choice(name, name) for name in matching(short, typed, named=str)]
        return []
