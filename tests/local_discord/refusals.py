"""How Discord says no: HTTP status, error code and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from tests.local_discord.hub import Json


class Reason(Enum):
    """Why a request is refused, as (HTTP status, Discord's error code, Discord's words)."""

    UNAUTHORIZED = (401, 0, "401: Unauthorized")
    NO_SUCH_ROUTE = (404, 0, "404: Not Found")
    UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
    UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
    UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
    UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
    UNKNOWN_USER = (404, 10013, "Unknown User")
    UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
    UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
    ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
    MISSING_ACCESS = (403, 50001, "Missing Access")
    NOT_THE_AUTHOR = (403, 50005, "Cannot edit a message authored by another user")
    EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
    CLOSED_TO_DIRECT_MESSAGES = (403, 50007, "Cannot send messages to this user")
    NOT_A_TEXT_CHANNEL = (400, 50008, "Cannot send messages in a non-text channel")
    MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
    INVALID_WEBHOOK_TOKEN = (401, 50027, "Invalid Webhook Token")
    INVALID_BODY = (400, 50035, "Invalid Form Body")
    THREAD_ARCHIVED = (400, 50083, "Thread is archived")
    NO_MESSAGE_HISTORY = (400, 160002, "Cannot reply without permission to read message history")
    THREAD_EXISTS = (400, 160004, "A thread has already been created for this message")
    THREAD_LOCKED = (403, 160005, "Thread is locked")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a body: where, Discord's name for it and its words."""

    path: tuple[str | int, ...]
    code: str
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path)) or 'body'}: {self.message}"


class Refusal(Exception):
    """A request that Discord turns down."""

    def __init__(self, reason: Reason, problems: Iterable[Problem] = ()) -> None:
        self.reason = reason
        self.problems = tuple(problems)
        self.status, self.code, self.message = reason.value
        super().__init__("; ".join([self.message, *map(str, self.problems)]))

    def payload(self) -> Json:
        """Return the body of the answer; ``errors`` nests as the refused body does."""
        payload: Json = {"code": self.code, "message": self.message}
        if self.problems:
            payload["errors"] = self._errors()
        return payload

    def _errors(self) -> Json:
        errors: Json = {}
        for problem in self.problems:
            place = errors
            for step in problem.path:
                place = place.setdefault(str(step), {})
            named = {"code": problem.code, "message": problem.message}
            place.setdefault("_errors", []).append(named)
        return errors


def refuse_body(problems: Iterable[Problem]) -> None:
    """Raise the refusal of a wrong body if there is any problem with it."""
    if found := tuple(problems):
        raise Refusal(Reason.INVALID_BODY, found)
