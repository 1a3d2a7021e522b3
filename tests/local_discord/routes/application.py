"""Who the bot is, where its gateway is, and the commands it registers."""

from collections.abc import Mapping

from discord import ApplicationFlags

from tests.local_discord.call import Call
from tests.local_discord.hub import Json
from tests.local_discord.rest import Handler
from tests.local_discord.world import World


def bot_user(world: World, call: Call) -> Json:
    """Return the bot's own user."""
    return world.bot.own_payload()


def application(world: World, call: Call) -> Json:
    """Return what the developer portal says about the bot."""
    reads_content = world.privileged_intents.message_content
    return {
        "id": world.bot.id,
        "name": world.bot.name,
        "description": "",
        "icon": None,
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": world.owner.payload(),
        "verify_key": "0" * 64,
        "flags": ApplicationFlags(gateway_message_content_limited=reads_content).value,
    }


def gateway(world: World, call: Call) -> Json:
    """Return where the gateway is."""
    return {"url": world.gateway_url}


def gateway_for_bots(world: World, call: Call) -> Json:
    """Return also how many shards there should be, and how often one may identify."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": world.gateway_url, "shards": world.shards, "session_start_limit": limit}


def list_commands(world: World, call: Call) -> list[Json]:
    """Return the commands registered for a guild or for all."""
    return world.commands.listed(_guild_id(world, call))


def overwrite_commands(world: World, call: Call) -> list[Json]:
    """Replace all commands registered for a guild or for all."""
    return world.commands.overwrite(_guild_id(world, call), call.body)


def register_command(world: World, call: Call) -> Json:
    """Add or replace one command."""
    return world.commands.register(_guild_id(world, call), call.body)


def _guild_id(world: World, call: Call) -> str | None:
    return world.guild(call.ids["guild_id"]).id if "guild_id" in call.ids else None


_FOR_ALL = "/applications/{application_id}/commands"
_FOR_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES: Mapping[str, Handler] = {
    "GET /users/@me": bot_user,
    "GET /applications/@me": application,
    "GET /oauth2/applications/@me": application,
    "GET /gateway": gateway,
    "GET /gateway/bot": gateway_for_bots,
    f"GET {_FOR_ALL}": list_commands,
    f"PUT {_FOR_ALL}": overwrite_commands,
    f"POST {_FOR_ALL}": register_command,
    f"GET {_FOR_GUILD}": list_commands,
    f"PUT {_FOR_GUILD}": overwrite_commands,
    f"POST {_FOR_GUILD}": register_command,
}
