"""The days that a question asks about are read off its words."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.timing import understand_timing

FRIDAY = date(2022, 11, 18)
MONDAY = date(2022, 11, 21)
LEAP_DAY = date(2024, 2, 29)
NEW_YEAR = date(2023, 1, 1)

MOST = 4_000  # characters of the longest question
DATE_WORDS = st.sampled_from(
    """the a in on of since before after between and to from early late last this next week month
    year years ago two May march June 3 3rd 31 29 February 2022 2024 0000 9999 1990s ’90s Monday
    weekend summer winter q3 2022-11-31 – - / , . % today past few""".split()
)


@pytest.mark.parametrize(
    ("question", "asked", "spoken"),
    [
        ("Who won this week?", FRIDAY, "12–18 November 2022"),
        ("Who won this week?", MONDAY, "15–21 November 2022"),
        ("Who won last week?", FRIDAY, "7–13 November 2022"),
        ("Who won last week?", MONDAY, "14–20 November 2022"),
        ("Who won last week?", NEW_YEAR, "19–25 December 2022"),
        ("Who resigned two weeks ago?", NEW_YEAR, "12–18 December 2022"),
        ("Who resigned yesterday?", NEW_YEAR, "31 December 2022"),
        ("What is on today?", LEAP_DAY, "29 February 2024"),
        ("What is on tomorrow?", LEAP_DAY, "1 March 2024"),
        ("Who resigned last month?", NEW_YEAR, "December 2022"),
        ("Who resigned last month?", date(2022, 3, 31), "February 2022"),
        ("Who resigned a month ago?", date(2022, 3, 31), "February 2022"),
        ("Who resigned this year?", FRIDAY, "2022"),
        ("Who resigned late last year?", FRIDAY, "September–December 2021"),
        ("Who resigned last quarter?", FRIDAY, "July–September 2022"),
        ("Who resigned five years ago?", LEAP_DAY, "2019"),
        ("Who ruled last decade?", FRIDAY, "2010–2019"),
        ("What changed over the past two years?", FRIDAY, "18 November 2020 – 18 November 2022"),
        ("What changed over the past year?", LEAP_DAY, "28 February 2023 – 29 February 2024"),
        ("What changed in the last three months?", date(2022, 5, 31), "28 February – 31 May 2022"),
        ("What changed in the last week?", FRIDAY, "11–18 November 2022"),
        ("What is due in the next few days?", FRIDAY, "18–21 November 2022"),
        ("What is due next month?", FRIDAY, "December 2022"),
    ],
)
def test_relative_words_count_from_the_day_asked(question: str, asked: date, spoken: str) -> None:
    """Weeks, months and years are those around the day of the question, whenever that is."""
    assert understand_timing(question, asked=asked).spoken == spoken


@pytest.mark.parametrize(
    ("question", "spoken"),
    [
        ("What happened in November 2022?", "November 2022"),
        ("What happened in Nov. 2022?", "November 2022"),
        ("What did the May 2022 invasion cost?", "May 2022"),
        ("What happened on 2022-11-14?", "14 November 2022"),
        ("What happened in 2022-11?", "November 2022"),
        ("What happened on June 3rd, 2021?", "3 June 2021"),
        ("What happened on the 3rd of June, 2021?", "3 June 2021"),
        ("what happened on 10 april 2018", "10 April 2018"),
        ("What happened on Thursday, 3 November 2022?", "3 November 2022"),
        ("What happened on 31 June 2022?", "June 2022"),
        ("What happened in the summer of 2023?", "June–August 2023"),
        ("What happened in winter 2021?", "December 2021 – February 2022"),
        ("What happened in early 2022?", "January–April 2022"),
        ("What happened in mid-2021?", "May–August 2021"),
        ("What happened in late November 2021?", "21–30 November 2021"),
        ("What happened in the second half of 2021?", "July–December 2021"),
        ("What were the results of Q3 2021?", "July–September 2021"),
        ("What were the results of the third quarter of 2021?", "July–September 2021"),
        ("Who ruled in the 1990s?", "1990–1999"),
        ("Who ruled in the ’90s?", "1990–1999"),
        ("Who won the 2018 World Cup?", "2018"),
        ("What did the World War II treaties of 1945 say?", "1945"),
        ("What happened in the week of 2 November 2022?", "31 October – 6 November 2022"),
    ],
)
def test_a_date_with_its_year_is_the_same_on_every_day(question: str, spoken: str) -> None:
    """What is written out needs no day to count from, be it long past or still to come."""
    for asked in (date(2001, 1, 1), FRIDAY, date(2060, 12, 31)):
        assert understand_timing(question, asked=asked).spoken == spoken


@pytest.mark.parametrize(
    ("question", "asked", "spoken"),
    [
        ("What happened on 3 June?", FRIDAY, "3 June 2022"),
        ("What happened on 3 June?", date(2022, 6, 2), "3 June 2021"),
        ("what happened on 3 may", FRIDAY, "3 May 2022"),
        ("What happened on 31 December?", NEW_YEAR, "31 December 2022"),
        ("What happened on 29 February?", FRIDAY, "29 February 2020"),
        ("What happened on 29 February?", date(1903, 1, 1), "29 February 1896"),
        ("What happened in November?", FRIDAY, "November 2022"),
        ("What happened last November?", FRIDAY, "November 2021"),
        ("what did they decide in may?", FRIDAY, "May 2022"),
        ("What happened in the summer?", date(2022, 5, 31), "June–August 2021"),
        ("What is planned for this summer?", date(2022, 5, 1), "June–August 2022"),
        ("What happened on Friday?", FRIDAY, "18 November 2022"),
        ("What happened last Friday?", FRIDAY, "11 November 2022"),
        ("What happened on Sunday?", NEW_YEAR, "1 January 2023"),
        ("What happened over the weekend?", MONDAY, "19–20 November 2022"),
    ],
)
def test_a_date_without_its_year_is_the_newest_begun(
    question: str, asked: date, spoken: str
) -> None:
    """The day asked decides; ``last`` wants one that is over and ``this`` the nearest."""
    assert understand_timing(question, asked=asked).spoken == spoken


@pytest.mark.parametrize(
    ("question", "spoken", "phrase"),
    [
        ("What fell between June and August 2021?", "June–August 2021", None),
        ("What fell between November and February?", "November 2021 – February 2022", None),
        ("What fell from June 2021 to August?", "June–August 2021", "from June 2021 to August"),
        ("What fell between 3 and 10 June 2022?", "3–10 June 2022", "between 3 and 10 June 2022"),
        ("What fell June 3–10, 2022?", "3–10 June 2022", "June 3–10, 2022"),
        (
            "What fell from 28 December 2021 to 3 January?",
            "28 December 2021 – 3 January 2022",
            None,
        ),
        ("What fell from Monday to Thursday?", "14–17 November 2022", "from Monday to Thursday"),
        ("What fell in 2019–21?", "2019–2021", "2019–21"),
        ("What fell from 2019 to 2021?", "2019–2021", "from 2019 to 2021"),
        ("What fell since March?", "since 1 March 2022", "since March"),
        ("What fell after June 2022?", "since 1 July 2022", "after June 2022"),
        ("What fell before 2022?", "until 31 December 2021", "before 2022"),
        ("What fell until the end of 2021?", "until 31 December 2021", None),
        ("What fell since last week?", "since 7 November 2022", "since last week"),
        ("What did the inquiry into 6 January 2021 hear this week?", None, "this week"),
        ("What did the Kherson report of 2022 say of 1945?", "2022", "2022"),
    ],
)
def test_dates_are_read_with_the_words_around_them(
    question: str, spoken: str | None, phrase: str | None
) -> None:
    """Two dates make a range, one may open it; of unconnected ones, the last begun counts."""
    timing = understand_timing(question, asked=FRIDAY)
    assert spoken in {None, timing.spoken}
    assert phrase in {None, timing.phrase}


@pytest.mark.parametrize(
    "question",
    [
        "What may happen next?",
        "How many may 20 men carry?",
        "Why did people March on Washington?",
        "Why do they march in protest?",
        "Who scored in the second half?",
        "What changed after 9/11?",
        "Who fed 2,000 people in 1500 villages?",
        "Who lives in 2000 villages?",
        "Who has more than 1900 of them?",
        "What is Vision 2030?",
        "Who paid $2000?",
        "How did it grow by 2.5 years?",
        "When did the fall of Constantinople come?",
        "Where is the sun at the winter solstice?",
        "What does USA Today print?",
        "How much more are rents compared to a year ago?",
        "Are prices higher than in 2019?",
    ],
)
def test_what_only_looks_like_a_date_is_none(question: str) -> None:
    """Verbs, counts, names and fractions name no days."""
    timing = understand_timing(question, asked=FRIDAY)
    assert (timing.wanted, timing.phrase, timing.spoken) == (None, None, None)


@pytest.mark.parametrize(
    ("question", "recent"),
    [
        ("What is the latest on Kherson?", True),
        ("Who recently resigned?", True),
        ("Who is the current president?", True),
        ("What has been agreed so far?", True),
        ("Any breaking news?", True),
        ("What happened this week?", True),
        ("What happened in November 2022?", True),
        ("What happened since March?", True),
        ("What will happen next month?", True),
        ("What happened in October 2022?", False),
        ("What happened before 2030?", False),
        ("What has changed in recent years?", False),
        ("Who ran the record-breaking race?", False),
        ("What does USA Today print?", False),
        ("Who founded the party?", False),
    ],
)
def test_a_question_about_news_is_told_from_others(question: str, recent: bool) -> None:
    """It says so, or its days reach the one asked."""
    assert understand_timing(question, asked=FRIDAY).recent is recent


@given(
    st.one_of(st.text(max_size=MOST), st.lists(DATE_WORDS, max_size=60).map(" ".join)),
    st.dates(),
)
def test_any_text_is_understood(text: str, asked: date) -> None:
    """No text on any day raises, and a period begins before it ends and has its words."""
    timing = understand_timing(text, asked=asked)
    if timing.wanted is None:
        assert timing.phrase is timing.spoken is None
    else:
        assert timing.wanted[0] <= timing.wanted[1]
        assert timing.phrase
        assert timing.phrase in " ".join(text.split())


@pytest.mark.parametrize(
    "repeated",
    ["May ", "2022 and ", "the last ", "3 June ", "between ", "a", "1", "20-", "in the "],
)
def test_a_long_text_takes_no_longer_than_its_length(repeated: str) -> None:
    """The longest question, however hostile, is read in a twentieth of a second."""
    text = (repeated * MOST)[:MOST]
    assert min(_seconds(text) for _ in range(5)) < 0.05


def _seconds(text: str) -> float:
    begin = time.process_time()
    understand_timing(text, asked=FRIDAY)
    return time.process_time() - begin
