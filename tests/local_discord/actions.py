"""What people do in Discord's app, and what they wait to see."""

from collections.abc import Mapping
from typing import Any

from discord import AppCommandType, ComponentType, InteractionType

from tests.local_discord import command_data, components
from tests.local_discord.channel import Channel, DirectChannel, TextChannel, Thread
from tests.local_discord.gateway import Gateway
from tests.local_discord.hub import PATIENCE, Json
from tests.local_discord.interaction import Interaction, Patience
from tests.local_discord.message import Message, MessageState
from tests.local_discord.modal import Modal
from tests.local_discord.people import Member, Role
from tests.local_discord.world import World


class Actions:
    """Everything a person can do; each action first waits for a bot to be logged in.

    What Discord's app wouldn't let a person do is a LookupError or a ValueError that says why.
    """

    def __init__(self, world: World, gateway: Gateway, patience: Patience) -> None:
        self.world = world
        self.gateway = gateway
        self._patience = patience

    def direct_channel(self, member: Member) -> DirectChannel:
        """Return the direct messages between a member and the bot."""
        return self.world.direct_channel(member.user)

    async def say(
        self,
        member: Member,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: Mapping[str, bytes] | None = None,
    ) -> Message:
        """Write a message; ``<@bot>`` mentions the bot, and a reply pings whom it answers."""
        await self.gateway.attended()
        if isinstance(channel, Thread) and channel.archived:
            channel.reopen(member.user)
        attachments = [self.world.files.add(*file) for file in (files or {}).items()]
        return self.world.post(
            channel,
            member.user,
            MessageState(
                content=text.replace("<@bot>", self.world.bot.mention),
                attachments=tuple(attachments),
            ),
            allowed_mentions={"parse": ["users"], "replied_user": ping},
            reply_to=reply_to,
        )

    async def slash(
        self, member: Member, channel: Channel, name: str, /, **options: Any
    ) -> Interaction:
        """Use a slash command; the name of a subcommand follows a space (``sources list``)."""
        data = self._slash_data(member, channel, name, options)
        return await self._interact(InteractionType.application_command, member, channel, data)

    async def slash_elsewhere(
        self, member: Member, channel: Channel, name: str, /, *, listed_in: Channel, **options: Any
    ) -> Interaction:
        """Use a command that is offered in another channel only, as an outdated app lets one do."""
        data = self._slash_data(member, listed_in, name, options)
        return await self._interact(InteractionType.application_command, member, channel, data)

    async def autocomplete(
        self,
        member: Member,
        channel: Channel,
        name: str,
        /,
        *,
        focused: str,
        value: str,
        **options: Any,
    ) -> tuple[Json, ...]:
        """Return the choices offered to somebody who has written so much of an option."""
        data = self._slash_data(member, channel, name, {**options, focused: value}, focused=focused)
        asked = await self._interact(InteractionType.autocomplete, member, channel, data)
        return await asked.choices()

    def _slash_data(
        self,
        member: Member,
        channel: Channel,
        name: str,
        options: Mapping[str, Any],
        focused: str | None = None,
    ) -> Json:
        root, *path = name.split()
        command = self.world.commands.find(AppCommandType.chat_input, root, channel)
        return command_data.chat_input(command, path, options, member=member, focused=focused)

    async def message_command(
        self, member: Member, channel: Channel, name: str, target: Message, /
    ) -> Interaction:
        """Use a command from a message's context menu."""
        command = self.world.commands.find(AppCommandType.message, name, channel)
        data = command_data.on_message(command, target)
        return await self._interact(InteractionType.application_command, member, channel, data)

    async def press(
        self,
        member: Member,
        message: Message,
        *,
        label: str | None = None,
        custom_id: str | None = None,
    ) -> Interaction:
        """Press the button with a label (or emoji) or a custom id."""
        button = components.find(
            message.components, ComponentType.button, label=label, custom_id=custom_id
        )
        return await self._use(button, member, message, {})

    async def select(
        self, member: Member, message: Message, *values: str, custom_id: str | None = None
    ) -> Interaction:
        """Choose values in the menu of a message (in the one with a custom id)."""
        menu = components.find(message.components, ComponentType.select, custom_id=custom_id)
        known = {option["value"] for option in menu["options"]}
        if not known.issuperset(values):
            raise ValueError(f"the menu has {sorted(known)}, not all of {values}")
        return await self._use(menu, member, message, {"values": list(values)})

    async def pick(
        self, member: Member, message: Message, *picked: Channel | Role, kind: ComponentType
    ) -> Interaction:
        """Pick channels or roles in the one menu of this kind that a message has."""
        menu = components.find(message.components, kind)
        least, most = menu.get("min_values", 1), menu.get("max_values", 1)
        if not least <= len(picked) <= most:
            raise ValueError(f"the menu takes {least} to {most}, not {len(picked)}")
        resolved: Json = {"channels": {}, "roles": {}}
        for each in picked:
            if isinstance(each, Role):
                resolved["roles"][each.id] = each.payload()
            else:
                allowed = {"permissions": str(each.permissions(member.user).value)}
                resolved["channels"][each.id] = each.payload() | allowed
        data = {"values": [each.id for each in picked], "resolved": resolved}
        return await self._use(menu, member, message, data)

    async def _use(
        self, component: Json, member: Member, message: Message, data: Json
    ) -> Interaction:
        if component.get("disabled") or "custom_id" not in component:
            raise ValueError(f"nothing happens in the bot when one uses {component}")
        used = {"custom_id": component["custom_id"], "component_type": component["type"], **data}
        return await self._interact(
            InteractionType.component, member, message.channel, used, source=message
        )

    async def submit_modal(
        self, member: Member, modal: Modal, values: Mapping[str, str]
    ) -> Interaction:
        """Send a modal off, each field filled in by its label."""
        data = modal.filled_in(values)
        return await self._interact(
            InteractionType.modal_submit, member, modal.channel, data, source=modal.source
        )

    async def _interact(
        self,
        kind: InteractionType,
        member: Member,
        channel: Channel,
        data: Json,
        *,
        source: Message | None = None,
    ) -> Interaction:
        await self.gateway.attended()
        interaction = Interaction(
            self.world.hub,
            kind=kind,
            member=member,
            channel=channel,
            patience=self._patience,
            source=source,
        )
        self.world.interactions[interaction.token] = interaction
        event = interaction.event(data, application_id=self.world.bot.id)
        self.world.hub.publish("INTERACTION_CREATE", event)
        return interaction

    async def next_message(
        self, channel: Channel, *, after: Message | None = None, within: float = PATIENCE
    ) -> Message:
        """Return the first message that the bot writes in a channel after another."""
        oldest = int(after.id) if after else 0

        def found() -> Message | None:
            for message in channel.messages.values():
                if message.author is self.world.bot and int(message.id) > oldest:
                    return message
            return None

        return await self.world.hub.until(found, wanted="a message of the bot", within=within)

    async def next_thread(self, channel: TextChannel, *, within: float = PATIENCE) -> Thread:
        """Return the newest thread of a channel once there is one."""

        def found() -> Thread | None:
            return next(reversed(channel.threads), None)

        return await self.world.hub.until(found, wanted="a thread", within=within)
