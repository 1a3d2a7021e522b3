"""The command /settings: how the bot behaves in a server, shown and changed in one message."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self

import discord
from discord import ChannelType, app_commands
from discord.ext import commands
from discord.ui import (
    ActionRow,
    Button,
    ChannelSelect,
    DynamicItem,
    Item,
    Label,
    LayoutView,
    Modal,
    RoleSelect,
    TextDisplay,
    TextInput,
)

from bot.acknowledging import acknowledge
from bot.delivery import fill_in
from bot.error_door import failures_told
from bot.messages.settings_texts import (
    HEADING,
    admins_text,
    limits_text,
    mentions_text,
    privacy_text,
)
from bot.off_loop import off_loop
from bot.permissions import for_admins, require_admin
from bot.refusal import Refusal
from bot.state.server_settings import Cooldown, ServerSettings, ServerSettingsStore

# Discord's limit for a menu.
_MOST_CHOSEN = 25
# Where people can write; threads go with their channel.
_CHANNELS = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.forum,
    ChannelType.voice,
    ChannelType.stage_voice,
]
# More than a small machine answers in a day, and a day.
_MOST_QUESTIONS, _MOST_SECONDS = 10_000, 86_400
_WHOLE_NUMBER = re.compile(r"\d{1,6}", re.ASCII)

_Change = Callable[[ServerSettings], ServerSettings]


class _SettingsItem(DynamicItem[Item[LayoutView]], template=r"(?!)"):
    """Changes settings; what it does is in its custom id, so it survives a restart.

    Each kind makes itself from the settings, and does its work in `use`.
    """

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Return what was used."""
        make: Callable[[], Self] = cls
        return make()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do the work for an admin, or tell whoever tries what went wrong."""
        async with failures_told(interaction):
            await require_admin(interaction)
            await self.use(interaction)

    async def use(self, interaction: discord.Interaction[Any]) -> None:
        """Do the work."""
        raise NotImplementedError


class MentionChannels(_SettingsItem, template=r"settings:channels"):
    """Chooses where mentions are answered."""

    def __init__(self, chosen: list[int] | None = None) -> None:
        defaults = [discord.Object(each, type=discord.TextChannel) for each in chosen or []]
        self._menu: ChannelSelect[LayoutView] = ChannelSelect(
            custom_id="settings:channels",
            placeholder="Every channel",
            channel_types=_CHANNELS,
            min_values=0,
            max_values=_MOST_CHOSEN,
            default_values=defaults,
        )
        super().__init__(self._menu)

    async def use(self, interaction: discord.Interaction[Any]) -> None:
        """Answer mentions in the channels chosen; in all if none is."""
        chosen = frozenset(channel.id for channel in self._menu.values) or None
        await _change(interaction, lambda before: replace(before, mention_channels=chosen))


class AdminRoles(_SettingsItem, template=r"settings:roles"):
    """Chooses whose members count as admins."""

    def __init__(self, chosen: list[int] | None = None) -> None:
        self._menu: RoleSelect[LayoutView] = RoleSelect(
            custom_id="settings:roles",
            placeholder="No further roles",
            min_values=0,
            max_values=_MOST_CHOSEN,
            default_values=[discord.Object(each, type=discord.Role) for each in chosen or []],
        )
        super().__init__(self._menu)

    async def use(self, interaction: discord.Interaction[Any]) -> None:
        """Count members with the roles chosen as admins."""
        chosen = frozenset(role.id for role in self._menu.values)
        if interaction.guild_id in chosen:  # the role that everyone has is the server's namesake
            raise Refusal("Not everyone can be an admin: choose other roles than @everyone.")
        await _change(interaction, lambda before: replace(before, admin_roles=chosen))


class PrivacyButton(_SettingsItem, template=r"settings:(?:private|public)"):
    """Changes who sees answers; which way is in its custom id, for two may press at once."""

    def __init__(self, *, private: bool = False) -> None:
        label = "Only whoever asks" if private else "Everyone in the channel"
        custom_id = f"settings:{'private' if private else 'public'}"
        super().__init__(Button(label=f"Show answers to: {label}", custom_id=custom_id))
        self._private = private

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(private=match[0] == "settings:private")

    async def use(self, interaction: discord.Interaction[Any]) -> None:
        """Show answers as the button says."""
        private = self._private
        await _change(interaction, lambda before: replace(before, private_by_default=private))


class LimitsButton(_SettingsItem, template=r"settings:limits"):
    """Opens the form in which limits are set."""

    def __init__(self) -> None:
        super().__init__(Button(label="Limits …", custom_id="settings:limits"))

    async def use(self, interaction: discord.Interaction[Any]) -> None:
        """Open it, filled in as things are."""
        store: ServerSettingsStore = interaction.client.state.server_settings
        settings = await off_loop(store.get, interaction.guild_id)
        await acknowledge(
            interaction, lambda: interaction.response.send_modal(LimitsForm(settings))
        )


class LimitsForm(Modal, title="How much may be asked"):
    """Takes four numbers."""

    def __init__(self, settings: ServerSettings) -> None:
        super().__init__()
        member, server = settings.user_cooldown, settings.server_cooldown
        self._member = self._add("A member", member)
        self._server = self._add("The whole server", server)

    def _add(self, who: str, cooldown: Cooldown) -> tuple[TextInput[Any], TextInput[Any]]:
        questions: TextInput[Any] = TextInput(default=str(cooldown.questions), max_length=10)
        seconds: TextInput[Any] = TextInput(default=f"{cooldown.seconds:.0f}", max_length=10)
        self.add_item(Label(text=f"{who}: so many questions", component=questions))
        self.add_item(Label(text=f"{who}: within so many seconds", component=seconds))
        return questions, seconds

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Set the limits, if that is what they can be."""
        async with failures_told(interaction):
            await require_admin(interaction)
            member, server = _cooldown(*self._member), _cooldown(*self._server)
            await _change(
                interaction,
                lambda before: replace(before, user_cooldown=member, server_cooldown=server),
            )


