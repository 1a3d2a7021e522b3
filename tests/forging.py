"""Presses that Discord's own app wouldn't let anyone make."""

from typing import Any

from discord import ComponentType, InteractionType
from discord.ui import Button, LayoutView

from bot.messages.layout import layout
from tests.local_discord import Interaction, LocalDiscord, Message
from tests.local_discord.channel import Channel
from tests.local_discord.hub import Json
from tests.local_discord.message import LAYOUT, MessageState
from tests.local_discord.people import Member


def with_buttons(server: LocalDiscord, channel: Channel, *custom_ids: str) -> Message:
    """Return a message that the bot seems to have written, with these very buttons."""
    buttons: list[Button[LayoutView]] = [
        Button(label=str(number), custom_id=each) for number, each in enumerate(custom_ids)
    ]
    view: Any = layout(("Forged.",), buttons)  # whose payload discord.py doesn't type
    components = tuple(view.to_components())
    state = MessageState(components=components, flags=LAYOUT)
    return server.world.post(channel, server.bot, state)


async def press(
    server: LocalDiscord, member: Member, message: Message, custom_id: str
) -> Interaction:
    """Press a button of any custom id at a message, whether or not it has such a one."""
    data = {"custom_id": custom_id, "component_type": ComponentType.button.value}
    return await server._interact(
        InteractionType.component, member, message.channel, data, source=message
    )


async def submit(
    server: LocalDiscord, member: Member, message: Message, custom_id: str
) -> Interaction:
    """Send a form off that nobody opened."""
    data = {"custom_id": custom_id, "components": []}
    return await server._interact(
        InteractionType.modal_submit, member, message.channel, data, source=message
    )


async def complete_elsewhere(
    server: LocalDiscord,
    member: Member,
    channel: Channel,
    command: str,
    option: str,
    *,
    listed_in: Channel,
) -> tuple[Json, ...]:
    """Return what is offered for an option of a command where Discord wouldn't list it."""
    data = server._slash_data(member, listed_in, command, {option: ""}, focused=option)
    asked = await server._interact(InteractionType.autocomplete, member, channel, data)
    return await asked.choices()
