"""A server's admins add articles that only that server sees, and remove them."""

import asyncio
import dataclasses
import gzip
import json
from collections.abc import AsyncIterator

import discord
import pytest
from aiohttp import web

from bot.client import FootnoteBot
from bot.in_flight import InFlight
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work
from tests.local_discord import Fault, Interaction, Message, Patience
from tests.web import Site, website

TEXT = (
    "The harbour museum will lend its oldest lantern to the town of Wexmoor until spring. "
    "The lantern has burned in the museum's hall since 1911."
)
PAGE = f"""<!doctype html><html><head><title>Museum lends its oldest lantern</title>
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2024-11-18T08:00:00Z"></head>
<body><article><h1>Museum lends its oldest lantern</h1><p>{TEXT}</p></article></body></html>"""
QUESTION = "What will the harbour museum lend to the town of Wexmoor?"
SOON = 30  # seconds for an index to be rebuilt on a busy machine


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A website."""
    async with website() as running:
        yield running


@pytest.fixture
async def working(newsroom: Newsroom, own_archive: Library) -> AsyncIterator[FootnoteBot]:
    """The bot at work, with articles that may be added to."""
    async with at_work(newsroom, own_archive) as bot:
        yield bot


async def outcome(used: Interaction) -> str:
    """Return what a command has come to once it is no longer under way."""
    shown = await used.reply()
    state = await shown.until(lambda state: not state.content.endswith(" …"), within=SOON)
    return state.content


async def add(newsroom: Newsroom, **what: object) -> str:
    """Have the editor add something, and return what came of it."""
    used = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "add", **what)
    return await outcome(used)


async def answer(newsroom: Newsroom) -> Message:
    """Return what the bot answers to the question about the lantern."""
    return await (await newsroom.ask(QUESTION)).reply(within=SOON)


@pytest.mark.usefixtures("working")
async def test_a_page_is_added_and_answers_here_alone(newsroom: Newsroom, site: Site) -> None:
    """The report says what was understood; another server and direct messages know nothing."""
    address = site.put("/lantern", PAGE)
    report = await add(newsroom, url=address)
    assert report == (
        "**Added to this server’s own articles:**\n"
        f"- [Museum lends its oldest lantern](<{address}>), The Harbour Post, "
        "18 November 2024, 1 passage"
    )
    assert "lantern" in (await answer(newsroom)).text
    server = newsroom.discord
    elsewhere = server.add_guild("Elsewhere")
    stranger = elsewhere.add_member("eve", permissions=discord.Permissions(manage_guild=True))
    channel = elsewhere.add_channel("general")
    for place in (channel, server.direct_channel(newsroom.editor)):
        person = stranger if place is channel else newsroom.editor
        asked = await server.slash(person, place, "ask", question=QUESTION)
        assert "lantern until spring" not in (await asked.reply(within=SOON)).text
    offered = await server.autocomplete(
        stranger, channel, "remove", focused="article", value="lantern"
    )
    assert offered == ()


@pytest.mark.usefixtures("working")
async def test_an_article_is_removed_again(newsroom: Newsroom, site: Site) -> None:
    """It is found by its title, and answers nothing any more; nobody else could have done it."""
    await add(newsroom, url=site.put("/lantern", PAGE))
    server, channel = newsroom.discord, newsroom.channel
    typed = {"focused": "article", "value": "OLDEST lan"}
    assert await server.autocomplete(newsroom.reader, channel, "remove", **typed) == ()
    [choice] = await server.autocomplete(newsroom.editor, channel, "remove", **typed)
    assert choice["name"].startswith("Museum lends its oldest lantern, The Harbour Post")
    used = await server.slash(newsroom.editor, channel, "remove", article=choice["value"])
    assert (await outcome(used)).startswith(
        "**Removed from this server’s own articles:** [Museum lends its oldest lantern]"
    )
    again = await server.slash(newsroom.editor, channel, "remove", article=choice["value"])
    refusal = await again.reply(number=2)
    assert "none of this server’s own articles" in refusal.text
    assert refusal.ephemeral
    assert "lantern until spring" not in (await answer(newsroom)).text


@pytest.mark.usefixtures("working")
async def test_attachments_of_every_kind_are_added(newsroom: Newsroom) -> None:
    """What of them can't be read is told with its reason."""
    line = {"title": "Trees by the canal", "publisher": "Canal Weekly", "text": TEXT}
    files = {
        "lantern.txt": TEXT.encode(),
        "lines.jsonl.gz": gzip.compress(f"{json.dumps(line)}\nnonsense\n".encode()),
    }
    reports = [await add(newsroom, file=newsroom.discord.upload(*file)) for file in files.items()]
    assert "untitled, publisher unknown, undated, 1 passage" in reports[0]
    assert "- Trees by the canal, Canal Weekly, undated, 1 passage\n**Not added:**" in reports[1]
    assert "the line is not JSON" in reports[1]
    assert "lantern" in (await answer(newsroom)).text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.png", b"\x89PNG\0", "is no kind of article"),
        ("setup.md", b"MZ\0\0", "is no kind of article"),
        ("empty.txt", b"", "the file is empty"),
        ("feed.html", b"<?xml version='1.0'?><rss>", "sends a feed"),
        ("page.html", b"<html><body></body></html>", "no article was found"),
    ],
)
async def test_a_file_without_an_article_is_refused(
    newsroom: Newsroom, working: FootnoteBot, name: str, content: bytes, words: str
) -> None:
    """In a sentence that says why; nothing is kept."""
    report = await add(newsroom, file=newsroom.discord.upload(name, content))
    assert report.startswith("**Not added:** ")
    assert words in report
    collection = working.library.of(newsroom.channel.guild.id).collection
    assert collection
    assert not collection.exists


