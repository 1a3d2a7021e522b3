"""What /forget me says before and after."""

from bot.messages.counting import counted
from bot.state.forgetting import Forgotten

BEFORE = (
    "**Forget everything I keep about you?** Your questions and my answers to them are deleted, in "
    "every server and in direct messages, and with them my messages that show them; so is what you "
    "told me of answers. That can’t be undone."
)
STAYS = (
    "What you wrote yourself stays where it is, for you to delete; an answer that only you could "
    "see goes when you dismiss it; and articles and feeds that you added belong to the server, "
    "without your name."
)


def forgotten_text(forgotten: Forgotten) -> str:
    """Return what was deleted, what is being deleted, and what stays and why."""
    return f"{_deleted(forgotten)} {STAYS}"


def _deleted(forgotten: Forgotten) -> str:
    found = []
    if forgotten.answers:
        found.append(f"{counted(forgotten.answers, 'answer')} with your questions")
    if forgotten.feedback:
        found.append(f"what you thought of {counted(forgotten.feedback, 'answer')}")
    if not found:
        return "**I kept nothing about you.**"
    text = f"**I’ve forgotten {' and '.join(found)}.**"
    if forgotten.messages:
        text += f" I’m taking away {counted(forgotten.messages, 'message')} of mine."
    return text
