"""A follow-up question put by a language model so that it stands alone."""

import asyncio
import re
from textwrap import shorten

from index.answering.prompts import REWRITING, rewriting_prompt
from index.answering.specifics import figures, unknown_names
from index.conversation import Conversation
from index.errors import NoReply
from index.language_model import LanguageModel, whole_reply

# The answer itself is still to come: whoever waits is better served by rules then.
_PATIENCE = 10.0  # seconds
_LONGEST = 300  # characters
_LONGEST_TOLD = 600  # characters of what was answered before
_NO_QUESTION = re.compile(r"[\n<>\[\]{}|`*#]|https?:")


async def rewritten(question: str, conversation: Conversation, model: LanguageModel) -> str | None:
    """Return the question as the model completes it; None where that is of no use.

    It has to be one line that asks something and brings no name and no figure that wasn't spoken
    of. A reply that is slow or fails is of no use either.
    """
    told = [
        (shorten(answer.whole_question, _LONGEST), shorten(answer.text, _LONGEST_TOLD))
        for answer in conversation.answers
    ]
    try:
        async with asyncio.timeout(_PATIENCE):
            reply = await whole_reply(model, REWRITING, rewriting_prompt(question, told))
    except (NoReply, TimeoutError):
        return None
    return reply if _is_of_use(reply, f"{conversation.told}\n{question}") else None


def _is_of_use(reply: str, spoken_of: str) -> bool:
    return (
        len(reply) <= _LONGEST
        and reply.endswith("?")
        and not _NO_QUESTION.search(reply)
        and figures(reply) <= figures(spoken_of)
        and not unknown_names(reply, spoken_of)
    )
