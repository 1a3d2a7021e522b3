"""What is for admins is carried out for nobody else, by whatever path they come."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from discord import AppCommandType, ComponentType, app_commands

from bot.client import FootnoteBot
from bot.state.feeds import WatchedFeed
from bot.state.server_settings import ServerSettings
from index.library import Library
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, at_work
from tests.forging import complete_elsewhere, press, with_buttons
from tests.local_discord.people import Member

REFUSED = "You need the permission “Manage Server” for that."
FEED = "https://feeds.example/news"
# Every admin's command, with options that would do something.
USES: dict[str, tuple[dict[str, Any], ...]] = {
    "add": ({"url": "http://127.0.0.1/"},),
    "rebuild": ({}, {"undo": True}),
    "remove": ({"article": "0123456789ab"},),
    "settings": ({},),
    "unanswered": ({},),
    "unwatch": ({"feed": FEED},),
    "watch": ({}, {"feed": FEED}),
}
EACH_USE = [(name, options) for name, uses in USES.items() for options in uses]
COMPLETED = [("remove", "article"), ("unwatch", "feed")]


@pytest.fixture
async def working(newsroom: Newsroom, own_archive: Library) -> AsyncIterator[FootnoteBot]:
    """The bot, in a server that has an article of its own and watches a feed."""
    server = int(newsroom.channel.guild.id)
    own = own_archive.of(str(server))
    own.add("lantern.txt", b"The lantern festival drew 900 people to the harbour on Friday.")
    own.rebuild()
    async with at_work(newsroom, own_archive) as bot:
        bot.state.feeds.watch(WatchedFeed(server=server, url=FEED, watched_since=datetime.now(UTC)))
        yield bot


def untouched(bot: FootnoteBot, newsroom: Newsroom) -> None:
    """Hold against the state that nothing of it was changed."""
    server = int(newsroom.channel.guild.id)
    assert bot.state.server_settings.get(server) == ServerSettings()
    assert [feed.url for feed in bot.state.feeds.of(server)] == [FEED]
    assert len(bot.library.of(str(server)).own_articles()) == 1
    assert not bot._rebuilder.is_running


def demoted(member: Member) -> Member:
    """Return the member without the roles, as Discord knows them from now on."""
    without = Member(member.user, member.guild)
    member.guild.members[member.user.id] = without
    return without


async def test_these_are_all_the_commands_for_admins(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """One that is added is tried here, too; no entry of a menu is among them."""
    commands = [c for c in bot.tree.walk_commands() if isinstance(c, app_commands.Command)]
    assert {c.name for c in commands if c.default_permissions or c.checks} == set(USES)
    offered = {(c.name, option) for c in commands for option in _completed(c)}
    assert {pair for pair in offered if pair[0] in USES} == set(COMPLETED)
    for kind in (AppCommandType.message, AppCommandType.user):
        assert not [menu for menu in bot.tree.walk_commands(type=kind) if menu.default_permissions]


def _completed(command: app_commands.Command[Any, ..., Any]) -> list[str]:
    return [parameter.name for parameter in command.parameters if parameter.autocomplete]


async def test_a_reader_is_refused_by_command(newsroom: Newsroom, working: FootnoteBot) -> None:
    """Also where Discord's settings of the server show the command to them."""
    for name, options in EACH_USE:
        used = await newsroom.discord.slash(newsroom.reader, newsroom.channel, name, **options)
        refusal = await used.reply()
        assert (refusal.text, refusal.ephemeral) == (REFUSED, True), name
    untouched(working, newsroom)


async def test_everyone_is_refused_in_direct_messages(
    newsroom: Newsroom, working: FootnoteBot
) -> None:
    """No server is meant there, admins' included."""
    for member in (newsroom.reader, newsroom.editor):
        direct = newsroom.discord.direct_channel(member)
        for name, options in EACH_USE:
            used = await newsroom.discord.slash_elsewhere(
                member, direct, name, listed_in=newsroom.channel, **options
            )
            assert "That is for servers" in (await used.reply()).text
        for name, option in COMPLETED:
            offered = await complete_elsewhere(
                newsroom.discord, member, direct, name, option, listed_in=newsroom.channel
            )
            assert offered == ()
    untouched(working, newsroom)


