"""What a terminal shows can be read at any width, and what a pipe gets isn't cut."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.command_line.doctor import Check, Diagnosis
from bot.command_line.rebuild_reports import show_preview, show_report
from bot.command_line.terminal import (
    draft_shown,
    show_answer,
    show_articles,
    show_diagnosis,
    show_search,
    show_sources,
    show_status,
)
from index.answer import Answer, Conflict, RankedPassage, SearchResult, Sentence
from index.article import Passage, Reference
from index.errors import ArticleError
from index.plan import Preview
from index.rebuild import RebuildReport
from index.status import Status
from tests.bot_answers import ANSWER, ARTICLE, CITATION

Value = TypeVar("Value")

PIPE = 0  # the width of an output without one
SILENCE = Answer(
    question="Who?",
    answered=False,
    sentences=(Sentence("The articles don't say.", ()),),
    closest=(CITATION,),
)
LONG = "The mayor cut the ribbon in front of two hundred residents and their many dogs. " * 3


def _shown(show: Callable[[Console, Value], None], value: Value, *, width: int = PIPE) -> str:
    output = io.StringIO()
    console = Console(
        file=output, width=width or 80, soft_wrap=width == PIPE, highlight=False, color_system=None
    )
    show(console, value)
    return output.getvalue()


def test_a_draft_is_shown_and_gone() -> None:
    """Each is there while it is the newest, and nothing of them stays above the answer."""
    output = io.StringIO()
    console = Console(file=output, width=80, force_terminal=True, legacy_windows=False)
    with draft_shown(console) as show:
        show(replace(ANSWER, sentences=()))
        assert "reopened" not in output.getvalue()
        show(ANSWER)
    shown, _, after = output.getvalue().rpartition("The bridge reopened on Monday. [1]")
    assert shown
    assert "\x1b[2K" in after  # the line is erased


def test_an_answer_is_text_then_footnotes_then_its_date() -> None:
    """Each article is named above its quotes, with where to find it."""
    assert _shown(show_answer, ANSWER) == (
        "The bridge reopened on Monday. [1]\n"
        "\n"
        "Harbor Bridge Reopens, The Gazette, Jo Writer, 18 November 2024\n"
        "https://example.org/bridge\n"
        "[1] “The bridge reopened on Monday.”\n"
        "\n"
        "As of 18 November 2024\n"
    )


def test_an_article_is_named_once_above_its_quotes() -> None:
    """Quotes in a row from one article share its name."""
    answer = replace(ANSWER, citations=(CITATION, replace(CITATION, number=2)))
    shown = _shown(show_answer, answer)
    assert shown.count("The Gazette") == 1
    assert shown.count("reopened on Monday.”") == 2


def test_a_quote_is_exact() -> None:
    """Nothing in it is taken for markup, and only line breaks become spaces."""
    quote = "[bold]It[/bold]\n\ncost  :dollar: 5 [1]"
    answer = replace(ANSWER, citations=(replace(CITATION, quote=quote),))
    assert "[1] “[bold]It[/bold] cost :dollar: 5 [1]”" in _shown(show_answer, answer)


def test_what_is_unknown_of_an_article_is_said() -> None:
    """Nothing is invented, and an article without an address is named by its file."""
    unknown = replace(CITATION, article=Reference(id="a", path="a.txt"))
    shown = _shown(show_answer, replace(ANSWER, citations=(unknown,)))
    assert "\nuntitled, publisher unknown, undated\na.txt\n[1] “" in shown


def test_closest_passages_are_no_footnotes() -> None:
    """Where the articles don't say, what comes near is shown without a number."""
    shown = _shown(show_answer, SILENCE)
    assert shown.startswith("The articles don't say.\n\nClosest passages, which don't answer it:\n")
    assert "• “The bridge reopened on Monday.”" in shown
    assert "[1]" not in shown


def test_conflicts_notices_and_unsupported_sentences_are_shown() -> None:
    """A reader is told whatever makes an answer less certain."""
    answer = replace(
        ANSWER,
        sentences=(Sentence("So it is.", (), supported=False),),
        conflicts=(Conflict("10 or 12", (1, 2)), Conflict("1, later 2", (2,), over_time=True)),
        notices=("The index is old.",),
    )
    shown = _shown(show_answer, answer)
    assert "So it is. (no article says so)\n" in shown
    assert "Sources disagree: 10 or 12 [1] [2]\n" in shown
    assert "Over time: 1, later 2 [2]\n" in shown
    assert "Note: The index is old.\n" in shown


def test_sources_show_the_quote_in_its_context() -> None:
    """The words before and after stand around it, shortened with an ellipsis."""
    shown = _shown(show_sources, replace(ANSWER, citations=(replace(CITATION, before=LONG),)))
    [quote] = [line for line in shown.splitlines() if line.startswith("[1]")]
    assert quote.startswith("[1] … ")
    assert "many dogs. The bridge reopened on Monday. Ferries stopped." in quote
    assert len(quote) < len(LONG)


def test_a_quote_without_context_stands_alone() -> None:
    """A quote that is the whole article has nothing around it."""
    whole = replace(CITATION, before="", after="")
    shown = _shown(show_sources, replace(ANSWER, citations=(whole,)))
    assert "\n[1] The bridge reopened on Monday.\n" in shown


