"""Guilds, their members, channels and direct messages."""

from collections.abc import Mapping

from tests.local_discord.call import Call
from tests.local_discord.hub import Json
from tests.local_discord.refusals import Reason, Refusal
from tests.local_discord.rest import Handler
from tests.local_discord.world import World


def guild(world: World, call: Call) -> Json:
    """Return a guild."""
    return world.guild(call.ids["guild_id"]).payload()


def member(world: World, call: Call) -> Json:
    """Return a member of a guild."""
    found = world.guild(call.ids["guild_id"]).members.get(call.ids["user_id"])
    if found is None:
        raise Refusal(Reason.UNKNOWN_MEMBER)
    return {**found.payload(), "user": found.user.payload()}


def user(world: World, call: Call) -> Json:
    """Return a user."""
    return world.user(call.ids["user_id"]).payload()


def open_direct_channel(world: World, call: Call) -> Json:
    """Return the direct channel with a user."""
    return world.direct_channel(world.user(str(call.body["recipient_id"]))).payload()


def channel(world: World, call: Call) -> Json:
    """Return a channel."""
    return world.channel(call.ids["channel_id"]).payload()


def typing(world: World, call: Call) -> None:
    """Show that the bot is writing."""
    world.require(world.channel(call.ids["channel_id"]), send_messages=True)


ROUTES: Mapping[str, Handler] = {
    "GET /guilds/{guild_id}": guild,
    "GET /guilds/{guild_id}/members/{user_id}": member,
    "GET /users/{user_id}": user,
    "POST /users/@me/channels": open_direct_channel,
    "GET /channels/{channel_id}": channel,
    "POST /channels/{channel_id}/typing": typing,
}
