"""The sources of an answer are shown within Discord's limits, each quote in its context."""

import re
from dataclasses import replace

from hypothesis import given, settings

from bot.messages.pages import PAGE_LIMIT
from bot.messages.source_pages import source_pages
from index.answer import Answer
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