@pytest.mark.usefixtures("bot")
async def test_an_attachment_that_is_too_large_is_not_downloaded(newsroom: Newsroom) -> None:
    """Its size is told by Discord, and nothing is asked of it."""
    file = newsroom.discord.upload("archive.txt", bytes(25_000_001))
    newsroom.discord.inject(Fault("GET /attachments/*", status=404))
    assert "archive.txt is larger than 25 MB" in await add(newsroom, file=file)


@pytest.mark.usefixtures("bot")
async def test_a_download_that_fails_is_told(newsroom: Newsroom) -> None:
    """Whether Discord says so or is gone in the middle."""
    file = newsroom.discord.upload("lantern.txt", TEXT.encode())
    downloads = "GET /attachments/*"
    for fault in (Fault(downloads, status=404), Fault(downloads, drop=True, times=2)):
        newsroom.discord.inject(fault)
        assert "Discord didn’t let me download lantern.txt" in await add(newsroom, file=file)


@pytest.mark.usefixtures("bot")
async def test_a_page_that_can_not_be_fetched_is_told(newsroom: Newsroom, site: Site) -> None:
    """With the host and what to do."""
    assert "127.0.0.1 has no such page (404)" in await add(newsroom, url=site.url("/nothing"))
    assert "is no web address" in await add(newsroom, url="file:///etc/passwd")
    assert "is no kind of article" in await add(newsroom, url=site.put("/a", b"a", "text/css"))


@pytest.mark.usefixtures("bot")
async def test_one_thing_is_added_at_a_time(newsroom: Newsroom) -> None:
    """Neither nothing nor two."""
    server = newsroom.discord
    file = server.upload("a.txt", b"words")
    for what in ({}, {"url": "https://example.com", "file": file}):
        used = await server.slash(newsroom.editor, newsroom.channel, "add", **what)
        refusal = await used.reply()
        assert (refusal.text, refusal.ephemeral) == ("Give me either an address or a file.", True)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("add", {"url": "http://127.0.0.1/"}),
        ("remove", {"article": "0123456789ab"}),
        ("watch", {}),
        ("unwatch", {"feed": "https://example.com/feed"}),
    ],
)
async def test_all_this_is_for_admins_in_servers(
    newsroom: Newsroom, command: str, options: dict[str, str]
) -> None:
    """Readers are told which permission they need; in direct messages, where it is used."""
    server, channel = newsroom.discord, newsroom.channel
    used = await server.slash(newsroom.reader, channel, command, **options)
    refusal = await used.reply()
    assert refusal.text == "You need the permission “Manage Server” for that."
    assert refusal.ephemeral
    used = await server.slash_elsewhere(
        newsroom.editor,
        server.direct_channel(newsroom.editor),
        command,
        listed_in=channel,
        **options,
    )
    assert "use it in the one that you mean" in (await used.reply()).text


async def test_an_admin_role_is_as_good_as_the_permission(
    newsroom: Newsroom, working: FootnoteBot
) -> None:
    """Whoever has the role may do what the server's settings give it."""
    guild = newsroom.channel.guild
    curator = guild.add_member("kim", permissions=discord.Permissions(attach_files=True))
    settings = working.state.server_settings
    role = int(curator.roles[0].id)
    settings.save(
        int(guild.id), dataclasses.replace(settings.get(None), admin_roles=frozenset({role}))
    )
    used = await newsroom.discord.slash(curator, newsroom.channel, "watch")
    assert "No feed is watched" in (await used.reply()).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("newsroom", [Patience(token=0.5)], indirect=True)
async def test_a_report_that_comes_late_is_a_message(newsroom: Newsroom, site: Site) -> None:
    """Once Discord no longer lets the progress be edited."""

    async def late(_: web.Request) -> web.Response:
        await asyncio.sleep(0.6)
        return web.Response(status=404)

    site.pages["/late"] = late
    used = await newsroom.discord.slash(
        newsroom.editor, newsroom.channel, "add", url=site.url("/late")
    )
    shown = await used.reply()
    report = await newsroom.discord.next_message(newsroom.channel, after=shown)
    assert "404" in report.text


async def test_trouble_of_our_own_leaves_nothing_standing(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """What was said at first is taken back, and only who asked learns that it failed."""
    collections = working.library.settings.data / "collections"
    collections.mkdir()
    (collections / newsroom.channel.guild.id).write_text("in the way")
    used = await newsroom.discord.slash(
        newsroom.editor, newsroom.channel, "add", url=site.put("/lantern", PAGE)
    )
    refusal = await used.reply(number=2)
    assert "Something went wrong on my side" in refusal.text
    assert refusal.ephemeral
    assert not newsroom.channel.messages


async def test_closing_waits_for_what_is_being_added(
    newsroom: Newsroom, own_archive: Library, site: Site
) -> None:
    """What takes too long is told to have been given up."""

    async def never(_: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    site.pages["/never"] = never
    in_flight = InFlight()
    async with at_work(newsroom, own_archive, in_flight):
        used = await newsroom.discord.slash(
            newsroom.editor, newsroom.channel, "add", url=site.url("/never")
        )
        await site.asked()
        await in_flight.close(patience=0.1)
        assert "I was restarted before I had finished" in (await used.reply(number=2)).text
        assert not newsroom.channel.messages
