"""Later messages to an interaction: its first response edited, and those that follow."""

from collections.abc import Mapping

from tests.local_discord.call import Call
from tests.local_discord.channel import Thread
from tests.local_discord.hub import Json
from tests.local_discord.interaction import Interaction
from tests.local_discord.message import Message
from tests.local_discord.refusals import Reason, Refusal
from tests.local_discord.rest import Handler
from tests.local_discord.world import World
from tests.local_discord.writing import written


def follow_up(world: World, call: Call) -> Json:
    """Write another message, or fill in the first response if it only says "thinking"."""
    interaction = _interaction(world, call)
    original = interaction.original
    if original and original.state.loading and not original.deleted:
        return _edit(world, call, interaction, original)
    message = world.post(
        interaction.channel,
        world.bot,
        written(world.files, call.body, call.uploads),
        allowed_mentions=call.body.get("allowed_mentions"),
        interaction=interaction,
    )
    interaction.show(message)
    return message.payload()


def show(world: World, call: Call) -> Json:
    """Return a message of the interaction."""
    return _message(_interaction(world, call), call).payload()


def edit(world: World, call: Call) -> Json:
    """Change a message of the interaction."""
    interaction = _interaction(world, call)
    return _edit(world, call, interaction, _message(interaction, call))


def _edit(world: World, call: Call, interaction: Interaction, message: Message) -> Json:
    message.edit(written(world.files, call.body, call.uploads, over=message.state))
    interaction.show(message)
    return message.payload()


def delete(world: World, call: Call) -> None:
    """Delete a message of the interaction."""
    _message(_interaction(world, call), call).delete()


def _interaction(world: World, call: Call) -> Interaction:
    interaction = world.interactions.get(call.ids["webhook_token"])
    if interaction is None or interaction.callback is None:
        raise Refusal(Reason.UNKNOWN_WEBHOOK)
    if interaction.expired:
        raise Refusal(Reason.INVALID_WEBHOOK_TOKEN)
    if isinstance(interaction.channel, Thread) and interaction.channel.locked:
        raise Refusal(Reason.THREAD_ARCHIVED)
    return interaction


def _message(interaction: Interaction, call: Call) -> Message:
    message_id = call.ids.get("message_id")
    found = interaction.messages.get(message_id) if message_id else interaction.original
    if found is None or found.deleted:
        raise Refusal(Reason.UNKNOWN_MESSAGE)
    return found


_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES: Mapping[str, Handler] = {
    f"POST {_WEBHOOK}": follow_up,
    f"GET {_WEBHOOK}/messages/@original": show,
    f"PATCH {_WEBHOOK}/messages/@original": edit,
    f"DELETE {_WEBHOOK}/messages/@original": delete,
    f"GET {_WEBHOOK}/messages/{{message_id}}": show,
    f"PATCH {_WEBHOOK}/messages/{{message_id}}": edit,
    f"DELETE {_WEBHOOK}/messages/{{message_id}}": delete,
}
