"""What is told of additions and feeds fits in a message, and shows foreign words as they are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.feed import Entry, Feed
from bot.messages.additions import (
    added_text,
    ended_text,
    feed_lines,
    news_text,
    not_added_text,
    not_indexed_text,
    removed_text,
    unwatched_text,
    watching_text,
)
from bot.messages.pages import PAGE_LIMIT
from bot.refusal import Refusal
from bot.state.feeds import WatchedFeed
from index.article import Article
from index.errors import ArticleError
from tests.bot_answers import ARTICLE

BRIDGE = "[Harbor Bridge Reopens](<https://example.org/bridge>)"
MESSAGE = 2_000  # characters
NOON = datetime(2024, 11, 18, 12, tzinfo=UTC)
FEED = WatchedFeed(server=1, url="https://news.example/feed", watched_since=NOON)
WORDS = Article.of(ARTICLE, text="The bridge reopened on Monday.")
LONG = st.text(max_size=300) | st.sampled_from(["*" * 3_000, "word " * 900, "<@1> @everyone"])


def test_a_report_tells_what_was_understood() -> None:
    """Title, publisher, date, passages; and the reasons of what failed."""
    unknown = replace(WORDS, title=None, publisher=None, published=None, url=None)
    failed = [ArticleError("a_b.jsonl:3", "the line is not JSON")]
    assert added_text([WORDS, unknown], failed).splitlines() == [
        "**Added to this server’s own articles:**",
        f"- {BRIDGE}, The Gazette, 18 November 2024, 1 passage",
        "- untitled, publisher unknown, undated, 1 passage",
        "**Not added:**",
        r"- a\_b.jsonl:3: the line is not JSON",
    ]


def test_many_articles_are_counted() -> None:
    """As many as have room are named."""
    lines = added_text([WORDS] * 1_000, []).splitlines()
    assert lines[-1] == f"- … and {1_000 - len(lines) + 2} more"


def test_failures_end_as_sentences() -> None:
    """The reason of an article is no sentence yet."""
    assert not_added_text(ArticleError("a.txt", "the file is empty")) == (
        "**Not added:** the file is empty."
    )
    assert not_added_text(Refusal("Do this.")) == "**Not added:** Do this."


def test_a_feed_is_listed_with_its_state() -> None:
    """When it was visited, when it will be, what went wrong."""
    later = NOON + timedelta(hours=1)
    new = replace(FEED, next_poll=later)
    well = replace(new, last_poll=NOON)
    broken = replace(well, failures=2, last_error="It is *broken*.")
    gone = replace(broken, next_poll=None)
    name = "- [news.example/feed](<https://news.example/feed>): "
    assert list(feed_lines([new, well, broken, gone])) == [
        f"{name}next visit <t:1731934800:R>",
        f"{name}visited <t:1731931200:R>, next visit <t:1731934800:R>",
        f"{name}failed 2 times in a row, next visit <t:1731934800:R>",
        r"  - It is \*broken\*.",
        f"{name}not visited any more; /unwatch takes it off this list",
        r"  - It is \*broken\*.",
    ]


@settings(deadline=None, max_examples=25)
@given(LONG, LONG, LONG)
def test_everything_fits_in_a_message(title: str, reason: str, path: str) -> None:
    """Whatever is in it, and nobody is mentioned by it."""
    url = f"https://news.example/{path}"
    article = replace(WORDS, title=title, publisher=reason, url=url)
    feed = replace(FEED, url=url, last_error=reason)
    shown = Feed(title=title, entries=(Entry(id="1", url=url, title=title),))
    texts = [
        added_text([article] * 30, [ArticleError(path, reason)] * 30),
        not_added_text(Refusal(reason)),
        not_indexed_text(Refusal(reason)),
        removed_text(article),
        news_text(feed, [article] * 30),
        watching_text(shown, url),
        unwatched_text(feed),
        ended_text(feed),
    ]
    for text in texts:
        assert len(text) <= MESSAGE
        assert "<@" not in text.replace("\\<@", "")
    assert all(len(line) <= PAGE_LIMIT for line in feed_lines([feed]))
