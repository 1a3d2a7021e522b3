"""An answer is shown within Discord's limits, with every footnote in place."""

import re
from dataclasses import replace

from hypothesis import given, settings

from bot.messages.pages import PAGE_LIMIT
from bot.messages.rendering import answer_pages
from index.answer import Answer, Citation, Conflict, Sentence
from index.article import Reference
from tests.bot_answers import ANSWER, CITATION, answers, everything, without_links


@given(answers())
@settings(max_examples=150, deadline=None)
def test_any_answer_keeps_to_the_limits_and_shows_every_footnote(answer: Answer) -> None:
    """Whatever an answer holds, its messages can be sent and number all their citations."""
    pages = answer_pages(answer)
    assert all(0 < sum(map(len, page)) <= PAGE_LIMIT for page in pages)
    numbers = re.findall(r"^-# \[?\[(\d+)\].* “", everything(pages), re.MULTILINE)
    assert sorted(map(int, numbers)) == [citation.number for citation in answer.citations]


@given(answers())
@settings(max_examples=150, deadline=None)
def test_no_link_is_cut(answer: Answer) -> None:
    """Every address stands in one text with its label, whole."""
    for page in answer_pages(answer):
        for text in page:
            assert "](<" not in without_links(text)


def test_an_answer_is_text_then_footnotes_then_its_date() -> None:
    """The reader sees the answer, and below a rule in small print what backs it."""
    [(text, small_print)] = answer_pages(ANSWER)
    address = "https://example.org/bridge#:~:text=reopened"
    assert text == f"The bridge reopened on Monday. [[1]](<{address}>)"
    credit, footnote, as_of = small_print.splitlines()
    title = "[Harbor Bridge Reopens](<https://example.org/bridge>)"
    assert credit == f"-# **{title}**, The Gazette, 18 November 2024"
    assert footnote == f"-# [[1]](<{address}>) “The bridge reopened on Monday.”"
    assert as_of == "-# As of 18 November 2024"


def test_an_article_is_named_once_above_its_quotes() -> None:
    """Its quotes share its name, whatever is cited between them."""
    other = replace(CITATION, number=2, article=replace(CITATION.article, id="b", title="Ferries"))
    answer = replace(ANSWER, citations=(CITATION, other, replace(CITATION, number=3)))
    shown = everything(answer_pages(answer))
    assert shown.count("Harbor Bridge Reopens") == 1
    assert shown.count("Ferries") == 1


def test_a_quote_that_the_answer_repeats_is_only_hinted_at() -> None:
    """A footnote stays short where its words stand in the text, and not where they don't."""
    quote = "The bridge, closed for repairs since the spring floods of 2023, reopened on Monday."
    citation = replace(CITATION, quote=quote)
    repeating = replace(ANSWER, sentences=(Sentence(quote, (1,)),), citations=(citation,))
    assert "2023, reopened on…”" in everything(answer_pages(repeating))
    rewording = replace(ANSWER, citations=(citation,))
    assert f"“{quote}”" in everything(answer_pages(rewording))


def test_what_is_unknown_of_an_article_is_said() -> None:
    """Nothing is invented, and an article without an address is named by where it was read."""
    article = Reference(id="a2", path="a_b.txt")
    unknown = Citation(number=1, quote="Yes.", start=0, end=4, article=article)
    [page] = answer_pages(replace(ANSWER, citations=(unknown,)))
    credit, footnote = page[1].splitlines()
    assert credit == r"-# **untitled**, publisher unknown, undated, a\_b.txt"
    assert footnote == "-# [1] “Yes.”"


def test_closest_passages_are_no_citations() -> None:
    """When the articles don't say, what comes closest is marked as no answer and has no number."""
    silence = Sentence("The articles don't say.", ())
    answer = Answer(
        id="1", question="Who won?", answered=False, sentences=(silence,), closest=(CITATION,)
    )
    [(text, closest)] = answer_pages(answer)
    assert text == silence.text
    assert closest.startswith("**Closest passages, which don’t answer it**\n")
    assert "“The bridge reopened on Monday.”" in closest
    assert "[1]" not in closest


def test_an_unsupported_sentence_says_so() -> None:
    """A sentence that no article backs can't pass for one that is."""
    sentence = Sentence("So it is.", (), supported=False)
    [page] = answer_pages(replace(ANSWER, sentences=(sentence,), citations=()))
    assert page == ("So it is. *(no article says so)*",)


def test_conflicts_and_notices_are_shown() -> None:
    """Disagreement stands below the answer, a notice in the small print."""
    answer = replace(
        ANSWER,
        citations=(),
        conflicts=(Conflict("10 or 12", (1, 2)), Conflict("1, later 2", (2,), over_time=True)),
        notices=("The index is old.",),
    )
    [(_, conflict, notice)] = answer_pages(answer)
    assert conflict == "Sources disagree: 10 or 12 [1] [2]\nOver time: 1, later 2 [2]"
    assert notice == "-# Note: The index is old."


def test_a_sentence_without_words_is_its_markers() -> None:
    """Nothing is made up in its place."""
    answer = replace(ANSWER, sentences=(Sentence("", (1, 7)),))
    assert answer_pages(answer)[0][0].split() == [
        "[[1]](<https://example.org/bridge#:~:text=reopened>)",
        "[7]",
    ]


def test_an_answer_without_any_words_says_so() -> None:
    """Discord would refuse an empty message."""
    silent = replace(ANSWER, sentences=(Sentence("\x00", ()),), citations=())
    assert answer_pages(silent) == [("The answer has no words that I can show.",)]


def test_markers_that_no_page_could_hold_go_on_over_the_page() -> None:
    """A sentence may cite more than fits beside it; none of its links is lost or cut."""
    link = "https://example.org/".ljust(400, "x")
    cited = tuple(replace(CITATION, number=number, link=link) for number in range(1, 13))
    sentence = Sentence("The bridge reopened on Monday.", tuple(range(1, 13)))
    pages = answer_pages(replace(ANSWER, sentences=(sentence,), citations=cited))
    assert all(sum(map(len, page)) <= PAGE_LIMIT for page in pages)
    said = everything(pages).partition("-#")[0]
    assert re.findall(r"\[(\d+)\]\]\(<\S{400}>\)", said) == [str(n) for n in range(1, 13)]


def test_a_text_longer_than_a_page_loses_and_gains_nothing() -> None:
    """It is cut between words, not at a hyphen, where a space would come in."""
    text = " ".join(["well-known", "Rindfleischetikettierungsüberwachung" * 3] * 60)
    pages = answer_pages(replace(ANSWER, sentences=(Sentence(text, ()),), citations=()))
    assert len(pages) > 1
    assert everything(pages).replace("\n", " ") == text


def test_the_closest_passages_have_one_heading() -> None:
    """Each stands in a line of its own below it."""
    closest = (CITATION, replace(CITATION, quote="Ferries stopped."))
    silence = Sentence("The articles don't say.", ())
    [(_, shown)] = answer_pages(
        Answer(question="Who?", answered=False, sentences=(silence,), closest=closest)
    )
    assert shown.splitlines()[0] == "**Closest passages, which don’t answer it**"
    assert shown.splitlines()[2:] == [
        "-# • “The bridge reopened on Monday.”",
        "-# • “Ferries stopped.”",
    ]
