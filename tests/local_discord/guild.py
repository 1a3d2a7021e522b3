"""A guild (what Discord's app calls a server) with its channels, members and roles."""

from discord import ChannelType, Permissions
from discord.utils import snowflake_time

from tests.local_discord.channel import Channel, TextChannel, Thread
from tests.local_discord.hub import Hub, Json
from tests.local_discord.people import Member, Role, User

EVERYONE = Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    attach_files=True,
    add_reactions=True,
    read_message_history=True,
    use_application_commands=True,
)

# What Discord says of every guild besides, as it is for a new one; some clients insist on it.
_AS_NEW: Json = {
    "icon": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "description": None,
    "vanity_url_code": None,
    "application_id": None,
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "rules_channel_id": None,
    "public_updates_channel_id": None,
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "nsfw_level": 0,
    "premium_tier": 0,
    "premium_progress_bar_enabled": False,
    "large": False,
    "presences": [],
    "voice_states": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
}


class Guild:
    """A place with channels and members; the bot is in it from the start."""

    def __init__(self, hub: Hub, *, name: str, bot: User) -> None:
        self._hub = hub
        self.id = hub.next_id()
        self.name = name
        self.owner_id = hub.next_id()
        self.everyone = Role(id=self.id, name="@everyone", permissions=EVERYONE)
        self.roles = [self.everyone]
        self.channels: dict[str, Channel] = {}
        self.bot = Member(bot, self)
        self.members = {bot.id: self.bot}

    def add_channel(self, name: str, *, kind: ChannelType = ChannelType.text) -> TextChannel:
        """Return a new channel that everyone may read and write."""
        channel = TextChannel(self._hub, name=name, kind=kind, guild=self)
        self.channels[channel.id] = channel
        self._hub.publish("CHANNEL_CREATE", channel.payload())
        return channel

    def add_member(
        self, name: str, *, permissions: Permissions | None = None, bot: bool = False
    ) -> Member:
        """Return a new member, who has a role with the permissions given beside everyone's."""
        roles = () if permissions is None else (self._add_role(name, permissions),)
        member = Member(User(id=self._hub.next_id(), name=name, bot=bot), self, roles)
        self.members[member.user.id] = member
        return member

    def _add_role(self, name: str, permissions: Permissions) -> Role:
        role = Role(id=self._hub.next_id(), name=name, permissions=permissions)
        self.roles.append(role)
        self._hub.publish("GUILD_ROLE_CREATE", {"guild_id": self.id, "role": role.payload()})
        return role

    def payload(self) -> Json:
        """Return the guild as GUILD_CREATE shows it to a bot without the members intent."""
        return {
            **_AS_NEW,
            "id": self.id,
            "name": self.name,
            "joined_at": snowflake_time(int(self.id)).isoformat(),
            "owner_id": self.owner_id,
            "roles": [role.payload() for role in self.roles],
            "channels": [c.payload() for c in self.channels.values() if not isinstance(c, Thread)],
            "threads": [c.payload() for c in self.channels.values() if isinstance(c, Thread)],
            "members": [{**self.bot.payload(), "user": self.bot.user.payload()}],
            "member_count": len(self.members),
            "emojis": [],
            "stickers": [],
            "features": [],
            "preferred_locale": "en-US",
        }
