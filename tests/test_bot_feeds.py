"""A server's admins have feeds watched; what appears in them is added by itself."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest
from aiohttp import web

from bot.client import FootnoteBot
from bot.cogs.feeds import Feeds
from bot.state.feeds import WatchedFeed
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work
from tests.eventually import eventually
from tests.feeds import rss
from tests.local_discord import Fault
from tests.web import Site, website

PAGE = """<html><head><title>Museum lends a lantern</title></head><body>
<p>The harbour museum will lend its oldest lantern to the town of Wexmoor until spring.</p>"""
QUESTION = "What will the harbour museum lend to the town of Wexmoor?"
SOON = 30  # seconds for an index to be rebuilt on a busy machine


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A website with a feed of one article."""
    async with website() as running:
        running.put("/feed", rss([running.put("/lantern", PAGE)]), "application/rss+xml")
        yield running


@pytest.fixture
async def working(newsroom: Newsroom, own_archive: Library) -> AsyncIterator[FootnoteBot]:
    """The bot at work, with articles that may be added to."""
    async with at_work(newsroom, own_archive) as bot:
        yield bot


async def use(newsroom: Newsroom, command: str, **options: object) -> str:
    """Return what the editor is answered to a command."""
    used = await newsroom.discord.slash(newsroom.editor, newsroom.channel, command, **options)
    reply = await used.reply(within=SOON)
    assert reply.ephemeral
    return reply.text


def watched(bot: FootnoteBot, newsroom: Newsroom) -> list[WatchedFeed]:
    """Return the feeds of the newsroom."""
    return bot.state.feeds.of(int(newsroom.channel.guild.id))


async def visited(bot: FootnoteBot, newsroom: Newsroom, *, after: datetime) -> WatchedFeed:
    """Have the newsroom's one feed visited, and return it afterwards."""
    [feed] = watched(bot, newsroom)
    bot.state.feeds.save(replace(feed, next_poll=datetime.now(UTC)))
    cog = bot.get_cog("Feeds")
    assert isinstance(cog, Feeds)
    cog.poller.wake()

    def seen() -> WatchedFeed | None:
        [feed] = watched(bot, newsroom)
        return feed if feed.last_poll and feed.last_poll > after else None

    return await eventually(seen)


