"""What people think of an answer is kept with it."""

from bot.state.feedback import Feedback
from bot.state.state import State
from tests.bot_answers import ANSWER


def test_the_newest_opinion_of_a_user_counts(state: State) -> None:
    """Whoever changes their mind replaces what they said; others' opinions stay."""
    state.answers.save(ANSWER)
    mine = Feedback(answer_id=ANSWER.id, user=1, is_good=True)
    changed = Feedback(answer_id=ANSWER.id, user=1, is_good=False, reason="It’s a\0ferry.")
    other = Feedback(answer_id=ANSWER.id, user=1 << 60, is_good=True)
    for feedback in (mine, other, changed):
        state.feedback.save(feedback)
    assert [
        (given.user, given.is_good, given.reason) for given in state.feedback.of(ANSWER.id)
    ] == [
        (1 << 60, True, ""),
        (1, False, "It’s aferry."),
    ]


def test_feedback_goes_with_its_answer(state: State) -> None:
    """Nothing is left of an answer that was deleted."""
    state.answers.save(ANSWER)
    state.feedback.save(Feedback(answer_id=ANSWER.id, user=1, is_good=True))
    state.answers.delete(ANSWER.id)
    assert not state.feedback.of(ANSWER.id)
