"""The local Discord treats the real discord.py client as Discord does."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.local_discord import Fault, LocalDiscord, openapi_description
from tests.local_discord.channel import TextChannel
from tests.local_discord.guild import Guild
from tests.local_discord.hub import Json
from tests.local_discord.people import Member
from tests.local_discord.routes import ROUTES
from tests.local_discord.small_bot import SHORT, ShardedBot, SmallBot

PATIENCE = 5  # seconds for what takes a fraction of one


@pytest.fixture
async def discord_server() -> AsyncIterator[LocalDiscord]:
    """A Discord that is impatient, and checks bodies where its description is at hand."""
    async with LocalDiscord(openapi=openapi_description(), patience=SHORT) as server:
        with server.redirected():
            yield server


@pytest.fixture
def newsroom(discord_server: LocalDiscord) -> Guild:
    """A guild."""
    return discord_server.add_guild("Newsroom")


@pytest.fixture
def general(newsroom: Guild) -> TextChannel:
    """A channel of the guild."""
    return newsroom.add_channel("general")


@pytest.fixture
def ada(newsroom: Guild) -> Member:
    """A member of the guild."""
    return newsroom.add_member("ada")


@asynccontextmanager
async def logged_in(
    server: LocalDiscord, client: type[SmallBot] = SmallBot, **options: Any
) -> AsyncIterator[SmallBot]:
    """Give a bot that is ready, and close it in the end."""
    async with client(**options) as bot, asyncio.TaskGroup() as tasks:
        await bot.login(server.token)
        tasks.create_task(bot.connect())
        await bot.wait_until_ready()
        yield bot
        await bot.close()


@pytest.fixture
async def bot(
    discord_server: LocalDiscord, general: TextChannel, ada: Member
) -> AsyncIterator[SmallBot]:
    """A bot that is ready, in a guild with a channel and a member."""
    async with logged_in(discord_server) as small_bot:
        yield small_bot


async def send(bot: SmallBot, channel: TextChannel, body: Json) -> None:
    """Have the bot send a message that discord.py's own checks don't see."""
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id)
    await bot.http.request(route, json=body)


# Commands and what they answer


async def test_deferred_answer_keeps_both_states(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """The reply is the edited message; that it said "thinking" before stays visible."""
    interaction = await discord_server.slash(ada, general, "ask", question="when?")
    reply = await interaction.reply()
    assert reply.text == "You asked when?"
    assert [state.loading for state in reply.states] == [True, False]
    assert not discord_server.violations


async def test_ephemeral_answers_stay_between_bot_and_asker(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """Neither the response nor the follow-up is among the channel's messages."""
    interaction = await discord_server.slash(ada, general, "whisper")
    first, second = await interaction.reply(), await interaction.reply(number=2)
    assert (first.text, second.text) == ("first", "second")
    assert first.ephemeral
    assert second.ephemeral
    assert not general.messages


