"""Whatever an answer holds, its messages can be sent, mislead nobody, and say what it says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cogs.beneath import buttons_beneath
from bot.messages.claim_pages import claim_pages
from bot.messages.layout import layout
from bot.messages.markdown import plain
from bot.messages.pages import Page
from bot.messages.rendering import answer_pages
from bot.messages.source_pages import source_pages
from bot.messages.timeline_pages import timeline_pages
from index.answer import Answer, Citation, Conflict, Sentence, by_article
from index.article import Reference
from index.standing import Change
from index.timeline import Timeline
from index.verdict import CheckedClaim
from tests.bot_answers import DATES
from tests.bot_tellings import checked_claims, timelines
from tests.local_discord.limits import message_problems

CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=CHECKS)
LONG = settings(QUICK, max_examples=5_000)

# What Discord would act on, what could be taken for ours, and what hides or turns text around.
_LIVE = (
    "@everyone",
    "@here",
    "<@7>",
    "<@&7>",
    "<#7>",
    "</ask:7>",
    "<t:7:R>",
    "<:a:7>",
    "<id:guide>",
    "[bank](https://evil.example)",
    "[bank](<https://evil.example>)",
    "[1]",
    "[[2]](<https://evil.example>)",
    "https://evil.example",
    "www.evil.example",
    "discord.gg/evil",
    "**",
    "__",
    "~~",
    "||",
    "`",
    "```",
    "\\",
    "# ",
    "-# [1] “",
    "> ",
    ">>> ",
    "- ",
    "1. ",
    "“",
    "”",
    "\n",
    "\n-# ",
    "\r",
    "\u2028",
    "\u202e",
    "\u2066",
    "\u200b",
    "\x00",
    "\ud800",
    "😀",
    "…",
    " ",
)
TEXTS = st.builds(
    lambda pieces, times: "".join(pieces) * times,
    st.lists(st.sampled_from(_LIVE) | st.text(max_size=8), min_size=1, max_size=6),
    st.sampled_from([1, 1, 1, 1, 20, 300]),
)
ADDRESSES = st.none() | st.builds(
    "{}{}".format,
    st.sampled_from(["https://news.example/", "http://x.example/?", "javascript:"]),
    TEXTS,
)
ARTICLES = st.builds(
    Reference,
    id=st.sampled_from("abcdefgh"),
    path=TEXTS,
    title=st.none() | TEXTS,
    publisher=st.none() | TEXTS,
    author=st.none() | TEXTS,
    published=st.none() | DATES,
    url=ADDRESSES,
)


@st.composite
def hostile_answers(draw: st.DrawFn) -> Answer:
    """Answers of hostile articles, with up to forty citations, all of them cited."""
    articles = draw(st.lists(ARTICLES, min_size=1, max_size=4))
    quotes = draw(st.lists(TEXTS, min_size=1, max_size=5))
    count = draw(st.integers(0, 40))
    citations = tuple(
        Citation(
            number=number,
            quote=quotes[number % len(quotes)],
            start=number,
            end=number + 1,
            article=articles[draw(st.integers(0, len(articles) - 1))],
            before=quotes[0],
            after=quotes[-1],
            link=draw(ADDRESSES) if number < 4 else articles[0].url,
        )
        for number in range(1, count + 1)
    )
    numbers = list(range(1, count + 1))
    sentences: list[Sentence] = []
    while numbers or not sentences:
        size = draw(st.integers(0, 9))
        text = draw(TEXTS) if len(sentences) < 4 else quotes[0]
        sentences.append(
            Sentence(text, tuple(numbers[:size]), supported=size > 0 or draw(st.booleans()))
        )
        numbers = numbers[size:] if len(sentences) < 12 else []
    cited = st.lists(st.integers(1, max(1, count)), max_size=4).map(tuple)
    return Answer(
        id="0123456789ab",
        question=draw(TEXTS),
        answered=count > 0,
        sentences=tuple(sentences),
        conflicts=tuple(draw(st.lists(st.builds(Conflict, TEXTS, cited), max_size=2))),
        notices=tuple(draw(st.lists(TEXTS, max_size=2))),
        citations=citations,
        closest=() if count else citations,
    )


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LABEL = r"(?:\\.|\[\d+\]|[^\[\]\\\n])+"
_LINK = re.compile(rf"\[({_LABEL})\]\(<([^<>\s]+)>\)")
_MARKER = re.compile(r"(?<!\\)\[\[(\d+)\]\]\(<[^<>\s]+>\)|(?<![\\\[])\[(\d+)\](?!\()")
_FOOTNOTE = re.compile(r"-# (?:\[\[(\d+)\]\]\(<[^<>\s]+>\)|\[(\d+)\]) “(.*)”")
# What our own pages put at the beginning of a line, around a part of it, or at its end.
_OURS_BEFORE = re.compile(r"^(?:-# |> |- )+", re.MULTILINE)
_OURS_WITHIN = re.compile(r"\*\*|\*\(no article says so\)\*|\*\([a-z’ ]+\)\*|\[\d+\]")


def literal(text: str) -> str:
    """Return what a reader sees of escaped text."""
    return _ESCAPED.sub(r"\1", text)


def left_alive(text: str) -> str:
    """Return what of a page's text Discord would still act on, once what is ours is taken out."""
    unlinked = _LINK.sub(lambda link: f" {link[1]} ", text)
    bare = _OURS_BEFORE.sub("", _ESCAPED.sub("x", unlinked))
    bare = _OURS_WITHIN.sub("", bare)
    live = re.findall(r"[*_~`|<\[\]\\]|@(?:everyone|here)|://", bare)
    begins = re.findall(r"^\s*(?:#|>|-|\d+\.\s)", bare, re.MULTILINE)
    return "".join([*live, *begins])


