"""Threads that the bot opens, changes, joins and leaves."""

from collections.abc import Mapping

from discord import ChannelType

from tests.local_discord.call import Call
from tests.local_discord.channel import TextChannel, Thread
from tests.local_discord.hub import Json
from tests.local_discord.refusals import Reason, Refusal
from tests.local_discord.rest import Handler
from tests.local_discord.world import World


def open_from_message(world: World, call: Call) -> Json:
    """Open the thread of a message, which shares its id."""
    message = world.message(call.ids["channel_id"], call.ids["message_id"])
    if message.thread:
        raise Refusal(Reason.THREAD_EXISTS)
    message.thread = _open(world, call, ChannelType.public_thread, thread_id=message.id)
    return message.thread.payload()


def open_alone(world: World, call: Call) -> Json:
    """Open a thread that belongs to no message."""
    kind = ChannelType(call.body.get("type") or ChannelType.private_thread.value)
    return _open(world, call, kind).payload()


def _open(world: World, call: Call, kind: ChannelType, *, thread_id: str | None = None) -> Thread:
    parent = world.channel(call.ids["channel_id"])
    if not isinstance(parent, TextChannel):
        raise Refusal(Reason.NOT_A_TEXT_CHANNEL)
    private = kind is ChannelType.private_thread
    world.require(parent, create_private_threads=private, create_public_threads=not private)
    return parent.open_thread(call.body["name"], kind, owner=world.bot, thread_id=thread_id)


def change(world: World, call: Call) -> Json:
    """Rename, archive or lock a thread."""
    thread = _thread(world, call)
    world.require(thread, manage_threads=thread.owner is not world.bot)
    thread.name = call.body.get("name", thread.name)
    thread.archived = call.body.get("archived", thread.archived)
    thread.locked = call.body.get("locked", thread.locked)
    world.hub.publish("THREAD_UPDATE", thread.payload())
    return thread.payload()


def list_members(world: World, call: Call) -> list[Json]:
    """Return who has joined a thread."""
    thread = _thread(world, call)
    return [thread.member_payload(user_id) for user_id in sorted(thread.members)]


def add_member(world: World, call: Call) -> None:
    """Join a thread, or have a user join it."""
    _thread(world, call).members.add(call.ids.get("user_id", world.bot.id))


def remove_member(world: World, call: Call) -> None:
    """Leave a thread, or have a user leave it."""
    _thread(world, call).members.discard(call.ids.get("user_id", world.bot.id))


def _thread(world: World, call: Call) -> Thread:
    channel = world.channel(call.ids["channel_id"])
    if not isinstance(channel, Thread):
        raise Refusal(Reason.UNKNOWN_CHANNEL)
    return channel


_MEMBERS = "/channels/{channel_id}/thread-members"

ROUTES: Mapping[str, Handler] = {
    "POST /channels/{channel_id}/messages/{message_id}/threads": open_from_message,
    "POST /channels/{channel_id}/threads": open_alone,
    "PATCH /channels/{channel_id}": change,
    f"GET {_MEMBERS}": list_members,
    f"PUT {_MEMBERS}/@me": add_member,
    f"DELETE {_MEMBERS}/@me": remove_member,
    f"PUT {_MEMBERS}/{{user_id}}": add_member,
    f"DELETE {_MEMBERS}/{{user_id}}": remove_member,
}
