"""No regular expression of Footnote is kept busy for long by a text as long as a question."""

import faulthandler
import re
import time

import click
import pytest

from index.question import LONGEST_QUESTION
from tests.patterns import Use, busy_texts, patterns_of

LONGEST = 2.0  # seconds of a core
# A pattern that hangs can't be stopped otherwise; its process ends and says where it was.
HANGING = 120  # seconds


def busiest(use: Use, length: int) -> float:
    """Return the seconds of a core that the worst of the texts takes."""
    ask, longest = getattr(use.pattern, use.way), 0.0
    for text in busy_texts(use.pattern, length):
        began = time.process_time()
        ask(text)
        longest = max(longest, time.process_time() - began)
        if longest > LONGEST:
            break
    return longest


@pytest.mark.parametrize(
    ("bad", "lengths"),
    [
        (r"\W*(?:ok\b\W*)*\W*x", (60, 1_600)),
        (r"who (?:[A-Z][\w']+\s?){1,4}\W*$", (30, 90)),
    ],
)
def test_texts_keep_a_bad_pattern_busy(bad: str, lengths: tuple[int, int]) -> None:
    """What is looked for here would be found: each of these is written easily."""
    few, more = (busiest(Use("here", re.compile(bad), "search"), length) for length in lengths)
    assert more / few > 2 * lengths[1] / lengths[0]


def test_the_patterns_are_found() -> None:
    """In every module, in tables and in the fields of values."""
    uses = {(use.place, use.way) for use in patterns_of("bot", "index")}
    assert {
        ("index.question._KIND_PATTERNS", "search"),
        ("index.dates.forms._FORMS", "search"),
        ("index.follow_ups.inquiry._GO_ON", "fullmatch"),
        ("bot.messages.markdown._ACTIVE", "findall"),
    } <= uses


@pytest.mark.trust
def test_no_pattern_is_kept_busy() -> None:
    """By any of the texts that are made of itself, up to a question's length."""
    slowest: list[tuple[float, str]] = []
    for use in patterns_of("bot", "index"):
        for length in (LONGEST_QUESTION // 16, LONGEST_QUESTION // 4, LONGEST_QUESTION):
            faulthandler.dump_traceback_later(HANGING, exit=True)
            seconds = busiest(use, length)
            faulthandler.cancel_dump_traceback_later()
            assert seconds < LONGEST, (use, length)
        slowest.append((seconds, f"{use.place} ({use.way})"))
    for seconds, place in sorted(slowest, reverse=True)[:5]:
        click.echo(f"{seconds:.2f} s {place}")