async def test_what_a_feed_announces_is_added_and_told(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """In the channel that was named for it, and for this server alone."""
    said = await use(newsroom, "watch", feed=site.url("/feed"), tell_in=newsroom.channel)
    assert said.startswith(f"**Watching [The Harbour Post](<{site.url('/feed')}>)**")
    assert "which announces 1 article." in said
    told = await newsroom.discord.next_message(newsroom.channel, within=SOON)
    lantern = site.url("/lantern")
    publisher = lantern.split("/")[2]
    assert told.text.splitlines()[1:] == [
        f"- [Museum lends a lantern](<{lantern}>), {publisher}, undated"
    ]
    asked = await newsroom.ask(QUESTION)
    assert "oldest lantern" in (await asked.reply(within=SOON)).text
    elsewhere = newsroom.discord.add_guild("Elsewhere")
    stranger = elsewhere.add_member("eve", permissions=discord.Permissions(manage_guild=True))
    channel = elsewhere.add_channel("general")
    used = await newsroom.discord.slash(stranger, channel, "watch")
    assert "No feed is watched" in (await used.reply()).text
    asked = await newsroom.discord.slash(stranger, channel, "ask", question=QUESTION)
    assert "lantern to the town" not in (await asked.reply(within=SOON)).text


async def test_nobody_is_told_unasked(newsroom: Newsroom, working: FootnoteBot, site: Site) -> None:
    """The list of feeds says how it went."""
    began = datetime.now(UTC)
    site.put("/feed", rss([site.url("/nothing")]))
    await use(newsroom, "watch", feed=site.url("/feed"))
    await visited(working, newsroom, after=began)
    lines = (await use(newsroom, "watch")).splitlines()
    assert lines[0].startswith(f"- [{site.url('/feed').partition('//')[2]}](<{site.url('/feed')}>)")
    assert ": visited <t:" in lines[0]
    assert lines[1] == "  - Item 0: 127.0.0.1 has no such page (404): check the address."
    assert not newsroom.channel.messages


async def test_a_feed_that_breaks_and_disappears_is_followed(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """Its failures stand in the list, and that it is gone is told."""
    address = site.put("/feed", rss([]), ETag='"1"')
    await use(newsroom, "watch", feed=address, tell_in=newsroom.channel)
    feed = await visited(working, newsroom, after=datetime.now(UTC))
    site.put("/feed", "<html>", status=500)
    feed = await visited(working, newsroom, after=datetime.now(UTC))
    assert site.requests[-1].headers["If-None-Match"] == '"1"'
    assert "failed once, next visit <t:" in await use(newsroom, "watch")
    site.put("/feed", status=410)
    feed = await visited(working, newsroom, after=datetime.now(UTC))
    assert feed.next_poll is None
    told = await newsroom.discord.next_message(newsroom.channel)
    assert told.text.startswith("I no longer visit [")
    assert "for good (410)" in told.text
    assert "not visited any more" in await use(newsroom, "watch")


async def test_a_page_leads_to_its_feed(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """One that names none is refused."""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.put("/feed", rss([]))
    await use(newsroom, "watch", feed=site.put("/", f"<html><head>{link}</head>"))
    assert [feed.url for feed in watched(working, newsroom)] == [site.url("/feed")]
    assert "no RSS or Atom feed" in await use(newsroom, "watch", feed=site.put("/a", "<html>"))
    assert "watches that feed already" in await use(newsroom, "watch", feed=site.url("/feed"))
    assert "404" in await use(newsroom, "watch", feed=site.url("/nothing"))


async def test_a_feed_is_watched_no_longer(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """It is chosen from the list or named, however long its address is."""
    site.put("/feed", rss([]))
    address = site.url(f"/feed?{'long' * 50}")
    await use(newsroom, "watch", feed=address)
    server, typed = newsroom.discord, {"focused": "feed", "value": "FEED?long"}
    assert await server.autocomplete(newsroom.reader, newsroom.channel, "unwatch", **typed) == ()
    [choice] = await server.autocomplete(newsroom.editor, newsroom.channel, "unwatch", **typed)
    said = await use(newsroom, "unwatch", feed=choice["value"])
    assert said.startswith("No longer watching [")
    assert not watched(working, newsroom)
    assert "isn’t watched" in await use(newsroom, "unwatch", feed=address)


async def test_a_server_watches_so_many_feeds_and_no_more(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """All of them fit in the list."""
    now = datetime.now(UTC)
    for number in range(25):
        working.state.feeds.watch(
            WatchedFeed(
                server=int(newsroom.channel.guild.id),
                url=f"https://news.example/{'long' * 60}/{number}",
                watched_since=now,
                last_poll=now,
                failures=3,
                last_error="It is *broken* again. " * 30,
            )
        )
    site.put("/feed", rss([]))
    assert "the most I watch" in await use(newsroom, "watch", feed=site.url("/feed"))
    used = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "watch")
    listed = 0
    for number in range(1, 6):
        listed += (await used.reply(number=number)).text.count("not visited any more")
    assert listed == 25


async def test_feeds_outlive_the_bot(newsroom: Newsroom, own_archive: Library, site: Site) -> None:
    """A visit that it was closed in the middle of is made up for after the restart."""
    slow = asyncio.Event()

    async def lantern(_: web.Request) -> web.Response:
        await slow.wait()
        return web.Response()

    page = site.pages["/lantern"]
    site.pages["/lantern"] = lantern
    async with at_work(newsroom, own_archive):
        await use(newsroom, "watch", feed=site.url("/feed"), tell_in=newsroom.channel)
        await site.asked(3)
    slow.set()
    site.pages["/lantern"] = page
    async with at_work(newsroom, own_archive):
        told = await newsroom.discord.next_message(newsroom.channel, within=SOON)
    assert "Museum lends a lantern" in told.text


async def test_nothing_is_promised_for_a_closed_channel(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """The sentence names what the bot lacks there."""
    news = newsroom.channel.guild.add_channel("news")
    news.deny(newsroom.discord.bot, send_messages=True)
    said = await use(newsroom, "watch", feed=site.url("/feed"), tell_in=news)
    assert said == "I can’t write in #news: give me “Send Messages” there."
    assert not watched(working, newsroom)


async def test_a_channel_that_can_not_be_written_to_stops_nothing(
    newsroom: Newsroom, working: FootnoteBot, site: Site
) -> None:
    """The articles are there all the same."""
    newsroom.discord.inject(Fault("POST */messages", status=403))
    began = datetime.now(UTC)
    await use(newsroom, "watch", feed=site.url("/feed"), tell_in=newsroom.channel)
    feed = await visited(working, newsroom, after=began)
    assert feed.failures == 0
    assert working.library.of(str(feed.server)).own_articles()
