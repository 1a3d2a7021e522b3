"""Which earlier answers a question follows: by reply, in a thread, in direct messages."""

from collections.abc import Sequence
from datetime import timedelta

from bot.state.answers import AnswerStore, Occasion
from index.answer import Answer

# What a reader still has in mind, and more than a follow-up points back to.
_REMEMBERED = 4  # answers
# Direct messages have one channel for ever: later a question begins anew.
_ONE_SITTING = timedelta(hours=1)


def earlier_answers(
    answers: AnswerStore, occasion: Occasion, *, replied_to: int | None
) -> Sequence[Answer]:
    """Return the conversation that a question goes on with, oldest first.

    ``replied_to`` is the message that it replies to, if it does.
    """
    kept = None if replied_to is None else answers.shown_by(replied_to)
    if kept and _may_go_on(kept.occasion, occasion):
        return answers.chain(kept.answer.id, limit=_REMEMBERED)
    if occasion.channel is None:
        return ()
    if occasion.server is None:
        return answers.recent(occasion.channel, limit=_REMEMBERED, within=_ONE_SITTING)
    # A thread that was opened at a message has its id.
    if beginning := answers.shown_by(occasion.channel):
        return [beginning.answer, *answers.recent(occasion.channel, limit=_REMEMBERED - 1)]
    return ()


def _may_go_on(earlier: Occasion, now: Occasion) -> bool:
    """Tell whether a question may go on with an answer: what it is understood as tells of that."""
    if earlier.asker is not None and earlier.asker == now.asker:
        return True
    return earlier.channel == now.channel and not earlier.is_private