def texts_of(pages: Iterable[Page]) -> Iterator[str]:
    """Yield every text of every page."""
    for page in pages:
        yield from page


def assert_sendable(pages: Sequence[Page], answer: Answer | None = None) -> None:
    """Hold the messages against Discord's limits, and against what articles must not do there."""
    assert pages
    for number, page in enumerate(pages, start=1):
        is_last = number == len(pages)
        buttons = buttons_beneath(answer, has_thread=True) if answer and is_last else ()
        view: Any = layout(page, buttons)  # whose payload discord.py doesn't type
        assert list(message_problems({"components": view.to_components()}, layout=True)) == []
        for text in page:
            assert text.strip()
            assert left_alive(text) == ""
            text.encode()
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", text)
            assert_links_say_where(text)


def assert_links_say_where(text: str) -> None:
    """A link leads to the web, whole, and its label is no other address."""
    for label, address in _LINK.findall(text):
        assert re.match(r"https?://[^/]", address)
        assert not re.search(r"\w://", literal(label))


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote as it is read off the messages."""

    number: int
    quote: str


def footnotes_in(pages: Sequence[Page]) -> list[Footnote]:
    """Read the footnotes off all messages together."""
    lines = (line for text in texts_of(pages) for line in text.splitlines())
    return [
        Footnote(int(match[1] or match[2]), literal(match[3]))
        for line in lines
        if (match := _FOOTNOTE.fullmatch(line))
    ]


def markers_in(pages: Sequence[Page]) -> list[int]:
    """Read the markers off what isn't in small print, in reading order."""
    lines = [
        line for text in texts_of(pages) for line in text.splitlines() if not line.startswith("-# ")
    ]
    return [int(one or other) for line in lines for one, other in _MARKER.findall(line)]


def assert_says_what_it_says(answer: Answer) -> None:
    """Hold the messages of an answer against it."""
    pages = answer_pages(answer)
    assert_sendable(pages, answer)
    expected = [number for sentence in answer.sentences for number in sentence.citations]
    expected += [number for conflict in answer.conflicts for number in conflict.citations]
    assert markers_in(pages) == expected
    cited = [one for group in by_article(answer.citations).values() for one in group]
    footnotes = footnotes_in(pages)
    assert [footnote.number for footnote in footnotes] == [one.number for one in cited]
    for footnote, citation in zip(footnotes, cited, strict=True):
        whole = plain(citation.quote)
        begins = footnote.quote.removesuffix("…")
        assert whole.startswith((begins, footnote.quote))
    said = " ".join(literal(text) for text in texts_of(pages)).split()
    for sentence in answer.sentences:
        assert is_within(plain(sentence.text).split(), said)


def is_within(words: Sequence[str], text: Sequence[str]) -> bool:
    """Tell whether the words stand in a text in their order; long ones may be cut in two."""
    there = iter("".join(text))
    return all(letter in there for letter in "".join(words))


@given(hostile_answers())
@QUICK
def test_an_answer_is_shown_as_it_is(answer: Answer) -> None:
    """Its markers and footnotes, read back off all its messages, are exactly its own."""
    assert_says_what_it_says(answer)


@pytest.mark.trust
@given(hostile_answers())
@LONG
def test_a_great_many_answers_are_shown_as_they_are(answer: Answer) -> None:
    """The same, for minutes."""
    assert_says_what_it_says(answer)


def assert_sources_show_all(answer: Answer) -> None:
    """Hold the sources of an answer against its citations."""
    changes = {one.number: Change.REWORDED for one in answer.citations[::2]}
    pages = source_pages(answer, changes)
    assert_sendable(pages)
    lines = [line for text in texts_of(pages) for line in text.splitlines()]
    numbers = [
        int(match[1] or match[2])
        for line in lines
        if line.startswith("> ") and (match := _MARKER.match(line, 2))
    ]
    cited = [one.number for group in by_article(answer.citations).values() for one in group]
    assert numbers == cited


@given(hostile_answers())
@QUICK
def test_its_sources_are_shown_as_they_are(answer: Answer) -> None:
    """Every citation once, with its number."""
    assert_sources_show_all(answer)


@pytest.mark.trust
@given(hostile_answers())
@LONG
def test_a_great_many_sources_are_shown_as_they_are(answer: Answer) -> None:
    """The same, for minutes."""
    assert_sources_show_all(answer)


@pytest.mark.parametrize(
    "examples", [40, pytest.param(2_000, marks=pytest.mark.trust)], ids=["few", "many"]
)
def test_timelines_and_claims_are_harmless_too(examples: int) -> None:
    """Their messages keep to the limits, and nothing in them is live."""

    @given(timelines(), checked_claims())
    @settings(QUICK, max_examples=examples)
    def hold(timeline: Timeline, claim: CheckedClaim) -> None:
        assert_sendable(timeline_pages(timeline))
        assert_sendable(claim_pages(claim))

    hold()
