"""What a server's people missed is found, without what is others'."""

from dataclasses import replace

from bot.state.answers import Occasion
from bot.state.feedback import Feedback
from bot.state.state import State
from tests.bot_answers import ANSWER

HERE = Occasion(server=1, channel=2, asker=3)


def keep(state: State, answer_id: str, *, answered: bool, occasion: Occasion = HERE) -> None:
    """Keep an answer under an id that is also its question."""
    answer = replace(ANSWER, id=answer_id, question=answer_id, answered=answered)
    state.answers.save(answer, occasion)


def complain(state: State, answer_id: str, user: int, reason: str = "") -> None:
    """Press 👎 beneath an answer."""
    opinion = Feedback(answer_id=answer_id, user=user, is_good=False, reason=reason)
    assert state.feedback.save(opinion)


def test_questions_without_a_good_answer_are_found(state: State) -> None:
    """The newest first: those not answered, and those whose answer got 👎, with the reasons."""
    keep(state, "unanswered", answered=False)
    keep(state, "fine", answered=True)
    keep(state, "liked", answered=True)
    assert state.feedback.save(Feedback(answer_id="liked", user=4, is_good=True))
    keep(state, "disliked", answered=True)
    for user, reason in enumerate(["too old", "", "wrong tram"]):
        complain(state, "disliked", user, reason)
    disliked, unanswered = state.unanswered.newest(1, limit=10)
    assert (disliked.question, disliked.was_answered) == ("disliked", True)
    assert sorted(disliked.reasons) == ["too old", "wrong tram"]
    assert (unanswered.question, unanswered.was_answered) == ("unanswered", False)
    assert unanswered.asked_at
    assert (unanswered.asker, unanswered.reasons) == (3, ())


def test_only_the_servers_own_are_found(state: State) -> None:
    """Neither another server's, nor those of direct messages and terminals."""
    keep(state, "elsewhere", answered=False, occasion=replace(HERE, server=9))
    keep(state, "directly", answered=False, occasion=replace(HERE, server=None))
    state.answers.save(replace(ANSWER, id="terminal", answered=False))
    assert state.unanswered.newest(1, limit=10) == []


def test_who_asked_in_private_is_not_told(state: State) -> None:
    """The question counts all the same."""
    keep(state, "hushed", answered=False, occasion=replace(HERE, is_private=True))
    [found] = state.unanswered.newest(1, limit=10)
    assert (found.question, found.asker) == ("hushed", None)


def test_no_more_are_read_than_wanted(state: State) -> None:
    """The newest are."""
    for number in range(4):
        keep(state, f"question {number}", answered=False)
    found = state.unanswered.newest(1, limit=2)
    assert [each.question for each in found] == ["question 3", "question 2"]
