"""The sources of an answer are shown within Discord's limits, each quote in its context."""

import re
from dataclasses import replace

from hypothesis import given, settings

from bot.messages.pages import PAGE_LIMIT
from bot.messages.source_pages import source_pages
from index.answer import Answer
from index.standing import Change
from tests.bot_answers import ANSWER, CITATION, answers, everything, without_links


@given(answers())
@settings(max_examples=150, deadline=None)
def test_any_sources_keep_to_the_limits_and_show_every_citation(answer: Answer) -> None:
    """Whatever was cited, the pages of sources can be sent, number all of it and cut no link."""
    pages = source_pages(answer, {})
    assert all(0 < sum(map(len, page)) <= PAGE_LIMIT for page in pages)
    numbers = re.findall(r"^> \[?\[(\d+)\].* \*\*", everything(pages), re.MULTILINE)
    assert sorted(map(int, numbers)) == [citation.number for citation in answer.citations]
    assert "](<" not in without_links(everything(pages))


def test_a_source_shows_its_quote_within_its_context() -> None:
    """The quote is emphasised between the words before and after it."""
    [(heading, source)] = source_pages(ANSWER, {})
    assert heading == (
        "**Sources** for “When did the bridge reopen?”\n"
        "-# To see them again: /sources answer:0123456789ab"
    )
    assert source == (
        "**[Harbor Bridge Reopens](<https://example.org/bridge>)**\n"
        "-# The Gazette · Jo Writer · 18 November 2024\n"
        "> [[1]](<https://example.org/bridge#:~:text=reopened>) "
        "Crowds cheered. **The bridge reopened on Monday.** Ferries stopped."
    )


def test_a_long_context_is_cut_where_words_end() -> None:
    """Of the words around a quote those next to it are shown."""
    citation = replace(CITATION, before="far " * 99 + "near ", after=" near" + " far" * 99)
    source = everything(source_pages(replace(ANSWER, citations=(citation,)), {}))
    assert re.search(r" …far far (?:far )+near \*\*The .*\*\* near far(?: far)+…$", source)


def test_what_changed_since_stands_behind_the_quote_it_is_of() -> None:
    """And behind no other."""
    answer = replace(ANSWER, citations=(CITATION, replace(CITATION, number=2)))
    [(_, sources)] = source_pages(answer, {2: Change.WITHDRAWN})
    unchanged, changed = sources.split("\n\n")
    assert unchanged.endswith("**The bridge reopened on Monday.** Ferries stopped.")
    assert changed.endswith("Ferries stopped. *(the article has been withdrawn since)*")


def test_as_much_of_the_context_is_shown_as_is_said() -> None:
    """It is whole where it fits, and otherwise what stands next to the quote."""
    fits = "x" * 79 + " " + "y" * 80
    for before, after, shown in [
        (fits, fits, f"{fits} **The bridge reopened on Monday.** {fits}"),
        (
            "far " + "x " * 40 + "y" * 79 + "z",
            "z" + "y" * 79 + " x" * 40 + " far",
            "x " * 39 + "y" * 79 + "z **The bridge reopened on Monday.** z" + "y" * 79 + " x" * 39,
        ),
    ]:
        citation = replace(CITATION, before=before, after=after)
        source = everything(source_pages(replace(ANSWER, citations=(citation,)), {}))
        assert shown in source
        assert ("…" in source) == (before != fits)
