"""No regular expression of Footnote is kept busy for long by a text as long as a question."""

import faulthandler
import re
import time
from typing import Any

import click
import pytest

from index.question import LONGEST_QUESTION
from tests.patterns import busy_texts, patterns_of

# Looked for anywhere in the text, which is harder than where a pattern has to match the whole.
LONGEST = 2.0  # seconds of a core
# A pattern that hangs can't be stopped otherwise; its process ends and says where it was.
HANGING = 120  # seconds


def busiest(pattern: re.Pattern[Any], length: int) -> float:
    """Return the seconds of a core that the worst of the texts takes."""
    longest = 0.0
    for text in busy_texts(pattern, length):
        began = time.process_time()
        pattern.search(text)
        longest = max(longest, time.process_time() - began)
        if longest > LONGEST:
            break
    return longest


def test_texts_keep_a_bad_pattern_busy() -> None:
    """What is looked for here would be found: each of these has been written before."""
    for bad in (r"\W*(?:ok\b\W*)*\W*x", r"who (?:[A-Z][\w']+\s?){1,4}\W*$", r"(?:a|\w)*b"):
        pattern = re.compile(bad)
        few, more = (busiest(pattern, length) for length in (20, 40))
        assert more > 4 * few or more > 0.001


def test_the_patterns_are_found() -> None:
    """In every module, in tables and in the fields of values."""
    places = {place for place, _ in patterns_of("bot", "index")}
    assert {
        "index.question._KIND_PATTERNS",
        "index.dates.forms._FORMS",
        "index.follow_ups.inquiry._GO_ON",
        "bot.messages.markdown._ACTIVE",
    } <= places


@pytest.mark.trust
def test_no_pattern_is_kept_busy() -> None:
    """By any of the texts that are made of itself, up to a question's length."""
    slowest: list[tuple[float, str]] = []
    for place, pattern in patterns_of("bot", "index"):
        for length in (LONGEST_QUESTION // 16, LONGEST_QUESTION // 4, LONGEST_QUESTION):
            faulthandler.dump_traceback_later(HANGING, exit=True)
            seconds = busiest(pattern, length)
            faulthandler.cancel_dump_traceback_later()
            assert seconds < LONGEST, (place, pattern.pattern, length)
        slowest.append((seconds, place))
    for seconds, place in sorted(slowest, reverse=True)[:5]:
        click.echo(f"{seconds:.2f} s {place}")
