"""A timeline is shown within Discord's limits, every statement with its date and source."""

import re

from hypothesis import given, settings

from bot.messages.pages import PAGE_LIMIT
from bot.messages.timeline_pages import timeline_pages
from index.dates.partial_date import PartialDate
from index.timeline import Entry, Timeline
from tests.bot_answers import CITATION, everything, without_links
from tests.bot_tellings import timelines


@given(timelines())
@settings(max_examples=100, deadline=None)
def test_any_timeline_keeps_to_the_limits_and_shows_every_statement(timeline: Timeline) -> None:
    """Whatever it holds, its messages can be sent, number all statements and cut no link."""
    pages = timeline_pages(timeline)
    assert all(0 < sum(map(len, page)) <= PAGE_LIMIT for page in pages)
    shown = re.findall(r"^- \*\*.*\[(\d+)\]", everything(pages), re.MULTILINE)
    assert shown == [str(entry.citation.number) for entry in timeline.entries]
    assert "](<" not in without_links(everything(pages))


def test_a_statement_has_its_date_and_below_a_rule_its_source() -> None:
    """The date says of what kind it is, and the source is named once."""
    entries = (
        Entry(when=PartialDate(2024, 11, 18), reported=False, citation=CITATION),
        Entry(when=PartialDate(2024, 11, 18), reported=True, citation=CITATION),
        Entry(when=None, reported=True, citation=CITATION),
    )
    [(heading, statements, sources)] = timeline_pages(Timeline(topic="A *bridge*", entries=entries))
    marker = "[[1]](<https://example.org/bridge#:~:text=reopened>)"
    text = f"The bridge reopened on Monday. {marker}"
    assert heading == r"**Timeline:** A \*bridge\*"
    assert statements.splitlines() == [
        f"- **18 November 2024:** {text}",
        f"- **reported 18 November 2024:** {text}",
        f"- **undated:** {text}",
    ]
    title = "[Harbor Bridge Reopens](<https://example.org/bridge>)"
    assert sources == f"-# [1] [1] [1] **{title}**, The Gazette, 18 November 2024"


def test_no_timeline_says_so() -> None:
    """An honest no, with what was understood."""
    [page] = timeline_pages(Timeline(topic="Chess", entries=(), notices=("Looking at 2022.",)))
    assert page[1:] == ("The articles say nothing on that topic.", "-# Note: Looking at 2022.")
