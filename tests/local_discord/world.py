"""All there is in the local Discord: guilds, channels, messages, commands and interactions."""

import base64
import secrets
from collections.abc import Iterator

from discord import Intents, Permissions

from tests.local_discord.channel import Channel, DirectChannel
from tests.local_discord.commands import Commands
from tests.local_discord.files import Files
from tests.local_discord.guild import Guild
from tests.local_discord.hub import Hub, Json
from tests.local_discord.interaction import Interaction
from tests.local_discord.mentions import Pings
from tests.local_discord.message import Message, MessageState
from tests.local_discord.people import User
from tests.local_discord.refusals import Reason, Refusal


class World:
    """The state that REST requests read and change, refusing what Discord refuses.

    Interactions are kept by their token. ``gateway_url`` is known once the server listens.
    ``shards`` is how many connections a bot is asked to open.
    """

    def __init__(self, hub: Hub, *, privileged_intents: Intents, shards: int = 1) -> None:
        self.hub = hub
        self.privileged_intents = privileged_intents
        self.shards = shards
        self.gateway_url = ""
        self.bot = User(id=hub.next_id(), name="footnote", bot=True)
        self.reset_token()
        self.owner = User(id=hub.next_id(), name="owner")
        self.files = Files(hub)
        self.commands = Commands(hub, self.bot.id)
        self.guilds: dict[str, Guild] = {}
        self.direct_channels: dict[str, DirectChannel] = {}
        self.interactions: dict[str, Interaction] = {}

    def reset_token(self) -> None:
        """Make the old token worthless; a token is the bot's id, a time and a secret, in base64."""
        of_whom = base64.urlsafe_b64encode(self.bot.id.encode()).decode().rstrip("=")
        self.token = f"{of_whom}.{secrets.token_urlsafe(5)[:6]}.{secrets.token_urlsafe(28)}"

    def add_guild(self, name: str) -> Guild:
        """Return a new guild, which the bot joins."""
        guild = Guild(self.hub, name=name, bot=self.bot)
        self.guilds[guild.id] = guild
        self.hub.publish("GUILD_CREATE", guild.payload())
        return guild

    def throw_out(self, guild: Guild) -> None:
        """Have a guild remove the bot."""
        del self.guilds[guild.id]
        self.hub.publish("GUILD_DELETE", {"id": guild.id})

    def guild(self, guild_id: str) -> Guild:
        """Return the guild with an id."""
        if guild_id not in self.guilds:
            raise Refusal(Reason.UNKNOWN_GUILD)
        return self.guilds[guild_id]

    def user(self, user_id: str) -> User:
        """Return the user with an id."""
        users = self._users()
        if user_id not in users:
            raise Refusal(Reason.UNKNOWN_USER)
        return users[user_id]

    def _users(self) -> dict[str, User]:
        members = [member for guild in self.guilds.values() for member in guild.members.values()]
        users = [self.bot, self.owner, *(member.user for member in members)]
        return {user.id: user for user in users}

    def direct_channel(self, user: User) -> DirectChannel:
        """Return the direct messages between a user and the bot, opened if need be."""
        if user.id not in self.direct_channels:
            self.direct_channels[user.id] = DirectChannel(self.hub, user)
        return self.direct_channels[user.id]

    def channel(self, channel_id: str) -> Channel:
        """Return the channel, thread or direct channel with an id."""
        for channel in self._channels():
            if channel.id == channel_id:
                if not channel.permissions(self.bot).view_channel:
                    raise Refusal(Reason.MISSING_ACCESS)
                return channel
        raise Refusal(Reason.UNKNOWN_CHANNEL)

    def _channels(self) -> Iterator[Channel]:
        yield from self.direct_channels.values()
        for guild in self.guilds.values():
            yield from guild.channels.values()

    def require(self, channel: Channel, **permissions: bool) -> None:
        """Refuse what needs permissions the bot doesn't have in a channel."""
        if not channel.permissions(self.bot).is_superset(Permissions(**permissions)):
            raise Refusal(Reason.MISSING_PERMISSIONS)

    def message(self, channel_id: str, message_id: str) -> Message:
        """Return a message that everyone in its channel sees."""
        found = self.channel(channel_id).messages.get(message_id)
        if found is None:
            raise Refusal(Reason.UNKNOWN_MESSAGE)
        return found

    def post(
        self,
        channel: Channel,
        author: User,
        state: MessageState,
        *,
        allowed_mentions: Json | None = None,
        reply_to: Message | None = None,
        interaction: Interaction | None = None,
        nonce: str | None = None,
    ) -> Message:
        """Return a new message after showing it to everyone (to one person if ephemeral)."""
        replied_to = reply_to.author.id if reply_to else None
        pings = Pings.of(state.pinging_text, allowed=allowed_mentions, replied_to=replied_to)
        users = self._users()
        message = Message(
            self.hub,
            channel=channel,
            author=author,
            state=state,
            mentions=tuple(users[user_id] for user_id in pings.users if user_id in users),
            mentions_everyone=pings.everyone,
            reply_to=reply_to,
            interaction=interaction.metadata() if interaction else None,
            nonce=nonce,
        )
        message.post()
        return message
