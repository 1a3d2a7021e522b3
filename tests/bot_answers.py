"""Answers to be shown: one that a reader may have got, and any that is possible."""

import re
from collections.abc import Iterable

from hypothesis import strategies as st

from bot.messages.pages import Page
from index.answer import Answer, Citation, Conflict, Sentence
from index.article import Reference
from index.dates.partial_date import PartialDate

ARTICLE = Reference(
    id="a1",
    path="news/bridge.md",
    title="Harbor Bridge Reopens",
    publisher="The Gazette",
    author="Jo Writer",
    published=PartialDate(2024, 11, 18),
    url="https://example.org/bridge",
)
CITATION = Citation(
    number=1,
    quote="The bridge reopened on Monday.",
    start=16,
    end=46,
    article=ARTICLE,
    before="Crowds cheered.\n",
    after=" Ferries stopped.",
    link="https://example.org/bridge#:~:text=reopened",
)
ANSWER = Answer(
    id="0123456789ab",
    question="When did the bridge reopen?",
    answered=True,
    sentences=(Sentence("The bridge reopened on Monday.", (1,)),),
    citations=(CITATION,),
)

_NASTY = st.text(st.sampled_from("\\*_`[]()<>@ \n") | st.characters(codec="utf-8"), max_size=40)
TEXTS = st.builds(lambda text, times: text * times, _NASTY, st.sampled_from([1, 1, 1, 200]))
_NAMES = st.none() | TEXTS
DATES = st.builds(PartialDate, st.integers(1900, 2030), st.integers(1, 12), st.integers(1, 28))
_ADDRESSES = st.none() | st.builds("https://example.org/{}".format, TEXTS)
ARTICLES = st.builds(
    Reference,
    id=st.sampled_from(["a1", "a2"]),
    path=TEXTS,
    title=_NAMES,
    publisher=_NAMES,
    author=_NAMES,
    published=st.none() | DATES,
    url=_ADDRESSES,
)
_NUMBERS = st.lists(st.integers(1, 6), max_size=20).map(tuple)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Answers of any content, of which several citations may be from one article."""
    articles = draw(st.lists(ARTICLES, min_size=1, max_size=2))
    citations = tuple(
        Citation(
            number=number,
            quote=draw(TEXTS),
            start=0,
            end=1,
            article=draw(st.sampled_from(articles)),
            before=draw(TEXTS),
            after=draw(TEXTS),
            link=draw(_ADDRESSES),
        )
        for number in range(1, 1 + draw(st.integers(0, 6)))
    )
    return Answer(
        id="0123456789ab",
        question=draw(TEXTS),
        answered=True,
        sentences=tuple(draw(st.lists(st.builds(Sentence, TEXTS, _NUMBERS), max_size=4))),
        conflicts=tuple(draw(st.lists(st.builds(Conflict, TEXTS, _NUMBERS), max_size=2))),
        notices=tuple(draw(st.lists(TEXTS, max_size=2))),
        citations=citations,
        closest=citations,
    )


def everything(pages: Iterable[Page]) -> str:
    """Return all texts of all pages."""
    return "\n".join(text for page in pages for text in page)


# A label, which may be a number in brackets, and an address in angle brackets.
_LINK = re.compile(r"\[(?:\\.|\[\d+\]|[^\[\]\\])+\]\(<[^<>\s]+>\)")


def without_links(text: str) -> str:
    """Return the text without its whole links; parts of a link that was cut stay."""
    return _LINK.sub("", text)