SETTINGS_ITEMS = (MentionChannels, AdminRoles, PrivacyButton, LimitsButton)


class SettingsCommand(commands.Cog):
    """The command /settings."""

    def __init__(self, settings: ServerSettingsStore) -> None:
        self._settings = settings

    @app_commands.command(description="How I behave in this server")
    @for_admins
    async def settings(self, interaction: discord.Interaction) -> None:
        """Show an admin how things are, with what changes them."""
        await acknowledge(interaction, lambda: interaction.response.defer(ephemeral=True))
        assert interaction.guild
        settings = await off_loop(self._settings.get, interaction.guild.id)
        await fill_in(interaction, view=_view(settings, interaction.guild))


async def _change(interaction: discord.Interaction[Any], change: _Change) -> None:
    """Change the settings of the server, and show them as they are then."""
    await acknowledge(interaction, interaction.response.defer)
    assert interaction.guild
    store: ServerSettingsStore = interaction.client.state.server_settings
    changed = await off_loop(store.change, interaction.guild.id, change)
    await fill_in(interaction, view=_view(changed, interaction.guild))


def _view(settings: ServerSettings, guild: discord.Guild) -> LayoutView:
    """Return the message; what was chosen and is gone from the server isn't shown."""
    channels = {channel.id for channel in guild.channels}
    roles = {role.id for role in guild.roles}
    mentioned = sorted(channels.intersection(settings.mention_channels or ()))
    admins = sorted(roles.intersection(settings.admin_roles))
    privacy = PrivacyButton(private=not settings.private_by_default)
    view = LayoutView(timeout=None)
    parts: list[Item[Any]] = [
        TextDisplay(f"{HEADING}\n{mentions_text(settings, channels)}"),
        ActionRow(MentionChannels(mentioned)),
        TextDisplay(admins_text(settings, roles)),
        ActionRow(AdminRoles(admins)),
        TextDisplay(f"{privacy_text(settings)}\n{limits_text(settings)}"),
        ActionRow(privacy, LimitsButton()),
    ]
    for part in parts:
        view.add_item(part)
    return view


def _cooldown(questions: TextInput[Any], seconds: TextInput[Any]) -> Cooldown:
    return Cooldown(
        questions=_number(questions.value, "questions", _MOST_QUESTIONS),
        seconds=_number(seconds.value, "seconds", _MOST_SECONDS),
    )


def _number(typed: str, of_what: str, most: int) -> int:
    text = typed.strip()
    if not _WHOLE_NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        raise Refusal(
            f"“{text}” is no number of {of_what}: press “Limits …” again and give a whole one from "
            f"1 to {most:,}."
        )
    return int(text)
