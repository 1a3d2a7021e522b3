"""A Discord for tests: the real discord.py client talks to it over real sockets.

async with LocalDiscord() as discord_server:
    guild = discord_server.add_guild("Newsroom")
    general, ada = guild.add_channel("general"), guild.add_member("ada")
    with discord_server.redirected():
        ...  # log a bot in with discord_server.token
        interaction = await discord_server.slash(ada, general, "ask", question="When?")
        reply = await interaction.reply()
        assert "2024" in reply.text
    assert not discord_server.violations
"""

from tests.local_discord.faults import Fault
from tests.local_discord.interaction import Interaction, Patience
from tests.local_discord.message import Message
from tests.local_discord.schemas import openapi_description
from tests.local_discord.server import LocalDiscord

__all__ = [
    "Fault",
    "Interaction",
    "LocalDiscord",
    "Message",
    "Patience",
    "openapi_description",
]
