"""Visits to watched feeds: what they bring, what they leave for later, when the next one is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.feeds.pace import Pace
from bot.feeds.visiting import Visit, Visitor
from bot.fetching.fetcher import Fetcher
from bot.intake import Intake
from bot.rebuilding import Rebuilder
from bot.state.feeds import FeedStore, WatchedFeed
from bot.state.state import State
from index.library import Library
from tests.feeds import rss
from tests.web import Site, website

SERVER = 77
PAGE = "<html><head><title>Lantern</title></head><body><p>The museum lends a lantern.</p></body>"


@dataclass(slots=True)
class Watching:
    """One feed that one server watches."""

    site: Site
    feeds: FeedStore
    visitor: Visitor
    library: Library
    feed: WatchedFeed

    async def visit(self) -> Visit:
        """Visit the feed, and keep how it went."""
        visit = await self.visitor.visit(self.feed)
        self.feed = visit.feed
        self.feeds.save(visit.feed)
        return visit

    @property
    def wait(self) -> float:
        """For how many seconds the feed is left alone now."""
        assert self.feed.next_poll
        return (self.feed.next_poll - datetime.now(UTC)).total_seconds()


@pytest.fixture
async def watching(own_archive: Library) -> AsyncIterator[Watching]:
    """A feed on a website; two of its articles at most are added at a visit."""
    state = State.open("", data=own_archive.settings.data)
    async with website() as site, Fetcher(private=True) as fetcher:
        now = datetime.now(UTC)
        feed = WatchedFeed(server=SERVER, url=site.url("/feed"), watched_since=now, next_poll=now)
        state.feeds.watch(feed)
        intake = Intake(own_archive, fetcher, Rebuilder(own_archive.settings))
        pace = Pace(usual=100, longest=1_000, articles=2, spread=0)
        visitor = Visitor(state.feeds, fetcher, intake, pace=pace)
        yield Watching(site, state.feeds, visitor, own_archive, feed)
    state.close()


async def test_new_articles_are_added_and_indexed(watching: Watching) -> None:
    """And not again at the next visit, for which only what is newer counts."""
    site = watching.site
    pages = [site.put("/a", PAGE), site.put("/b", PAGE.replace("lantern", "ladder"))]
    site.put("/feed", rss(pages, ttl=5), "application/rss+xml", ETag='"1"')
    visit = await watching.visit()
    assert [article.url for article in visit.added] == pages
    own = watching.library.of(str(SERVER)).own_articles()
    assert sorted(article.url or "" for article in own) == pages
    assert (watching.feed.etag, watching.feed.failures, watching.feed.last_error) == (
        '"1"',
        0,
        None,
    )
    assert 290 < watching.wait <= 300
    again = await watching.visit()
    assert (again.added, again.failed) == ((), ())
    assert site.paths == ["/feed", "/a", "/b", "/feed"]


async def test_a_feed_that_has_not_changed_is_not_read(watching: Watching) -> None:
    """Its server is asked by what it said before."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-Modified-Since"):
            return web.Response(status=304, headers={"Cache-Control": "max-age=700"})
        return web.Response(
            text=rss([]), headers={"Last-Modified": "Mon, 18 Nov 2024 08:00:00 GMT"}
        )

    watching.site.pages["/feed"] = answer
    await watching.visit()
    assert 90 < watching.wait <= 100
    await watching.visit()
    assert 690 < watching.wait <= 700
    assert watching.feed.last_modified == "Mon, 18 Nov 2024 08:00:00 GMT"


async def test_many_new_articles_come_over_several_visits(watching: Watching) -> None:
    """Until all have been seen, the feed isn't taken to be as it was."""
    site = watching.site
    site.put("/feed", rss(map(site.url, ("/1", "/2", "/3"))), ETag='"1"')
    first = await watching.visit()
    assert first.failed == tuple(
        f"Item {number}: 127.0.0.1 has no such page (404): check the address." for number in (0, 1)
    )
    assert watching.feed.last_error == f"{first.failed[0]} (and 1 more)"
    assert watching.feed.etag is None
    await watching.visit()
    assert watching.feed.etag == '"1"'
    assert site.paths == ["/feed", "/1", "/2", "/feed", "/3"]


async def test_a_page_is_tried_again_where_that_may_help(watching: Watching) -> None:
    """A server in trouble may have got over it; a page without an article stays one."""
    site = watching.site
    site.put("/busy", status=503)
    site.put("/empty", "<html><body></body></html>")
    site.put("/feed", rss(map(site.url, ("/busy", "/empty"))))
    first = await watching.visit()
    assert first.failed[1] == "Item 1: no article was found on the page"
    await watching.visit()
    assert site.paths == ["/feed", "/busy", "/empty", "/feed", "/busy"]


async def test_a_failing_feed_is_visited_more_rarely(watching: Watching) -> None:
    """The reason is kept; one good visit makes up for it."""
    site = watching.site
    site.put("/feed", status=500)
    waits = []
    for _ in range(5):
        await watching.visit()
        waits.append(round(watching.wait, -1))
    assert waits == [100, 200, 400, 800, 1_000]
    assert watching.feed.failures == 5
    assert watching.feed.last_error == "127.0.0.1 has trouble of its own (500): try again later."
    site.put("/feed", rss([]))
    mended = await watching.visit()
    assert (mended.feed.failures, mended.feed.last_error) == (0, None)


async def test_a_server_that_asks_for_time_gets_it(watching: Watching) -> None:
    """As it says when that is over."""
    watching.site.put("/feed", status=429, Retry_After="500")
    await watching.visit()
    assert 490 < watching.wait <= 500


async def test_a_feed_that_is_gone_is_not_visited_again(watching: Watching) -> None:
    """Its state says why."""
    watching.site.put("/feed", status=410)
    await watching.visit()
    assert watching.feed.next_poll is None
    assert watching.feed.last_error == "127.0.0.1 has taken that away for good (410)."


async def test_what_is_no_feed_any_more_is_a_failure(watching: Watching) -> None:
    """A page that took its place may go again."""
    watching.site.put("/feed", PAGE)
    await watching.visit()
    assert "no RSS or Atom feed" in str(watching.feed.last_error)


async def test_trouble_of_our_own_puts_a_visit_off(
    watching: Watching, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and told without its particulars."""
    watching.site.put("/feed", rss([watching.site.url("/1")]))
    (watching.library.settings.data / "answers.sqlite").write_bytes(b"no database" * 1_000)
    visit = await watching.visitor.visit(watching.feed)
    assert visit.feed.last_error == "Something went wrong on my side: the reason is in my log."
    assert "The visit to" in caplog.text
