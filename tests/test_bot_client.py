"""Once connected, the bot shows how to ask it, how to invite it, and asks for no privilege."""

import discord
import pytest

from bot.client import INTENTS, FootnoteBot
from index.library import Library
from tests.bot_fixtures import FIGURE, Newsroom, at_work


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


async def test_every_server_is_answered_on_its_shard(
    newsrooms: tuple[Newsroom, Newsroom], archive: Library
) -> None:
    """Each shard has its servers and no other's, and both answer commands and mentions."""
    async with at_work(newsrooms[0], archive) as bot:
        assert newsrooms[0].discord.gateway.identifies == 2
        for number, newsroom in enumerate(newsrooms):
            guild = bot.get_guild(int(newsroom.channel.guild.id))
            assert guild
            assert guild.shard_id == number
            interaction = await newsroom.ask()
            assert FIGURE in (await interaction.reply(within=20)).text
            mention = await newsroom.mention()
            reply = await newsroom.discord.next_message(newsroom.channel, after=mention)
            assert reply.reply_to is mention


async def test_shards_that_lose_their_connection_miss_nothing(
    newsrooms: tuple[Newsroom, Newsroom], archive: Library
) -> None:
    """What is asked meanwhile is answered once each shard has resumed its own session."""
    server = newsrooms[0].discord
    async with at_work(newsrooms[0], archive):
        server.gateway.drop()
        asked = [await newsroom.ask() for newsroom in newsrooms]
        for interaction in asked:
            assert FIGURE in (await interaction.reply(within=20)).text
    assert (server.gateway.identifies, server.gateway.resumes) == (2, 2)


async def test_a_direct_message_is_answered_once(
    newsrooms: tuple[Newsroom, Newsroom], archive: Library
) -> None:
    """It reaches the first shard alone."""
    server, reader = newsrooms[0].discord, newsrooms[1].reader
    async with at_work(newsrooms[0], archive):
        channel = server.world.direct_channel(reader.user)
        question = await server.say(reader, channel, "How many people rode Tram 9?")
        reply = await server.next_message(channel, after=question, within=20)
        assert FIGURE in reply.text
        written = [each for each in channel.messages.values() if each.author is server.bot]
        assert written == [reply]
