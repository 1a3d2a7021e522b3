"""Messages that the bot reads, writes, edits and deletes."""

from collections.abc import Mapping

from discord import ChannelType

from tests.local_discord.call import Call
from tests.local_discord.channel import Channel, DirectChannel, Thread
from tests.local_discord.hub import Json
from tests.local_discord.mentions import as_seen_by
from tests.local_discord.message import Message
from tests.local_discord.refusals import Problem, Reason, Refusal
from tests.local_discord.rest import Handler
from tests.local_discord.world import World
from tests.local_discord.writing import written

DEFAULT_PAGE = 50  # messages in a list when the bot doesn't say how many


def create(world: World, call: Call) -> Json:
    """Write a message, or return the one that was written with the same enforced nonce."""
    channel = world.channel(call.ids["channel_id"])
    _require_writable(world, channel, call)
    nonce = call.body.get("nonce")
    if call.body.get("enforce_nonce") and (before := _with_nonce(channel, nonce)):
        return before.payload()
    message = world.post(
        channel,
        world.bot,
        written(world.files, call.body, call.uploads),
        allowed_mentions=call.body.get("allowed_mentions"),
        reply_to=_replied_to(world, channel, call.body.get("message_reference")),
        nonce=nonce,
    )
    return message.payload()


def _with_nonce(channel: Channel, nonce: str) -> Message | None:
    return next((each for each in channel.messages.values() if each.nonce == nonce), None)


def _require_writable(world: World, channel: Channel, call: Call) -> None:
    if channel.kind is ChannelType.forum:
        raise Refusal(Reason.NOT_A_TEXT_CHANNEL)
    if isinstance(channel, DirectChannel) and not channel.user.takes_direct_messages:
        raise Refusal(Reason.CLOSED_TO_DIRECT_MESSAGES)
    if isinstance(channel, Thread) and channel.archived:
        _reopen(world, channel)
    writing = "send_messages_in_threads" if isinstance(channel, Thread) else "send_messages"
    embeds, files = bool(call.body.get("embeds")), bool(call.uploads)
    world.require(channel, embed_links=embeds, attach_files=files, **{writing: True})


def _reopen(world: World, thread: Thread) -> None:
    try:
        thread.reopen(world.bot)
    except PermissionError:
        raise Refusal(Reason.THREAD_LOCKED) from None


def _refuse_in_archive(channel: Channel) -> None:
    if isinstance(channel, Thread) and channel.archived:
        raise Refusal(Reason.THREAD_ARCHIVED)


def _replied_to(world: World, channel: Channel, reference: Json | None) -> Message | None:
    if reference is None:
        return None
    if not channel.permissions(world.bot).read_message_history:
        raise Refusal(Reason.NO_MESSAGE_HISTORY)
    found = channel.messages.get(str(reference["message_id"]))
    if found is None and reference.get("fail_if_not_exists", True):
        unknown = Problem(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        raise Refusal(Reason.INVALID_BODY, [unknown])
    return found


def show(world: World, call: Call) -> Json:
    """Return a message."""
    message = _message(world, call)
    world.require(message.channel, read_message_history=True)
    return _seen(world, message)


def history(world: World, call: Call) -> list[Json]:
    """Return messages, the newest first; none where the bot may not read the history."""
    channel = world.channel(call.ids["channel_id"])
    if not channel.permissions(world.bot).read_message_history:
        return []
    before, after = int(call.query.get("before", 0)), int(call.query.get("after", 0))
    found = [
        message
        for message in channel.messages.values()
        if int(message.id) > after and (not before or int(message.id) < before)
    ]
    limit = int(call.query.get("limit", DEFAULT_PAGE))
    page = found[:limit] if after else found[-limit:]
    return [_seen(world, message) for message in reversed(page)]


def edit(world: World, call: Call) -> Json:
    """Change a message of the bot's own."""
    message = _message(world, call)
    if message.author is not world.bot:
        raise Refusal(Reason.NOT_THE_AUTHOR)
    _refuse_in_archive(message.channel)
    message.edit(written(world.files, call.body, call.uploads, over=message.state))
    return message.payload()


def delete(world: World, call: Call) -> None:
    """Delete a message."""
    message = _message(world, call)
    world.require(message.channel, manage_messages=message.author is not world.bot)
    _refuse_in_archive(message.channel)
    message.delete()


def _message(world: World, call: Call) -> Message:
    return world.message(call.ids["channel_id"], call.ids["message_id"])


def _seen(world: World, message: Message) -> Json:
    reads_content = world.privileged_intents.message_content
    return as_seen_by(world.bot.id, message.payload(), reads_content=reads_content)


_MESSAGES = "/channels/{channel_id}/messages"

ROUTES: Mapping[str, Handler] = {
    f"GET {_MESSAGES}": history,
    f"POST {_MESSAGES}": create,
    f"GET {_MESSAGES}/{{message_id}}": show,
    f"PATCH {_MESSAGES}/{{message_id}}": edit,
    f"DELETE {_MESSAGES}/{{message_id}}": delete,
}
