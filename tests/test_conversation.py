"""A follow-up is understood from what was asked before."""

import pytest

from index.answer import Answer
from index.conversation import Conversation


def _after(*questions: str) -> Conversation:
    conversation = Conversation()
    for question in questions:
        whole = conversation.resolve(question)
        answer = Answer(question=question, understood_as=whole, answered=False, sentences=())
        conversation = conversation.after(answer)
    return conversation


@pytest.mark.parametrize(
    "question",
    ["Why?", "And the second day?", "What about the depot?", "Who said that?", "When did it open?"],
)
def test_a_question_that_leans_back_gets_the_one_before_it(question: str) -> None:
    """The subject comes along, and the question itself stays whole."""
    resolved = _after("How much did Tram 9 cost?").resolve(question)
    assert "How much did Tram 9 cost" in resolved
    assert question in resolved


def test_a_question_that_stands_alone_is_left_alone() -> None:
    """A new subject isn't mixed with the old one."""
    question = "How many visitors came to the library of Brackwater?"
    assert _after("How much did Tram 9 cost?").resolve(question) == question


@pytest.mark.parametrize("question", ["Why?", "And the second day?"])
def test_a_first_question_has_nothing_to_lean_on(question: str) -> None:
    """It is asked as it stands."""
    assert Conversation().resolve(question) == question


@pytest.mark.parametrize("question", ["", "  ", "?!"])
def test_what_asks_nothing_stays_as_it_is(question: str) -> None:
    """It doesn't repeat the question before it."""
    assert _after("How much did Tram 9 cost?").resolve(question) == question


def test_a_question_with_a_name_of_its_own_stands_alone() -> None:
    """However it begins, it isn't about what was asked before."""
    question = "And what did Božena Černá say?"
    assert _after("How much did Tram 9 cost?").resolve(question) == question


def test_a_long_conversation_does_not_grow() -> None:
    """Follow-ups lean on the last question that stood alone, not on each other."""
    resolved = _after("How much did Tram 9 cost?", *["Why?", "And then?"] * 9).resolve("When?")
    assert resolved == "When? (How much did Tram 9 cost?)"