def test_an_answer_without_sources_says_so() -> None:
    """Closest passages aren't shown as if they were sources."""
    shown = _shown(show_sources, SILENCE)
    assert "cites nothing" in shown
    assert "“" not in shown


@pytest.mark.parametrize("width", [40, 80, 120])
def test_an_answer_fits_its_terminal(width: int) -> None:
    """Every line is wrapped beneath its own beginning, whatever the writing."""
    quote = LONG + "新しい駅は来年の春に開業する。" * 6 + " 🐎" * 40
    article = replace(ARTICLE, title=LONG)
    citation = replace(CITATION, quote=quote, before=LONG, after=LONG, article=article)
    answer = replace(ANSWER, sentences=(Sentence(quote, (1,)),), citations=(citation,))
    for show in (show_answer, show_sources):
        lines = _shown(show, answer, width=width).splitlines()
        assert max(map(cell_len, lines)) <= width
        footnote = lines[next(n for n, line in enumerate(lines) if line.startswith("[1]")) :]
        rest = "\n".join(footnote[1:]).partition("\n\n")[0].splitlines()
        assert rest
        assert all(line.startswith("    ") for line in rest)


@pytest.mark.parametrize("width", [PIPE, 20])
def test_an_address_is_never_wrapped(width: int) -> None:
    """It can be clicked and copied, however narrow the terminal is."""
    url = "https://example.org/" + "bridge/" * 30
    citation = replace(CITATION, article=replace(ARTICLE, url=url))
    assert f"\n{url}\n" in _shown(show_answer, replace(ANSWER, citations=(citation,)), width=width)


def test_a_pipe_gets_whole_lines() -> None:
    """A program that reads the output finds each text on one line, without blanks behind it."""
    answer = replace(ANSWER, citations=(replace(CITATION, quote=LONG, before=LONG, after=LONG),))
    shown = _shown(show_answer, answer)
    assert f"\n[1] “{LONG.strip()}”\n" in shown
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_passages_are_listed_with_rank_and_source() -> None:
    """The best comes first, a long one is shortened."""
    passage = Passage(ARTICLE, 0, len(LONG), LONG * 9)
    found = SearchResult(question="Who?", passages=(RankedPassage(1, 0.51234, passage),))
    heading, words = _shown(show_search, found).splitlines()
    assert heading == " 1. Harbor Bridge Reopens, The Gazette, 18 November 2024  0.512"
    assert words.startswith("    The mayor cut the ribbon")
    assert words.endswith(" …")


def test_finding_nothing_is_said() -> None:
    """An empty list isn't mistaken for a failure."""
    assert _shown(show_search, SearchResult(question="Who?", passages=())).strip()


def test_a_report_names_what_failed() -> None:
    """Counts come first, then each file with its reason."""
    failed = (ArticleError("[a].txt", "the file is empty"),)
    report = RebuildReport(
        added=1,
        changed=2,
        removed=3,
        unchanged=4,
        failed=failed,
        articles=7,
        passages=50,
        generation="000002",
        seconds=1.25,
    )
    counts, reason = _shown(show_report, report).splitlines()
    assert counts.startswith("1 added, 2 changed, 3 removed, 4 unchanged, 1 failed")
    assert counts.endswith("7 articles, 50 passages.")
    assert reason.strip() == "[a].txt: the file is empty"


def test_a_preview_lists_what_would_be_touched() -> None:
    """An article a line, by what would become of it; the counts come last, where they are seen."""
    preview = Preview(
        added=("new.txt",),
        changed=("[edited].txt",),
        removed=("gone.txt",),
        unchanged=4,
        failed=(ArticleError("zero.txt", "the file is empty"),),
        makes_anew=True,
    )
    *touched, counts = _shown(show_preview, preview).splitlines()
    assert touched == [
        "+ new.txt",
        "~ [edited].txt",
        "- gone.txt",
        "! zero.txt: the file is empty",
    ]
    assert "1 added, 1 changed, 1 removed, 4 unchanged and 1 failed" in counts
    assert "would write a new generation" in counts


def test_articles_are_listed_by_id() -> None:
    """The id that `footnote article` takes stands first."""
    assert _shown(show_articles, [ARTICLE]) == (
        "a1 Harbor Bridge Reopens, The Gazette, 18 November 2024\n"
    )


def test_a_status_says_what_is_unknown() -> None:
    """An index of undated articles has no newest one."""
    status = Status(
        articles=1,
        passages=2,
        generation="000001",
        built=datetime(2024, 11, 18, tzinfo=UTC),
        embedder="letters",
        store="embedded Chroma",
        newest=None,
    )
    lines = _shown(show_status, status).splitlines()
    assert "articles    1" in lines
    assert "newest      unknown" in lines


def test_a_diagnosis_marks_what_is_well_broken_and_worth_knowing() -> None:
    """Each trouble has its mend beneath it."""
    diagnosis = Diagnosis(
        (
            Check("DATA_DIR", True, "it is well"),
            Check("index", False, "it is broken", "run `footnote rebuild --full`"),
            Check(".env", None, "there is none"),
        )
    )
    assert _shown(show_diagnosis, diagnosis).splitlines() == [
        "✓ DATA_DIR       it is well",
        "✗ index          it is broken",
        "                 run `footnote rebuild --full`",
        "– .env           there is none",
    ]
