"""What became of articles that were to be added, and of the feeds they come from, in Discord."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from discord.utils import format_dt

from bot.feeds.feed import Feed
from bot.messages.crediting import Credit
from bot.messages.markdown import escape, link, shorten
from bot.state.feeds import WatchedFeed
from index.article import Article, Reference
from index.errors import ArticleError, FootnoteError
from index.text.splitting import split_passages

# A message holds 2,000 characters: this many for the articles of a report, the others for its rest.
_ROOM = 1_300
_ROOM_FOR_FAILURES = 500
_LONGEST_LINE = 200
_LONGEST_ADDRESS = 80
_LONGEST_REASON = 1_000


def added_text(articles: Sequence[Article], failed: Sequence[ArticleError]) -> str:
    """Return what was added and understood of it, and what wasn't added and why."""
    lines = ["**Added to this server’s own articles:**"]
    told = [f"- {_particulars(each)}, {_passages(each)}" for each in articles]
    lines += _within(_ROOM, told)
    if failed:
        reasons = [f"- {_brief(str(each))}" for each in failed]
        lines += ["**Not added:**", *_within(_ROOM_FOR_FAILURES, reasons)]
    return "\n".join(lines)


def not_added_text(error: FootnoteError) -> str:
    """Return that nothing was added, and why."""
    why = f"{error.reason}." if isinstance(error, ArticleError) else str(error)
    return f"**Not added:** {shorten(escape(why), _LONGEST_REASON)}"


def not_indexed_text(error: FootnoteError) -> str:
    """Return that a change has been kept and isn't to be seen yet, and why."""
    return (
        f"That is kept, but the index couldn’t be brought in line: "
        f"{shorten(escape(str(error)), _LONGEST_REASON)} The next change makes up for it."
    )


def watching_text(feed: Feed, url: str) -> str:
    """Return that a feed is watched from now on, and what is in it."""
    count = len(feed.entries)
    name = shorten(escape(feed.title), _LONGEST_LINE)
    held = "no article yet" if not count else f"{count} article{'s' if count > 1 else ''}"
    return (
        f"**Watching {link(name, url) if name else _address(url)}**, which announces {held}. I add "
        "them to this server’s own articles, a few at a visit, and look for new ones from time to "
        "time; /watch tells how it goes."
    )


def unwatched_text(feed: WatchedFeed) -> str:
    """Return that a feed isn't watched any more."""
    return f"No longer watching {_address(feed.url)}. Its articles stay; /remove takes them out."


def ended_text(feed: WatchedFeed) -> str:
    """Return that a feed has come to its end."""
    return f"I no longer visit {_address(feed.url)}: {_brief(feed.last_error or '')}"


def news_text(feed: WatchedFeed, articles: Sequence[Reference]) -> str:
    """Return what a feed brought that is new."""
    lines = _within(_ROOM, [f"- {_particulars(article)}" for article in articles])
    return "\n".join([f"**New from {_address(feed.url)}:**", *lines])


def removed_text(article: Reference) -> str:
    """Return that an article was taken out."""
    return f"**Removed from this server’s own articles:** {_particulars(article)}"


def feed_lines(feeds: Iterable[WatchedFeed]) -> Iterator[str]:
    """Yield each feed with how its visits went and when the next one is."""
    for feed in feeds:
        yield f"- {_address(feed.url)}: {_state(feed)}"
        if feed.last_error:
            yield f"  - {_brief(feed.last_error)}"


def _state(feed: WatchedFeed) -> str:
    if feed.next_poll is None:
        return "not visited any more; /unwatch takes it off this list"
    upcoming = f"next visit {format_dt(feed.next_poll, 'R')}"
    if feed.last_poll is None:
        return upcoming
    if feed.failures:
        times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
        return f"failed {times}, {upcoming}"
    return f"visited {format_dt(feed.last_poll, 'R')}, {upcoming}"


def _particulars(article: Reference) -> str:
    credit = Credit.of(article)
    return f"{credit.title}, {credit.publisher}, {credit.date}"


def _passages(article: Article) -> str:
    count = len(split_passages(article.text))
    return f"{count} passage{'s' if count > 1 else ''}"


def _brief(reason: str) -> str:
    return shorten(escape(reason), _LONGEST_LINE)


def _address(url: str) -> str:
    return link(shorten(escape(url.partition("://")[2]), _LONGEST_ADDRESS), url)


def _within(room: int, lines: Sequence[str]) -> list[str]:
    """Return as many of the lines as have room, and how many more there are."""
    lengths = accumulate(len(line) + 1 for line in lines)
    fitting = sum(length <= room for length in lengths)
    more = len(lines) - fitting
    return [*lines[:fitting], f"- … and {more:,} more"] if more else list(lines)
