"""The bot's first response to an interaction."""

from collections.abc import Callable, Mapping

from discord import InteractionResponseType as Response
from discord import InteractionType

from tests.local_discord.call import Call
from tests.local_discord.hub import Json
from tests.local_discord.interaction import Interaction
from tests.local_discord.message import EPHEMERAL, LOADING, Message, MessageState
from tests.local_discord.modal import Modal
from tests.local_discord.refusals import Problem, Reason, Refusal
from tests.local_discord.rest import Handler
from tests.local_discord.world import World
from tests.local_discord.writing import written


def respond(world: World, call: Call) -> Json:
    """Take a response that comes in time and is the first."""
    interaction = world.interactions.get(call.ids["interaction_token"])
    if interaction is None:
        raise Refusal(Reason.UNKNOWN_INTERACTION)
    if interaction.callback is not None:
        raise Refusal(Reason.ALREADY_ACKNOWLEDGED)
    if interaction.overdue:
        raise Refusal(Reason.UNKNOWN_INTERACTION)
    kind = Response(call.body["type"])
    if kind not in _fitting(interaction):
        wrong = Problem(("type",), "INTERACTION_RESPONSE_TYPE_INVALID", f"{kind.name} doesn't fit")
        raise Refusal(Reason.INVALID_BODY, [wrong])
    _CALLBACKS[kind](world, interaction, call)
    interaction.callback = kind.value
    world.hub.notify()
    return _outcome(interaction, kind)


def _fitting(interaction: Interaction) -> set[Response]:
    match interaction.kind:
        case InteractionType.autocomplete:
            return {Response.autocomplete_result}
        case InteractionType.modal_submit:
            fitting = {Response.channel_message, Response.deferred_channel_message}
        case _:
            fitting = {Response.channel_message, Response.deferred_channel_message, Response.modal}
    if interaction.source:
        fitting |= {Response.message_update, Response.deferred_message_update}
    return fitting


def _say(world: World, interaction: Interaction, call: Call) -> None:
    body = call.body["data"]
    state = written(world.files, body, call.uploads)
    interaction.show(_post(world, interaction, state, body))


def _think(world: World, interaction: Interaction, call: Call) -> None:
    body = call.body.get("data") or {}
    state = MessageState(flags=LOADING | (body.get("flags", 0) & EPHEMERAL))
    interaction.attach(_post(world, interaction, state, body))


def _post(world: World, interaction: Interaction, state: MessageState, body: Json) -> Message:
    allowed = body.get("allowed_mentions")
    interaction.original = world.post(
        interaction.channel, world.bot, state, allowed_mentions=allowed, interaction=interaction
    )
    return interaction.original


def _update_later(world: World, interaction: Interaction, call: Call) -> None:
    assert interaction.source is not None
    interaction.original = interaction.source
    interaction.attach(interaction.source)


def _update(world: World, interaction: Interaction, call: Call) -> None:
    _update_later(world, interaction, call)
    assert interaction.source is not None
    before, body = interaction.source.state, call.body.get("data") or {}
    interaction.source.edit(written(world.files, body, call.uploads, over=before))
    interaction.show(interaction.source)


def _offer(world: World, interaction: Interaction, call: Call) -> None:
    interaction.offered_choices = tuple(call.body["data"]["choices"])


def _open_modal(world: World, interaction: Interaction, call: Call) -> None:
    interaction.shown_modal = Modal(call.body["data"], interaction.channel, interaction.source)


_CALLBACKS: Mapping[Response, Callable[[World, Interaction, Call], None]] = {
    Response.channel_message: _say,
    Response.deferred_channel_message: _think,
    Response.deferred_message_update: _update_later,
    Response.message_update: _update,
    Response.autocomplete_result: _offer,
    Response.modal: _open_modal,
}


def _outcome(interaction: Interaction, kind: Response) -> Json:
    outcome: Json = {"id": interaction.id, "type": interaction.kind.value}
    resource: Json = {"type": kind.value}
    if message := interaction.original:
        outcome["response_message_id"] = message.id
        outcome["response_message_loading"] = message.state.loading
        outcome["response_message_ephemeral"] = message.ephemeral
        if message in interaction.answers:
            resource["message"] = message.payload()
    return {"interaction": outcome, "resource": resource}


ROUTES: Mapping[str, Handler] = {
    "POST /interactions/{interaction_id}/{interaction_token}/callback": respond,
}
