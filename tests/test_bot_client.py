"""Once connected, the bot shows how to ask it, how to invite it, and asks for no privilege."""

import discord
import pytest

from bot.client import INTENTS, FootnoteBot
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work


async def test_whoever_runs_the_bot_learns_how_to_invite_it(
    newsroom: Newsroom, archive: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """The link for the least permissions is printed when the bot is ready."""
    async with at_work(newsroom, archive):
        pass
    printed = capsys.readouterr().out
    assert f"https://discord.com/oauth2/authorize?client_id={newsroom.discord.bot.id}" in printed
    assert "scope=bot+applications.commands&permissions=309237730304" in printed


async def test_members_see_how_to_ask(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """The bot's presence says what to do with it."""
    [presence] = newsroom.discord.gateway.presences
    assert presence["game"]["state"] == "Ask me with /ask, or mention me"


def test_no_intent_needs_discords_approval() -> None:
    """The bot neither reads all messages nor watches people."""
    privileged = discord.Intents(message_content=True, members=True, presences=True)
    assert not INTENTS.value & privileged.value