async def test_a_reader_is_offered_nothing_to_choose_from(
    newsroom: Newsroom, working: FootnoteBot
) -> None:
    """What an admin is offered there tells what the server has."""
    for name, option in COMPLETED:
        for member, count in ((newsroom.reader, 0), (newsroom.editor, 1)):
            offered = await newsroom.discord.autocomplete(
                member, newsroom.channel, name, focused=option, value=""
            )
            assert len(offered) == count


async def test_a_reader_is_refused_by_button_and_menu(
    newsroom: Newsroom, working: FootnoteBot
) -> None:
    """Those of an admin's message, and forged ones."""
    server = newsroom.discord
    used = await server.slash(newsroom.editor, newsroom.channel, "settings")
    shown = await used.reply()
    presses = [
        await server.press(newsroom.reader, shown, label="Limits …"),
        await server.press(newsroom.reader, shown, label="Show answers to: Only whoever asks"),
        await server.pick(
            newsroom.reader, shown, newsroom.channel, kind=ComponentType.channel_select
        ),
        await server.pick(
            newsroom.reader, shown, newsroom.channel.guild.everyone, kind=ComponentType.role_select
        ),
    ]
    for custom_id in ("settings:private", "settings:limits", "unanswered:1"):
        message = with_buttons(server, newsroom.channel, custom_id)
        presses.append(await press(server, newsroom.reader, message, custom_id))
    for pressed in presses:
        refusal = await pressed.reply()
        assert (refusal.text, refusal.ephemeral) == (REFUSED, True)
        assert pressed.shown_modal is None
    untouched(working, newsroom)


async def test_a_form_is_taken_from_admins_alone(newsroom: Newsroom, working: FootnoteBot) -> None:
    """Neither from whoever got hold of it, nor from an admin who is none any more."""
    server = newsroom.discord
    used = await server.slash(newsroom.editor, newsroom.channel, "settings")
    shown = await used.reply()
    forms = []
    for _ in range(2):
        pressed = await server.press(newsroom.editor, shown, label="Limits …")
        forms.append(await pressed.modal())
    for member, form in zip((newsroom.reader, demoted(newsroom.editor)), forms, strict=True):
        sent = await server.submit_modal(member, form, dict.fromkeys(form.labels, "1"))
        assert (await sent.reply()).text == REFUSED
    untouched(working, newsroom)


async def test_a_permission_that_was_lost_is_lost_at_once(
    newsroom: Newsroom, working: FootnoteBot
) -> None:
    """What was shown to an admin before does nothing any more."""
    server = newsroom.discord
    used = await server.slash(newsroom.editor, newsroom.channel, "settings")
    shown = await used.reply()
    former = demoted(newsroom.editor)
    pressed = await server.press(former, shown, label="Show answers to: Only whoever asks")
    assert (await pressed.reply()).text == REFUSED
    used = await server.slash(former, newsroom.channel, "settings")
    assert (await used.reply()).text == REFUSED
    untouched(working, newsroom)


async def test_a_role_that_is_no_admins_any_more_is_none_at_once(
    newsroom: Newsroom, working: FootnoteBot
) -> None:
    """The server's settings are looked at whenever something is done."""
    helper = newsroom.channel.guild.add_member("eve", permissions=discord.Permissions.none())
    store, server = working.state.server_settings, int(newsroom.channel.guild.id)
    store.save(server, ServerSettings(admin_roles=frozenset({int(helper.roles[0].id)})))
    used = await newsroom.discord.slash(helper, newsroom.channel, "settings")
    shown = await used.reply()
    assert "How I behave" in shown.text
    store.save(server, ServerSettings())
    pressed = await newsroom.discord.press(
        helper, shown, label="Show answers to: Only whoever asks"
    )
    assert (await pressed.reply()).text == REFUSED
    untouched(working, newsroom)


async def test_a_message_is_a_question_and_no_command(
    newsroom: Newsroom, working: FootnoteBot
) -> None:
    """Whoever writes it, as a mention, a reply or directly."""
    server, channel = newsroom.discord, newsroom.channel
    asked = await server.say(newsroom.reader, channel, f"<@bot> {QUESTION}")
    answer = await server.next_message(channel, after=asked)
    assert FIGURE in answer.text
    for text in ("/rebuild", "!rebuild undo:True"):
        said = await server.say(newsroom.reader, channel, f"<@bot> {text}", reply_to=answer)
        assert (await server.next_message(channel, after=said)).reply_to is said
    direct = server.direct_channel(newsroom.editor)
    said = await server.say(newsroom.editor, direct, "/settings private")
    await server.next_message(direct, after=said)
    untouched(working, newsroom)
