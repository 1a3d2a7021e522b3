"""The commands /watch and /unwatch, and what watched feeds bring."""

import asyncio
import hashlib
import logging
from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.acknowledging import acknowledge
from bot.completion import choice, matching
from bot.delivery import follow_up, send
from bot.feeds.apart import read_apart
from bot.feeds.discovery import feed_of
from bot.feeds.feed import Feed
from bot.feeds.poller import Poller
from bot.feeds.visiting import Visit, Visitor
from bot.fetching.fetcher import Fetcher
from bot.fetching.kinds import FEED
from bot.in_flight import InFlight
from bot.insisting import SENDING_FAILURES
from bot.messages.additions import (
    ended_text,
    feed_lines,
    news_text,
    unwatched_text,
    watching_text,
)
from bot.messages.layout import layout
from bot.messages.pages import Block, paginate
from bot.off_loop import off_loop
from bot.permissions import for_admins, only_admins, spoken
from bot.refusal import Refusal
from bot.reporting import conclude
from bot.state.feeds import FeedStore, WatchedFeed
from index.library import Library

# As many as autocomplete offers, so that each can be chosen for /unwatch.
_MOST_FEEDS = 25
# What telling of new articles needs.
_WRITING = ("view_channel", "send_messages")

log = logging.getLogger(__name__)


class Feeds(commands.Cog):
    """The feeds that a server watches, for as long as the bot is connected."""

    def __init__(
        self,
        client: discord.Client,
        library: Library,
        feeds: FeedStore,
        fetcher: Fetcher,
        visitor: Visitor,
        *,
        in_flight: InFlight,
    ) -> None:
        self._client = client
        self._library = library
        self._feeds = feeds
        self._fetcher = fetcher
        self._in_flight = in_flight
        self.poller = Poller(feeds, visitor, is_here=self._is_here, tell=self._tell)
        self._polling: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin to visit feeds once the bot knows which servers it is in.

        Where the index follows another machine's, their articles are taken in there.
        """
        if not self._library.settings.index_url:
            self._polling = asyncio.create_task(self._poll())

    async def cog_unload(self) -> None:
        """Give up the visits under way; what they haven't brought is found by the next ones."""
        if self._polling:
            self._polling.cancel()
            await asyncio.wait({self._polling})

    async def _poll(self) -> None:
        await self._client.wait_until_ready()
        await self.poller.run()

    @app_commands.command(description="Add what appears in a feed; without one, list the feeds")
    @app_commands.describe(
        feed="The address of an RSS or Atom feed",
        tell_in="The channel to tell of new articles in; without one, nobody is told",
    )
    @for_admins
    async def watch(
        self,
        interaction: discord.Interaction,
        feed: str | None = None,
        tell_in: discord.TextChannel | None = None,
    ) -> None:
        """Watch a feed from now on, or show how the watched ones are."""
        with self._in_flight.taking():
            await acknowledge(interaction, lambda: interaction.response.defer(ephemeral=True))
            if feed is None:
                await self._list(interaction)
            else:
                await self._watch(interaction, feed, tell_in)

    async def _list(self, interaction: discord.Interaction) -> None:
        assert interaction.guild_id
        watched = await off_loop(self._feeds.of, interaction.guild_id)
        if not watched:
            raise Refusal("No feed is watched in this server: name one, and I watch it.")
        for page in paginate([Block(tuple(feed_lines(watched)))]):
            await follow_up(interaction, view=layout(page), ephemeral=True)

    async def _watch(
        self, interaction: discord.Interaction, address: str, tell_in: discord.TextChannel | None
    ) -> None:
        self._library.require_own_index()
        if tell_in:
            _require_writing(tell_in)
        found, url = await self._look_at(address)
        await self._keep(interaction, url, tell_in)
        self.poller.wake()
        await conclude(interaction, watching_text(found, url))

    async def _look_at(self, address: str) -> tuple[Feed, str]:
        """Return the feed at an address, or of the page there, and the address of the feed."""
        found = await self._fetcher.fetch(address)
        if found.ending != FEED and (named := feed_of(found.content, url=found.url)):
            found = await self._fetcher.fetch(named)
        return await off_loop(read_apart, found.content, url=found.url), found.url

    async def _keep(
        self, interaction: discord.Interaction, url: str, tell_in: discord.TextChannel | None
    ) -> None:
        assert interaction.guild_id
        now = datetime.now(UTC)
        watched = WatchedFeed(
            server=interaction.guild_id,
            url=url,
            channel=tell_in.id if tell_in else None,
            watched_since=now,
            next_poll=now,
        )
        if len(await off_loop(self._feeds.of, interaction.guild_id)) >= _MOST_FEEDS:
            raise Refusal(
                f"This server watches {_MOST_FEEDS} feeds, the most I watch: /unwatch one."
            )
        if not await off_loop(self._feeds.watch, watched):
            raise Refusal(
                "This server watches that feed already: /watch without a feed lists them."
            )

    @app_commands.command(description="Stop watching a feed; its articles stay")
    @app_commands.describe(feed="Which one: type some of its address")
    @for_admins
    async def unwatch(self, interaction: discord.Interaction, feed: str) -> None:
        """Stop watching a feed."""
        assert interaction.guild_id
        watched = await off_loop(self._feeds.of, interaction.guild_id)
        named = next((each for each in watched if feed in {each.url, _token(each)}), None)
        if named is None:
            raise Refusal("That feed isn’t watched in this server: choose one from the list.")
        await off_loop(self._feeds.unwatch, named.server, named.url)
        await acknowledge(
            interaction,
            lambda: interaction.response.send_message(unwatched_text(named), ephemeral=True),
        )

    @unwatch.autocomplete("feed")
    @only_admins
    async def _offer_feeds(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the feeds whose address holds what was typed."""
        assert interaction.guild_id
        watched = await off_loop(self._feeds.of, interaction.guild_id)
        found = matching(watched, typed, named=_named)
        return [choice(_named(feed), _token(feed)) for feed in found]

    def _is_here(self, server: int) -> bool:
        return self._client.get_guild(server) is not None

    async def _tell(self, visit: Visit) -> None:
        """Tell of new articles where that is wanted."""
        feed = visit.feed
        channel = self._client.get_channel(feed.channel) if feed.channel else None
        if not isinstance(channel, discord.abc.Messageable):
            return
        try:
            if visit.added:
                await send(channel, content=news_text(feed, visit.added))
            if feed.next_poll is None:
                await send(channel, content=ended_text(feed))
        except SENDING_FAILURES as error:
            log.warning("New articles of %s can't be told of: %s", feed.host, error)


def _require_writing(channel: discord.TextChannel) -> None:
    allowed = channel.permissions_for(channel.guild.me)
    missing = [name for name in _WRITING if not getattr(allowed, name)]
    if missing:
        raise Refusal(f"I can’t write in #{channel.name}: give me {spoken(missing)} there.")


def _named(feed: WatchedFeed) -> str:
    return feed.url.partition("://")[2]


def _token(feed: WatchedFeed) -> str:
    """Return what stands for an address where that would be too long."""
    return hashlib.sha256(feed.url.encode()).hexdigest()[:32]