async def test_deferral_decides_who_sees_the_answer(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """A follow-up fills in a public deferral, and asking for privacy comes too late."""
    reply = await (await discord_server.slash(ada, general, "regret")).reply()
    assert reply.text == "in private?"
    assert not reply.ephemeral
    assert list(general.messages.values()) == [reply]


async def test_deleted_deferral_is_not_filled_in(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """A follow-up to a deferral that was taken back is a message of its own."""
    reply = await (await discord_server.slash(ada, general, "withdraw")).reply()
    assert [state.text for state in reply.states] == ["afresh"]
    assert reply.ephemeral
    assert not general.messages


async def test_options_arrive_with_their_registered_types(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """A file, a number and a truth value reach the command; files come back in multipart."""
    file = discord_server.upload("notes.txt", b"two lines")
    interaction = await discord_server.slash(ada, general, "copy", file=file, times=2, loud=True)
    reply = await interaction.reply()
    assert reply.text == "LOUD"
    assert [copy.content for copy in reply.attachments] == [b"two lines"] * 2
    assert not discord_server.violations


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("options", "error"),
    [({}, LookupError), ({"question": 7}, ValueError), ({"answer": "x"}, LookupError)],
)
async def test_the_app_sends_only_what_is_registered(
    discord_server: LocalDiscord,
    general: TextChannel,
    ada: Member,
    options: Json,
    error: type[Exception],
) -> None:
    """A missing, mistyped or unknown option is a mistake in the test, not an interaction."""
    with pytest.raises(error):
        await discord_server.slash(ada, general, "ask", **options)


async def test_subcommand_is_called_by_its_whole_name(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """The words of the name lead through the group to the command."""
    interaction = await discord_server.slash(ada, general, "sources by", publisher="Reuters")
    assert (await interaction.reply()).text == "by Reuters"


async def test_autocomplete_returns_the_choices(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """What the bot offers for the letters written so far comes back."""
    choices = await discord_server.autocomplete(
        ada, general, "sources by", focused="publisher", value="al"
    )
    assert [(choice["name"], choice["value"]) for choice in choices] == [("AL", "al")]


async def test_message_command_brings_the_content_of_its_target(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """A message whose content is withheld elsewhere is readable as a command's target."""
    claim = await discord_server.say(ada, general, "the moon is cheese")
    interaction = await discord_server.message_command(ada, general, "Check this", claim)
    assert (await interaction.reply()).text == "checked the moon is cheese"


async def test_modal_is_filled_in_by_label(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """A form that a command opens is submitted with the words given for its field."""
    modal = await (await discord_server.slash(ada, general, "form")).modal()
    assert (modal.title, modal.labels) == ("Ask again", ["Your question"])
    submitted = await discord_server.submit_modal(ada, modal, {"Your question": "why?"})
    assert (await submitted.reply()).text == "asked why?"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("values", [{}, {"Your question": "why?", "Your name": "Ada"}])
async def test_modal_is_filled_in_as_it_is(
    discord_server: LocalDiscord, general: TextChannel, ada: Member, values: dict[str, str]
) -> None:
    """A required field that is left out and a field that isn't there are mistakes in the test."""
    modal = await (await discord_server.slash(ada, general, "form")).modal()
    with pytest.raises(LookupError, match="Ask again"):
        await discord_server.submit_modal(ada, modal, values)


async def test_members_have_their_own_permissions(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """What one member may do reaches the bot with the interaction, and nobody else may do it."""
    editor = general.guild.add_member("grace", permissions=discord.Permissions(manage_guild=True))
    for member in (editor, ada):
        reply = await (await discord_server.slash(member, general, "whoami")).reply()
        assert reply.text == f"{member.user.name} manages: {member is editor}"


async def test_commands_keep_their_ids(bot: SmallBot) -> None:
    """Registering the same commands once more changes nothing that people see."""
    before = {command.name: command.id for command in await bot.tree.fetch_commands()}
    assert {command.name: command.id for command in await bot.tree.sync()} == before


async def test_direct_messages_take_commands(
    discord_server: LocalDiscord, bot: SmallBot, ada: Member
) -> None:
    """A command works where there is no guild."""
    interaction = await discord_server.slash(
        ada, discord_server.direct_channel(ada), "ask", question="here?"
    )
    assert (await interaction.reply()).text == "You asked here?"


# Components


async def test_button_survives_a_restart(
    discord_server: LocalDiscord, general: TextChannel, ada: Member
) -> None:
    """A button sent by one process of the bot works in the next one."""
    async with logged_in(discord_server):
        message = await (await discord_server.slash(ada, general, "buttons")).reply()
    async with logged_in(discord_server):
        pressed = await discord_server.press(ada, message, label="Echo hello")
        assert await pressed.reply() is message
    assert [state.text for state in message.states] == ["press", "hello"]


async def test_menu_choice_is_answered_beside_the_message(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """After a silent deferral the follow-up is the answer."""
    message = await (await discord_server.slash(ada, general, "buttons")).reply()
    chosen = await discord_server.select(ada, message, "beta")
    assert (await chosen.reply()).text == "chose beta"
    with pytest.raises(ValueError, match="gamma"):
        await discord_server.select(ada, message, "gamma")


async def test_layout_is_read_and_pressed_like_any_message(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """The text of components v2 counts as the message's text, and their buttons are found."""
    message = await (await discord_server.slash(ada, general, "layout")).reply()
    assert message.text == "# Heading\nIn a box"
    assert message.buttons == ["Echo boxed"]
    with pytest.raises(LookupError, match="Echo boxed"):
        await discord_server.press(ada, message, label="Echo unboxed")
    assert not discord_server.violations


# Messages


async def test_content_is_withheld_without_the_intent(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """The bot reads mentions, replies to it and direct messages, and nothing else."""
    await discord_server.say(ada, general, "not for you")
    mention = await discord_server.say(ada, general, "<@bot> hello")
    answer = await discord_server.next_message(general, after=mention)
    again = await discord_server.say(ada, general, "and this?", reply_to=answer)
    await discord_server.next_message(general, after=again)
    direct = await discord_server.say(ada, discord_server.direct_channel(ada), "psst")
    await discord_server.next_message(direct.channel, after=direct)
    assert bot.heard == ["", f"{discord_server.bot.mention} hello", "and this?", "psst"]
    assert answer.reply_to is mention


async def test_messages_come_only_with_their_intent(
    discord_server: LocalDiscord, general: TextChannel, ada: Member
) -> None:
    """A bot that doesn't ask for messages isn't sent any; it hears of interactions all the same."""
    async with logged_in(discord_server, intents=discord.Intents(guilds=True)) as bot:
        await discord_server.say(ada, general, "<@bot> hello")
        await discord_server.say(ada, discord_server.direct_channel(ada), "psst")
        await (await discord_server.slash(ada, general, "ask", question="when?")).reply()
    assert not bot.heard


async def test_history_withholds_content_too(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """Messages that the bot fetches are as empty as those it was sent, the newest first."""
    await discord_server.say(ada, general, "not for you")
    await discord_server.say(ada, general, "<@bot>")
    channel = await text_channel(bot, general)
    contents = [message.content async for message in channel.history(limit=5)]
    assert f"<@{discord_server.bot.id}>" in contents
    assert contents[-1] == ""


async def text_channel(bot: SmallBot, channel: TextChannel) -> discord.TextChannel:
    """Return the bot's view of a channel."""
    found = await bot.fetch_channel(int(channel.id))
    assert isinstance(found, discord.TextChannel)
    return found


@pytest.mark.parametrize(
    ("allowed", "pinged"),
    [(discord.AllowedMentions.none(), []), (discord.AllowedMentions.all(), ["ada"])],
)
async def test_allowed_mentions_decide_who_is_pinged(
    bot: SmallBot,
    general: TextChannel,
    ada: Member,
    allowed: discord.AllowedMentions,
    pinged: list[str],
) -> None:
    """A mention in the text notifies people and everyone only if the bot lets it."""
    channel = await text_channel(bot, general)
    sent = await channel.send(f"{ada.user.mention} @everyone", allowed_mentions=allowed)
    message = general.messages[str(sent.id)]
    assert [user.name for user in message.mentions] == pinged
    assert message.mentions_everyone is bool(pinged)


async def test_thread_takes_messages_of_both_sides(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """The bot opens threads from a message and alone, and is heard and mentioned there."""
    channel = await text_channel(bot, general)
    opened = await (await channel.send("a topic")).create_thread(name="Topic")
    await opened.send("welcome")
    thread = await discord_server.next_thread(general)
    assert [message.text for message in thread.messages.values()] == ["welcome"]
    question = await discord_server.say(ada, thread, "<@bot> here?")
    assert (await discord_server.next_message(thread, after=question)).reply_to is question
    await opened.edit(archived=True)
    assert thread.archived
    await channel.create_thread(name="Alone", type=discord.ChannelType.public_thread)
    assert [thread.name for thread in general.threads] == ["Topic", "Alone"]
    assert not discord_server.violations


async def test_message_edits_and_deletion_are_remembered(
    bot: SmallBot, general: TextChannel
) -> None:
    """A message that is gone still tells what it has been; the bot can't reach it any more."""
    channel = await text_channel(bot, general)
    sent = await channel.send("one")
    message = general.messages[str(sent.id)]
    await sent.edit(content="two")
    await sent.delete()
    assert [state.text for state in message.states] == ["one", "two"]
    assert message.deleted
    with pytest.raises(discord.NotFound) as refused:
        await channel.fetch_message(sent.id)
    assert refused.value.code == 10008


async def test_bot_looks_around(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """The bot finds its guild, a member and its application, and shows that it is writing."""
    guild = await bot.fetch_guild(int(general.guild.id), with_counts=False)
    assert (await guild.fetch_member(int(ada.user.id))).name == "ada"
    assert (await bot.application_info()).owner.name == discord_server.world.owner.name
    async with (await text_channel(bot, general)).typing():
        assert f"POST /channels/{general.id}/typing" in map(str, discord_server.requests)
    assert len(await bot.tree.fetch_commands()) == len(bot.tree.get_commands())


async def test_an_archived_thread_takes_nothing_but_new_messages(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """They open it again, unless it is locked; one that is deleted is gone for good."""
    channel = await text_channel(bot, general)
    opened = await (await channel.send("a topic")).create_thread(name="Topic")
    first = await opened.send("first")
    thread = await discord_server.next_thread(general)
    thread.archive()
    with pytest.raises(discord.HTTPException, match="50083"):
        await first.edit(content="changed")
    await opened.send("second")
    assert not thread.archived
    await first.edit(content="changed")
    thread.archive(locked=True)
    with pytest.raises(discord.Forbidden, match="160005"):
        await opened.send("third")
    with pytest.raises(PermissionError):
        await discord_server.say(ada, thread, "fourth")
    thread.delete()
    with pytest.raises(discord.NotFound, match="10003"):
        await opened.send("fifth")


async def test_people_join_and_leave_threads(
    bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """The members of a thread are those who were added and didn't leave."""
    channel = await text_channel(bot, general)
    thread = await channel.create_thread(name="Topic", type=discord.ChannelType.public_thread)
    await thread.add_user(discord.Object(int(ada.user.id)))
    await thread.leave()
    assert [member.id for member in await thread.fetch_members()] == [int(ada.user.id)]


async def test_message_has_one_thread(bot: SmallBot, general: TextChannel) -> None:
    """A second thread from the same message is refused."""
    sent = await (await text_channel(bot, general)).send("a topic")
    await sent.create_thread(name="One")
    with pytest.raises(discord.HTTPException) as refused:
        await sent.create_thread(name="Two")
    assert refused.value.code == 160004


# Refusals


@pytest.mark.parametrize(
    ("command", "code"), [("dawdle", 10062), ("stutter", 40060), ("ponder", 50027)]
)
async def test_responses_out_of_turn_are_refused(
    discord_server: LocalDiscord,
    bot: SmallBot,
    general: TextChannel,
    ada: Member,
    *,
    command: str,
    code: int,
) -> None:
    """A response that is late, double or under an expired token gets Discord's own error."""
    await discord_server.slash(ada, general, command)
    error = await asyncio.wait_for(bot.errors.get(), PATIENCE)
    assert isinstance(error, discord.HTTPException)
    assert error.code == code


@pytest.mark.parametrize(
    ("denied", "code"),
    [("send_messages", 50013), ("embed_links", 50013), ("view_channel", 50001)],
)
async def test_permission_taken_in_a_channel_is_missed_there(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, denied: str, code: int
) -> None:
    """What the bot may not do in a channel is forbidden, and no fault of its bodies."""
    general.deny(discord_server.bot, **{denied: True})
    with pytest.raises(discord.Forbidden) as refused:
        await send(bot, general, {"embeds": [{"title": "Hello"}]})
    assert refused.value.code == code
    assert not discord_server.violations


SENT_IN_VAIN: dict[str, tuple[str, str, Json | None, int]] = {
    "unknown channel": ("GET", "/channels/1", None, 10003),
    "unknown guild": ("GET", "/guilds/1", None, 10004),
    "unknown member": ("GET", "/guilds/{guild}/members/1", None, 10007),
    "unknown message": ("DELETE", "/channels/{channel}/messages/1", None, 10008),
    "unknown user": ("GET", "/users/1", None, 10013),
    "unknown token": ("GET", "/webhooks/1/x/messages/@original", None, 10015),
    "not the author": ("PATCH", "/channels/{channel}/messages/{message}", {"content": "x"}, 50005),
    "not its place": ("DELETE", "/channels/{channel}/messages/{message}", None, 50013),
    "empty": ("POST", "/channels/{channel}/messages", {"content": ""}, 50006),
    "forum": ("POST", "/channels/{forum}/messages", {"content": "x"}, 50008),
    "not a thread": ("PATCH", "/channels/{channel}", {"archived": True}, 10003),
    "nothing to answer": (
        "POST",
        "/channels/{channel}/messages",
        {"content": "x", "message_reference": {"message_id": "1"}},
        50035,
    ),
}


@pytest.mark.parametrize(
    ("method", "path", "body", "code"), SENT_IN_VAIN.values(), ids=SENT_IN_VAIN
)
async def test_request_in_vain_gets_its_own_code(
    discord_server: LocalDiscord,
    bot: SmallBot,
    general: TextChannel,
    ada: Member,
    *,
    method: str,
    path: str,
    body: Json | None,
    code: int,
) -> None:
    """What isn't there or isn't the bot's to change is refused as Discord refuses it."""
    forum = general.guild.add_channel("forum", kind=discord.ChannelType.forum)
    message = await discord_server.say(ada, general, "hello")
    ids = {"guild": general.guild.id, "channel": general.id, "forum": forum.id}
    with pytest.raises(discord.HTTPException) as refused:
        await bot.http.request(Route(method, path, message=message.id, **ids), json=body)
    assert refused.value.code == code


async def test_closed_direct_messages_are_forbidden(bot: SmallBot, ada: Member) -> None:
    """Somebody who takes no direct messages can't be written to."""
    ada.user.takes_direct_messages = False
    user = await bot.fetch_user(int(ada.user.id))
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("psst")
    assert refused.value.code == 50007


def button(custom_id: str) -> Json:
    """Return a button as one sends it."""
    return {"type": 2, "style": 1, "label": "Press", "custom_id": custom_id}


def row(*parts: Json) -> Json:
    """Return a row of components."""
    return {"type": 1, "components": list(parts)}


def layout(*parts: Json) -> Json:
    """Return a message made of components v2."""
    return {"flags": 1 << 15, "components": list(parts)}


TOO_MUCH = {
    "content": {"content": "x" * 2001},
    "embeds in all": {"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]},
    "buttons in a row": {"components": [row(*(button(f"{n}") for n in range(6)))]},
    "rows": {"components": [row(button(f"{n}")) for n in range(6)]},
    "same custom id": {"components": [row(button("same"), button("same"))]},
    "layout without its flag": {"components": [{"type": 10, "content": "x"}]},
    "content beside a layout": {"content": "x"} | layout({"type": 10, "content": "x"}),
    "layout components": layout(*({"type": 14} for _ in range(41))),
    "layout text": layout(*({"type": 10, "content": "x" * 2001} for _ in range(2))),
}


@pytest.mark.parametrize("body", TOO_MUCH.values(), ids=TOO_MUCH)
async def test_body_over_a_limit_is_refused_and_recorded(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, body: Json
) -> None:
    """The bot gets error 50035, the test a violation, and the channel no message."""
    with pytest.raises(discord.HTTPException) as refused:
        await send(bot, general, body)
    assert refused.value.code == 50035
    assert [violation.words for violation in discord_server.violations]
    assert not general.messages


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Two words", "description": "x"},
        {"name": "fine", "description": ""},
        {
            "name": "fine",
            "description": "x",
            "options": [
                {"type": 3, "name": "a", "description": "x"},
                {"type": 3, "name": "b", "description": "x", "required": True},
            ],
        },
    ],
    ids=["name", "description", "order of options"],
)
async def test_wrong_command_is_refused(bot: SmallBot, command: Any) -> None:
    """Commands that Discord wouldn't register aren't registered here."""
    assert bot.application_id is not None
    with pytest.raises(discord.HTTPException) as refused:
        await bot.http.bulk_upsert_global_commands(bot.application_id, [command])
    assert refused.value.code == 50035


@pytest.mark.skipif(
    openapi_description() is None, reason="no description of Discord: see openapi_description()"
)
async def test_body_against_the_description_is_refused(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel
) -> None:
    """A field of the wrong type is found by Discord's own description, and named."""
    with pytest.raises(discord.HTTPException) as refused:
        await send(bot, general, {"content": 7})
    assert refused.value.code == 50035
    assert "content" in discord_server.violations[0].words


def test_every_route_is_in_the_description() -> None:
    """The server has no route that Discord's description doesn't know."""
    path = openapi_description()
    if path is None:
        pytest.skip("no description of Discord: see openapi_description()")
    paths = json.loads(path.read_text(encoding="utf-8"))["paths"]
    for route in ROUTES:
        method, template = route.split()
        assert method.lower() in paths[template]


async def test_unknown_route_is_a_violation(discord_server: LocalDiscord, bot: SmallBot) -> None:
    """A request for which there is no route doesn't go unnoticed."""
    with pytest.raises(discord.NotFound):
        await bot.http.request(Route("GET", "/no/such/route"))
    assert discord_server.violations[0].request == "GET /no/such/route"


# Logging in, and trouble


async def test_wrong_token_is_not_let_in(discord_server: LocalDiscord) -> None:
    """Another token than the server's is an improper one."""
    async with SmallBot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("wrong")


async def test_gateway_checks_the_token_too(discord_server: LocalDiscord) -> None:
    """A token that became worthless after the login is refused by the gateway (4004)."""
    async with SmallBot() as bot:
        await bot.login(discord_server.token)
        discord_server.reset_token()
        with pytest.raises(discord.ConnectionClosed) as closed:
            await asyncio.wait_for(bot.connect(), PATIENCE)
    assert closed.value.code == 4004


async def test_token_reset_under_way_ends_the_bot(discord_server: LocalDiscord) -> None:
    """A token that became worthless is refused when the bot connects again (4004)."""
    async with SmallBot() as bot:
        await bot.login(discord_server.token)
        running = asyncio.create_task(bot.connect())
        await bot.wait_until_ready()
        discord_server.reset_token()
        discord_server.gateway.drop()
        with pytest.raises(discord.ConnectionClosed) as closed:
            await asyncio.wait_for(running, PATIENCE)
    assert closed.value.code == 4004


async def test_privileged_intent_must_be_granted(discord_server: LocalDiscord) -> None:
    """A bot that asks for more than the developer portal grants is turned away (4014)."""
    intents = discord.Intents.default()
    intents.message_content = True
    async with SmallBot(intents) as bot:
        await bot.login(discord_server.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await asyncio.wait_for(bot.connect(), PATIENCE)


async def test_granted_intent_lets_content_through() -> None:
    """With the message-content intent the bot reads what isn't addressed to it."""
    intents = discord.Intents.default()
    intents.message_content = True
    async with LocalDiscord(privileged_intents=intents) as server:
        guild = server.add_guild("Newsroom")
        channel, ada = guild.add_channel("general"), guild.add_member("ada")
        with server.redirected():
            async with logged_in(server, intents=intents) as bot:
                await server.say(ada, channel, "to whom it may concern")
                mention = await server.say(ada, channel, "<@bot>")
                await server.next_message(channel, after=mention)
    assert bot.heard[0] == "to whom it may concern"


@pytest.mark.parametrize("trouble", ["ask_to_reconnect", "drop"])
async def test_lost_connection_is_resumed_without_a_gap(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member, trouble: str
) -> None:
    """What happens while the bot is away reaches it when it resumes."""
    getattr(discord_server.gateway, trouble)()
    question = await discord_server.say(ada, general, "<@bot> still there?")
    answer = await discord_server.next_message(general, after=question)
    assert answer.reply_to is question
    await discord_server.until(lambda: discord_server.gateway.resumes, wanted="a resume")
    assert discord_server.gateway.identifies == 1


async def test_invalid_session_makes_the_bot_identify_anew(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """After op 9 the bot logs in again and answers as before."""
    discord_server.gateway.invalidate()
    question = await discord_server.say(ada, general, "<@bot> still there?")
    assert await discord_server.next_message(general, after=question)
    assert (discord_server.gateway.identifies, discord_server.gateway.resumes) == (2, 0)


async def test_silent_gateway_is_given_up() -> None:
    """A bot whose heartbeats stay unanswered connects again."""
    async with LocalDiscord(heartbeat_interval=0.05) as server:
        with server.redirected():
            async with logged_in(server, heartbeat_timeout=0.3):
                server.gateway.silent = True
                await server.until(lambda: server.gateway.resumes, wanted="a resume")


async def test_refused_gateway_is_the_bots_to_handle(discord_server: LocalDiscord) -> None:
    """A gateway that answers 503 lets nobody in until it answers as always."""
    discord_server.inject(Fault("GET /gw/", status=503))
    async with SmallBot() as bot:
        await bot.login(discord_server.token)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await bot.connect(reconnect=False)
    async with logged_in(discord_server):
        assert discord_server.gateway.identifies == 1


async def test_sharded_bot_is_let_in(
    discord_server: LocalDiscord, general: TextChannel, ada: Member
) -> None:
    """A client that shards works as the only shard."""
    async with logged_in(discord_server, client=ShardedBot):
        interaction = await discord_server.slash(ada, general, "ask", question="when?")
        assert (await interaction.reply()).text == "You asked when?"


async def test_shard_that_does_not_exist_is_turned_away(discord_server: LocalDiscord) -> None:
    """Of two shards there is no third."""
    async with SmallBot(shard_id=2, shard_count=2) as bot:
        await bot.login(discord_server.token)
        with pytest.raises(discord.ConnectionClosed) as closed:
            await bot.connect(reconnect=False)
    assert closed.value.code == 4010


async def test_presence_is_recorded(discord_server: LocalDiscord, bot: SmallBot) -> None:
    """What the bot shows as its status is there to look at."""
    await bot.change_presence(activity=discord.Game("reading"))
    shown = await discord_server.until(lambda: discord_server.gateway.presences, wanted="presence")
    assert shown[-1]["activities"][0]["name"] == "reading"


async def test_rate_limit_is_waited_out(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """Answers of 429 delay a command's answer and don't lose it."""
    discord_server.inject(Fault("POST */callback", status=429))
    discord_server.inject(Fault("PATCH */@original", status=429, times=2))
    interaction = await discord_server.slash(ada, general, "ask", question="when?")
    assert (await interaction.reply()).text == "You asked when?"
    answered = [call.status for call in discord_server.requests if "when" in str(call.body)]
    assert answered == [429, 429, 200]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("POST */messages", status=503), discord.DiscordServerError),
        (Fault("POST */messages", drop=True), aiohttp.ServerDisconnectedError),
    ],
    ids=["503", "dropped"],
)
async def test_trouble_that_discord_py_does_not_retry_reaches_the_bot(
    discord_server: LocalDiscord,
    bot: SmallBot,
    general: TextChannel,
    fault: Fault,
    error: type[Exception],
) -> None:
    """One request fails as asked for, the next one is answered."""
    discord_server.inject(fault)
    with pytest.raises(error):
        await send(bot, general, {"content": "lost"})
    await send(bot, general, {"content": "arrived"})
    assert [message.text for message in general.messages.values()] == ["arrived"]


async def test_delay_makes_a_response_late(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """A slow network costs an interaction its time."""
    discord_server.inject(Fault("POST */callback", delay=SHORT.first_response * 1.2))
    await discord_server.slash(ada, general, "whisper")
    error = await asyncio.wait_for(bot.errors.get(), PATIENCE)
    assert isinstance(error, discord.NotFound)
    assert error.code == 10062


async def test_redirection_ends_with_its_block() -> None:
    """Afterwards discord.py speaks to the real Discord again."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with LocalDiscord() as server:
        with server.redirected():
            assert base != Route.BASE
            assert gateway != DiscordWebSocket.DEFAULT_GATEWAY
    assert (base, gateway) == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


async def test_waiting_in_vain_says_for_what(
    discord_server: LocalDiscord, bot: SmallBot, general: TextChannel
) -> None:
    """A test that waits for something that never comes fails with its name."""
    with pytest.raises(TimeoutError, match="a message of the bot"):
        await discord_server.next_message(general, within=0.05)


# Other clients than discord.py


async def test_whoever_asks_for_it_gets_one_compressed_stream(discord_server: LocalDiscord) -> None:
    """Every frame is a part that can be read at once."""
    address = f"{discord_server.world.gateway_url}?v=10&encoding=json&compress=zlib-stream"
    stream = zlib.decompressobj()
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        await socket.send_json({"op": 1, "d": None})
        frames = [json.loads(stream.decompress(await socket.receive_bytes())) for _ in range(2)]
    assert [frame["op"] for frame in frames] == [10, 11]


async def test_components_come_back_with_ids(
    bot: SmallBot, general: TextChannel, ada: Member
) -> None:
    """Those without get what is left from 1 on, in reading order; the message keeps its body."""
    button = {"type": 2, "style": 2, "label": "Again", "custom_id": "again"}
    row = {"type": 1, "components": [{**button, "id": 1}, {**button, "custom_id": "b"}]}
    await send(bot, general, {"content": "hello", "components": [row]})
    [message] = general.messages.values()
    [shown] = message.payload()["components"]
    assert [shown["id"], *(part["id"] for part in shown["components"])] == [2, 1, 3]
    assert message.components == (row,)
