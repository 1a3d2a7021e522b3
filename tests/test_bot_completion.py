"""What is offered while somebody types is what they may mean, within Discord's limits."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.completion import choice, matching

NAMES = ["The Moravian Post", "Morgenblatt", "Ölwoche", "Straße", "A Post"]


def test_neither_case_nor_accents_matter() -> None:
    """What one can type is enough."""
    assert matching(NAMES, "OLW", named=str) == ["Ölwoche"]
    assert matching(NAMES, "strasse", named=str) == ["Straße"]
    assert matching(NAMES, " mörg ", named=str) == ["Morgenblatt"]


def test_what_begins_so_comes_first() -> None:
    """Otherwise the order stays."""
    assert matching(NAMES, "mor", named=str) == ["Morgenblatt", "The Moravian Post"]
    assert matching(NAMES, "post", named=str) == ["The Moravian Post", "A Post"]
    assert matching(NAMES, "", named=str) == NAMES


@given(st.lists(st.text(max_size=300), max_size=60), st.text(max_size=3))
def test_any_names_can_be_offered(names: list[str], typed: str) -> None:
    """At most 25, each with a name that Discord takes."""
    choices = [choice(name, "id") for name in matching(names, typed, named=str)]
    assert len(choices) <= 25
    assert all(1 <= len(offered.name) <= 100 for offered in choices)


@pytest.mark.untraced
def test_five_hundred_endless_questions_are_soon_looked_through() -> None:
    """It is done at each key that somebody presses, while everyone else waits."""
    questions = ["\ufdfa" * 4_000] * 500
    began = time.process_time()
    assert matching(questions, "\ufdfa" * 4_000, named=str)
    assert matching(questions, "a", named=str) == []
    assert time.process_time() - began < 2
