"""Messages, with every state they have been in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from discord import InteractionType, MessageFlags, MessageType
from discord.utils import snowflake_time, utcnow

from tests.local_discord import components
from tests.local_discord.channel import Channel, Thread
from tests.local_discord.files import Attachment
from tests.local_discord.hub import PATIENCE, Hub, Json
from tests.local_discord.people import User

EPHEMERAL = MessageFlags(ephemeral=True).value
LOADING = MessageFlags(loading=True).value
LAYOUT = MessageFlags(components_v2=True).value


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageState:
    """What a message shows at one time."""

    content: str = ""
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    flags: int = 0

    @property
    def loading(self) -> bool:
        """Whether all it says is that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see."""
        return not (self.content or self.embeds or self.components or self.attachments)

    @property
    def text(self) -> str:
        """All there is to read in content, embeds and layout, a line a part."""
        parts = [self.content, *_embed_texts(self.embeds), *components.texts(self.components)]
        return "\n".join(part for part in parts if part)

    @property
    def pinging_text(self) -> str:
        """The text in which a mention notifies somebody; in an embed it doesn't."""
        return "\n".join([self.content, *components.texts(self.components)])

    @property
    def buttons(self) -> list[str]:
        """What the buttons say, in reading order."""
        parts = components.walk(self.components)
        return [said for part in parts if (said := components.caption(part))]


class Message:
    """A message in a channel; what it shows now is the last of its ``states``."""

    def __init__(
        self,
        hub: Hub,
        *,
        channel: Channel,
        author: User,
        state: MessageState,
        mentions: tuple[User, ...] = (),
        mentions_everyone: bool = False,
        reply_to: "Message | None" = None,
        interaction: Json | None = None,
        nonce: str | None = None,
    ) -> None:
        self._hub = hub
        self.id = hub.next_id()
        self.channel = channel
        self.author = author
        self.states = [state]
        self.mentions = mentions
        self.mentions_everyone = mentions_everyone
        self.reply_to = reply_to
        self.interaction = interaction
        self.nonce = nonce
        self.thread: Thread | None = None
        self.deleted = False
        self._edited: str | None = None

    @property
    def state(self) -> MessageState:
        """What the message shows now."""
        return self.states[-1]

    @property
    def content(self) -> str:
        """The plain content, without embeds and layout."""
        return self.state.content

    @property
    def text(self) -> str:
        """All there is to read in content, embeds and layout, a line a part."""
        return self.state.text

    @property
    def embeds(self) -> tuple[Json, ...]:
        """The embeds as the bot sent them."""
        return self.state.embeds

    @property
    def components(self) -> tuple[Json, ...]:
        """The components as the bot sent them."""
        return self.state.components

    @property
    def buttons(self) -> list[str]:
        """What the buttons say, in reading order."""
        return self.state.buttons

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files on the message."""
        return self.state.attachments

    @property
    def ephemeral(self) -> bool:
        """Whether only the person who asked sees it."""
        return bool(self.state.flags & EPHEMERAL)

    async def until(
        self, shows: Callable[[MessageState], bool], *, within: float = PATIENCE
    ) -> MessageState:
        """Return the first state, past or to come, that ``shows`` accepts."""

        def found() -> MessageState | None:
            return next(filter(shows, self.states), None)

        return await self._hub.until(found, wanted=f"another state of {self.text!r}", within=within)

    def post(self) -> None:
        """Show the message to everyone in its channel, unless it is ephemeral."""
        if not self.ephemeral:
            self.channel.messages[self.id] = self
            self._hub.publish("MESSAGE_CREATE", self.payload())

    def edit(self, state: MessageState) -> None:
        """Show another state."""
        if not self.state.loading:
            self._edited = utcnow().isoformat()
        self.states.append(state)
        self._announce("MESSAGE_UPDATE", self.payload())

    def delete(self) -> None:
        """Take the message away; its states stay to be looked at."""
        self.deleted = True
        self.channel.messages.pop(self.id, None)
        gone = {"id": self.id, "channel_id": self.channel.id}
        if self.channel.guild:
            gone["guild_id"] = self.channel.guild.id
        self._announce("MESSAGE_DELETE", gone)

    def _announce(self, event: str, payload: Json) -> None:
        if self.ephemeral:
            self._hub.notify()
        else:
            self._hub.publish(event, payload)

    def payload(self) -> Json:
        """Return the message as Discord sends it."""
        return {
            "id": self.id,
            "channel_id": self.channel.id,
            "type": self._kind.value,
            "author": self.author.payload(),
            "content": self.content,
            "embeds": list(self.embeds),
            "components": components.numbered(self.components),
            "attachments": [attachment.payload() for attachment in self.attachments],
            "flags": self.state.flags,
            "timestamp": snowflake_time(int(self.id)).isoformat(),
            "edited_timestamp": self._edited,
            "mentions": [user.payload() for user in self.mentions],
            "mention_everyone": self.mentions_everyone,
            "mention_roles": [],
            "tts": False,
            "pinned": False,
            **self._context(),
        }

    @property
    def _kind(self) -> MessageType:
        command = InteractionType.application_command.value
        if self.interaction and self.interaction["type"] == command:
            return MessageType.chat_input_command
        return MessageType.reply if self.reply_to else MessageType.default

    def _context(self) -> Json:
        context: Json = {}
        if guild := self.channel.guild:
            context |= {"guild_id": guild.id, "member": guild.members[self.author.id].payload()}
        if self.reply_to:
            where = {"channel_id": self.channel.id, "message_id": self.reply_to.id}
            answered = None if self.reply_to.deleted else self.reply_to.payload()
            context |= {"message_reference": where, "referenced_message": answered}
        if self.interaction:
            context |= {"interaction_metadata": self.interaction, "webhook_id": self.author.id}
        if self.thread:
            context["thread"] = self.thread.payload()
        return context


def _embed_texts(embeds: tuple[Json, ...]) -> Iterator[str]:
    for embed in embeds:
        yield (embed.get("author") or {}).get("name", "")
        yield embed.get("title") or ""
        yield embed.get("description") or ""
        for field in embed.get("fields") or ():
            yield field["name"]
            yield field["value"]
        yield (embed.get("footer") or {}).get("text", "")
