"""What is missing fits in messages and in a spreadsheet, whatever people wrote."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alike import Alike
from bot.messages.pages import PAGE_LIMIT
from bot.messages.unanswered_pages import (
    GROUPS_A_PAGE,
    NOTHING,
    page_count,
    unanswered_csv,
    unanswered_page,
)
from bot.state.unanswered import Unanswered
from tests.bot_answers import TEXTS

ASKED = datetime(2024, 11, 18, 9, 30, tzinfo=UTC)


def unanswered(question: str = "When?", *reasons: str, was_answered: bool = False) -> Unanswered:
    """Return a question of somebody's."""
    return Unanswered(
        question=question, asked_at=ASKED, asker=7, was_answered=was_answered, reasons=reasons
    )


def rows(*groups: Alike) -> list[list[str]]:
    """Return what a spreadsheet reads, below its head."""
    content = unanswered_csv(groups)
    assert content.startswith(b"\xef\xbb\xbf")
    _, *found = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    return found


def test_a_group_says_how_often_when_and_why() -> None:
    """By its newest question."""
    group = Alike((unanswered(was_answered=True), unanswered("Since when?", "*old*", "b", "c")))
    assert unanswered_page([group], 1, has_more=False).splitlines() == [
        "**2 questions without a good answer**, those alike together",
        "- **2 ×** “When?”",
        "-# last asked <t:1731922200>, 1 answered, but 👎, 1 not answered",
        r"-# 👎 “\*old\*”",
        "-# 👎 “b”",
        "-# … and 1 more in the file",
    ]


def test_nothing_missing_is_good_news() -> None:
    """It is told as such."""
    assert unanswered_page([], 1, has_more=False) == NOTHING
    assert page_count([]) == 1


@given(st.lists(TEXTS, min_size=GROUPS_A_PAGE, max_size=GROUPS_A_PAGE + 1))
def test_any_page_fits_in_a_message(questions: list[str]) -> None:
    """However long questions and reasons are."""
    groups = [Alike((unanswered(each, *[each + str(n) for n in range(9)]),)) for each in questions]
    for number in range(1, page_count(groups) + 1):
        assert len(unanswered_page(groups, number, has_more=True)) <= PAGE_LIMIT


def test_the_spreadsheet_has_every_question() -> None:
    """Who asked is readable by no spreadsheet as a number, or left out."""
    hushed = Unanswered(question="Why?", asked_at=None, asker=None, was_answered=True)
    group = Alike((unanswered("Čí?", "a", "b"), hushed))
    assert rows(group, Alike((hushed,))) == [
        ["1", "Čí?", "2024-11-18T09:30:00+00:00", "no", "<@7>", "a\nb"],
        ["1", "Why?", "", "yes", "", ""],
        ["2", "Why?", "", "yes", "", ""],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r\n =1+1",
        "＝1+1",
        "a;=1+1",
        'a",=1+1',
        "why?\n=HYPERLINK(A1)",
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    """Not even for whoever opens the file with other separators."""
    [row] = rows(Alike((unanswered(text, text),)))
    for cell in (row[1], row[-1]):
        assert cell.replace("'", "") == text
        _, mark, after = cell.rpartition("'")
        assert mark
        assert after[0] in "=+-@＝"


def test_other_text_is_as_it_was_written() -> None:
    """A minus within a sentence is no formula."""
    text = "Was it 3-2, or e-mail @ noon = 5?"
    [row] = rows(Alike((unanswered(text),)))
    assert row[1] == text
