"""What a message shows after the bot has written a body to it."""

from collections.abc import Iterable
from dataclasses import replace

from tests.local_discord.call import Upload
from tests.local_discord.files import Attachment, Files
from tests.local_discord.hub import Json
from tests.local_discord.limits import message_problems
from tests.local_discord.message import EPHEMERAL, LAYOUT, LOADING, MessageState
from tests.local_discord.refusals import Reason, Refusal, refuse_body

NOTHING = MessageState()


def written(
    files: Files, body: Json, uploads: Iterable[Upload] = (), *, over: MessageState = NOTHING
) -> MessageState:
    """Return the state that a body makes of an earlier one; what it doesn't name stays.

    Raises:
        Refusal: Discord wouldn't take the body, or the message would be empty.
    """
    flags = body.get("flags") or 0
    if over is not NOTHING:
        flags = over.flags | flags & ~EPHEMERAL  # who sees a message never changes
    refuse_body(message_problems(body, layout=bool(flags & LAYOUT)))
    kept = _kept(over, body) + tuple(files.add(file.filename, file.content) for file in uploads)
    state = replace(over, attachments=kept, flags=flags & ~LOADING, **_fields(body))
    if state.empty:
        raise Refusal(Reason.EMPTY_MESSAGE)
    return state


def _fields(body: Json) -> Json:
    fields: Json = {}
    if "content" in body:
        fields["content"] = body["content"] or ""
    for name in ("embeds", "components"):
        if name in body:
            fields[name] = tuple(body[name] or ())
    return fields


def _kept(over: MessageState, body: Json) -> tuple[Attachment, ...]:
    if "attachments" not in body:
        return over.attachments
    kept = {str(attachment["id"]) for attachment in body["attachments"] or ()}
    return tuple(attachment for attachment in over.attachments if attachment.id in kept)
