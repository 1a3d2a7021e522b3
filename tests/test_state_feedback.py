"""What people think of an answer is kept with it."""

from concurrent.futures import ThreadPoolExecutor

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
        assert state.feedback.save(feedback)
    assert [
        (given.user, given.is_good, given.reason) for given in state.feedback.of(ANSWER.id)
    ] == [
        (1 << 60, True, ""),
        (1, False, "It’s aferry."),
    ]


def test_two_presses_at_once_are_one_opinion(state: State) -> None:
    """Whoever presses twice has said it once."""
    state.answers.save(ANSWER)
    mine = Feedback(answer_id=ANSWER.id, user=1, is_good=True)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(state.feedback.save, [mine] * 16))
    assert state.feedback.of(ANSWER.id) == [mine]


def test_feedback_goes_with_its_answer(state: State) -> None:
    """Nothing is left of an answer that was deleted."""
    state.answers.save(ANSWER)
    state.feedback.save(Feedback(answer_id=ANSWER.id, user=1, is_good=True))
    state.answers.delete(ANSWER.id)
    assert not state.feedback.of(ANSWER.id)
    assert not state.feedback.save(Feedback(answer_id=ANSWER.id, user=1, is_good=True))
