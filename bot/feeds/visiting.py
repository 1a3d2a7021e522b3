"""One visit to a watched feed: what is new in it is taken in, and the next visit set."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.feeds.apart import read_apart
from bot.feeds.feed import Entry, Feed
from bot.feeds.pace import Pace
from bot.fetching.fetched import Fetched, Unchanged, Validators
from bot.fetching.fetcher import Fetcher
from bot.fetching.not_fetched import NotFetched
from bot.intake import Intake
from bot.off_loop import off_loop
from bot.refusal import Refusal
from bot.state.database import DatabaseUnusable
from bot.state.feeds import FeedStore, WatchedFeed
from index.article import Reference
from index.errors import ArticleError, FootnoteError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """How a visit went: the feed with its next visit, and what became of its new entries."""

    feed: WatchedFeed
    added: tuple[Reference, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Harvest:
    """What a visit has brought so far; ``done`` are entries that needn't be looked at again."""

    added: list[Reference] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


class Visitor:
    """Visits feeds; a class for what every visit needs."""

    def __init__(
        self, feeds: FeedStore, fetcher: Fetcher, intake: Intake, *, pace: Pace | None = None
    ) -> None:
        self._feeds = feeds
        self._fetcher = fetcher
        self._intake = intake
        self._pace = pace or Pace()

    async def visit(self, feed: WatchedFeed) -> Visit:
        """Take in what is new in a feed; nothing that goes wrong on the way is raised."""
        try:
            known = Validators(etag=feed.etag, last_modified=feed.last_modified)
            found = await self._fetcher.fetch_if_changed(feed.url, known)
            if isinstance(found, Unchanged):
                return Visit(feed=self._went_well(feed, found.fresh_for))
            shown = await off_loop(read_apart, found.content, url=found.url)
            return await self._take_in(feed, found, shown)
        except Exception as error:  # a visit that fails is put off, whatever the reason
            return Visit(feed=self._failed(feed, error))

    async def _take_in(self, feed: WatchedFeed, found: Fetched, shown: Feed) -> Visit:
        unseen = set(await off_loop(self._feeds.unseen, feed, [e.id for e in shown.entries]))
        new = [entry for entry in shown.entries if entry.id in unseen]
        harvest = await self._harvest(feed, new[: self._pace.articles])
        if harvest.added:
            await self._intake.index(feed.server)
        await off_loop(self._feeds.mark_seen, feed, harvest.done)
        # Until everything has been seen, the feed must not be told to be as it was.
        is_complete = len(harvest.done) == len(new)
        feed = self._went_well(feed, found.fresh_for, shown.every)
        return Visit(
            feed=replace(
                feed,
                etag=found.validators.etag if is_complete else None,
                last_modified=found.validators.last_modified if is_complete else None,
                last_error=_summary(harvest.failed),
            ),
            added=tuple(harvest.added),
            failed=tuple(harvest.failed),
        )

    async def _harvest(self, feed: WatchedFeed, entries: Sequence[Entry]) -> _Harvest:
        harvest = _Harvest()
        for entry in entries:
            try:
                addition = await self._intake.take_page(feed.server, entry.url)
            except (Refusal, ArticleError) as error:
                harvest.failed.append(f"{entry.title or entry.url}: {_reason(error)}")
                if not (isinstance(error, NotFetched) and error.may_pass):
                    harvest.done.append(entry.id)
            else:
                harvest.added += [article.reference for article in addition.articles]
                harvest.done.append(entry.id)
        return harvest

    def _went_well(self, feed: WatchedFeed, *wishes: float | None) -> WatchedFeed:
        wait = self._pace.after_success(*wishes, chance=_chance())
        return _visited(replace(feed, failures=0, last_error=None), wait=wait)

    def _failed(self, feed: WatchedFeed, error: Exception) -> WatchedFeed:
        if not isinstance(error, FootnoteError) or isinstance(error, DatabaseUnusable):
            log.error("The visit to %s failed: %s", feed.host, error, exc_info=error)
            error = FootnoteError("Something went wrong on my side: the reason is in my log.")
        failed = replace(feed, failures=feed.failures + 1, last_error=_reason(error))
        refused = error if isinstance(error, NotFetched) else None
        if refused and refused.is_gone:
            return _visited(failed, wait=None)
        retry_after = refused.retry_after if refused else None
        wait = self._pace.after_failure(failed.failures, retry_after=retry_after, chance=_chance())
        return _visited(failed, wait=wait)


def _reason(error: Exception) -> str:
    """Return why something failed, short of the name that stands before it anyway."""
    return error.reason if isinstance(error, ArticleError) else str(error)


def _summary(failed: Sequence[str]) -> str | None:
    if not failed:
        return None
    others = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return f"{failed[0]}{others}"


def _visited(feed: WatchedFeed, *, wait: float | None) -> WatchedFeed:
    """Return the feed with its next visit in so many seconds; None: there is none."""
    now = datetime.now(UTC)
    return replace(
        feed,
        last_poll=now,
        next_poll=None if wait is None else now + timedelta(seconds=wait),
    )


def _chance() -> float:
    return random.random()  # noqa: S311 (spreads visits, keeps no secret)
