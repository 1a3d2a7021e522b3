"""A publisher that a question wants its answer from is told from one that it asks about."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution import understand_publisher

KNOWN = (
    *("Al Jazeera", "BBC News", "CNN", "CNN Business", "Foreign Policy", "RFE/RL", "Reuters"),
    *("SOFREP", "TIME", "The Moscow Times", "The Nation", "The New York Times"),
    *("The Washington Post", "The Week", "USA TODAY"),
)
MOST = 4_000  # characters of the longest question


@pytest.mark.parametrize(
    ("question", "publisher"),
    [
        ("According to Al Jazeera, who won?", "Al Jazeera"),
        ("Who won, according to The Nation?", "The Nation"),
        ("What does The Week say about the talks?", "The Week"),
        ("Did SOFREP report any losses?", "SOFREP"),
        ("Reuters claims that they fled: why?", "Reuters"),
        ("What has The New York Times written about it?", "The New York Times"),
        ("What is said in The Nation's article?", "The Nation"),
        ("What losses does the latest Reuters report give?", "Reuters"),
        ("Who fled in a story by Foreign Policy?", "Foreign Policy"),
        ("Who fled, in The Week?", "The Week"),
        ("What is new from Reuters?", "Reuters"),
        ("What does CNN Business report?", "CNN Business"),
        ("What does CNN report?", "CNN"),
    ],
)
def test_the_source_asked_for_is_found(question: str, publisher: str) -> None:
    """It stands where a source stands: it says, it is accorded to, an article is its."""
    assert understand_publisher(question, KNOWN) == publisher


@pytest.mark.parametrize(
    ("name", "publisher"),
    [
        ("aljazeera", "Al Jazeera"),
        ("Al-Jazeera", "Al Jazeera"),
        ("the nation", "The Nation"),
        ("Nation", "The Nation"),
        ("the BBC", "BBC News"),
        ("the B.B.C.", "BBC News"),
        ("rfe/rl", "RFE/RL"),
        ("RFERL", "RFE/RL"),
        ("USA Today", "USA TODAY"),
        ("USAToday", "USA TODAY"),
        ("the NYT", "The New York Times"),
        ("the Post", "The Washington Post"),
        ("the Times", None),
        ("Washington", None),
        ("America", None),
    ],
)
def test_a_name_may_be_written_in_other_ways(name: str, publisher: str | None) -> None:
    """Case, dots, spaces and articles don't matter; a short form counts if it means one only."""
    assert understand_publisher(f"What does {name} say about the talks?", KNOWN) == publisher


@pytest.mark.parametrize(
    "question",
    [
        "Who owns Reuters?",
        "What did he tell the BBC?",
        "Who told a Reuters reporter that they fled?",
        "What did he say in an interview with CNN?",
        "What is the largest city in the nation?",
        "Who rules, according to the nation's constitution?",
        "Who came in the week of the talks?",
        "Who is an expert in foreign policy?",
        "Did they come just in time?",
        "How does the BBC's coverage differ from CNN's coverage?",
        "What does the Herald say?",
        "Where is the man who this week said he fled?",
        "Who for the first time reported losses?",
    ],
)
def test_a_publisher_that_is_no_source_is_none(question: str) -> None:
    """Subjects, listeners, ordinary words, several sources and unknown ones choose none."""
    assert understand_publisher(question, KNOWN) is None


def test_a_short_form_yields_to_a_full_name() -> None:
    """Where one publisher is named like another's short form, the name is that publisher's."""
    assert understand_publisher("What does the BBC say?", ("BBC News", "BBC")) == "BBC"


@given(st.text(max_size=MOST), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_understood(text: str, publishers: list[str]) -> None:
    """No text and no names raise, and what is found is a known publisher."""
    assert understand_publisher(text, publishers) in {None, *publishers}


@pytest.mark.parametrize(
    "repeated", ["the nation ", "a.b ", "according to ", "Reuters", "x", "’s "]
)
def test_a_long_text_takes_no_longer_than_its_length(repeated: str) -> None:
    """The longest question, however hostile, is read in a twentieth of a second."""
    text = (repeated * MOST)[:MOST]
    assert min(_seconds(text) for _ in range(5)) < 0.05


def _seconds(text: str) -> float:
    begin = time.process_time()
    understand_publisher(text, KNOWN)
    return time.process_time() - begin
