"""The Discord client: its intents, its commands, and what it does once connected."""

import click
import discord
from discord.ext import commands

from bot.cogs.about import About
from bot.cogs.adding import Adding
from bot.cogs.articles import Articles, ArticlesButton
from bot.cogs.ask_command import AskCommand
from bot.cogs.asking import Asking
from bot.cogs.beneath import BUTTONS
from bot.cogs.claim import ClaimCheck
from bot.cogs.feeds import Feeds
from bot.cogs.forget import Forget, ForgetButton
from bot.cogs.help import Help
from bot.cogs.keeping import Keeping
from bot.cogs.old_buttons import OldButtons
from bot.cogs.rebuild import RebuildCommand
from bot.cogs.settings import SETTINGS_ITEMS, SettingsCommand
from bot.cogs.sources import Sources
from bot.cogs.timeline import TimelineCommand
from bot.cogs.unanswered import UnansweredButton, UnansweredCommand
from bot.command_sync import sync_when_changed
from bot.desk import Desk
from bot.error_door import tell
from bot.feeds.visiting import Visitor
from bot.fetching.fetcher import Fetcher
from bot.in_flight import InFlight
from bot.intake import Intake
from bot.permissions import INVITE
from bot.rebuilding import Rebuilder
from bot.retention import Retention
from bot.settings import StateSettings
from bot.state.state import State
from bot.turns import Turns
from bot.withdrawing import Withdrawer
from index.library import Library

# None of them needs Discord's approval: mentions, replies and direct messages arrive with their
# content, all other messages without, unless the setting MESSAGE_CONTENT_INTENT asks for it.
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)

# Everything that can be pressed or chosen from; it works after a restart, too.
DYNAMIC_ITEMS = (*BUTTONS, ArticlesButton, UnansweredButton, *SETTINGS_ITEMS, ForgetButton)


class FootnoteBot(commands.AutoShardedBot):
    """Footnote in Discord; made anew for every login, from parts that outlive it.

    It connects as often as Discord asks for (once a thousand servers or so), each connection a
    shard of the servers.
    """

    def __init__(
        self,
        library: Library,
        state: State,
        rebuilder: Rebuilder,
        in_flight: InFlight,
        fetcher: Fetcher,
        *,
        turns: Turns,
        dev_guild_id: int | None,
        reads_messages: bool = False,
        state_settings: StateSettings | None = None,
    ) -> None:
        intents = INTENTS | discord.Intents(message_content=reads_messages)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            # Nothing the bot writes may notify anyone: it quotes what others wrote.
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("Ask me with /ask, or mention me"),
            max_messages=None,
        )
        self.library = library
        self.state = state
        self._rebuilder = rebuilder
        self._in_flight = in_flight
        self._turns = turns
        self._fetcher = fetcher
        self._dev_guild_id = dev_guild_id
        self._state_settings = state_settings or StateSettings.from_mapping({})

    async def setup_hook(self) -> None:
        """Put everything in place between login and the first event."""
        self.desk = desk = Desk(
            self.library, self.state, self._rebuilder, self._in_flight, self._turns
        )
        await self.add_cog(AskCommand(self.library, self.state, desk))
        await self.add_cog(Asking(self, self.state, desk))
        await self.add_cog(Sources(self.tree, self.state.answers))
        await self.add_cog(RebuildCommand(self.library, self._rebuilder, self._in_flight))
        await self.add_cog(TimelineCommand(self.library, desk))
        await self.add_cog(ClaimCheck(self, self.library, desk))
        await self.add_cog(Articles(self.library, desk))
        await self.add_cog(Help(self, language_model=self.library.settings.language_model))
        await self.add_cog(About(self, self.library))
        await self.add_cog(UnansweredCommand())
        await self.add_cog(SettingsCommand(self.state.server_settings))
        self.add_dynamic_items(*DYNAMIC_ITEMS)
        await self.add_cog(OldButtons(DYNAMIC_ITEMS))
        await self._add_forgetting()
        intake = Intake(self.library, self._fetcher, self._rebuilder)
        await self.add_cog(Adding(self.library, intake, self._in_flight))
        visitor = Visitor(self.state.feeds, self._fetcher, intake)
        feeds = self.state.feeds
        await self.add_cog(
            Feeds(self, self.library, feeds, self._fetcher, visitor, in_flight=self._in_flight)
        )
        self.tree.error(tell)
        record = self.library.settings.data / "discord-commands.sha256"
        await sync_when_changed(self.tree, guild_id=self._dev_guild_id, record=record)

    async def _add_forgetting(self) -> None:
        self.withdrawer = Withdrawer(self, self.state.forgetting)
        retention = Retention(self.library, self.state, self._state_settings)
        await self.add_cog(Forget())
        await self.add_cog(Keeping(self, self.state.presence, retention, self.withdrawer))

    async def on_ready(self) -> None:
        """Say who is connected, and how to invite it."""
        assert self.application_id
        link = discord.utils.oauth_url(
            self.application_id, permissions=INVITE, scopes=("bot", "applications.commands")
        )
        click.echo(f"{self.user} is ready. To invite it: {link}")

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to Asking; the default would look for text commands in them."""
