"""Why something couldn't be fetched, as a sentence for whoever asked for it."""

from http import HTTPStatus
from typing import Self

from bot.refusal import Refusal


class NotFetched(Refusal):
    """What an address should lead to can't be had.

    ``may_pass`` tells whether it may be had another time, ``is_gone`` that it never will. A server
    that wants to be left alone is to be asked again in ``retry_after`` seconds.
    """

    def __init__(
        self,
        message: str,
        *,
        may_pass: bool = False,
        is_gone: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.may_pass = may_pass
        self.is_gone = is_gone
        self.retry_after = retry_after

    @classmethod
    def unreachable(cls, host: str) -> Self:
        """Say the same of a host that isn't there and of one that must not be reached.

        Otherwise the answers would map the network that the bot runs in.
        """
        return cls(
            f"{host} can’t be reached: check the address, or attach its page as a file.",
            may_pass=True,
        )

    @classmethod
    def refused_by(cls, host: str, status: int, *, retry_after: float | None = None) -> Self:
        """Say what a server means by its status."""
        if status in _STATUSES:
            said = _STATUSES[status]
        elif status >= 500:
            said = "has trouble of its own ({status}): try again later"
        else:
            said = "answers with nothing to read ({status}): open the address in a browser"
        return cls(
            f"{host} {said.format(status=status)}.",
            may_pass=status >= 500 or status in _PASSING,
            is_gone=status == HTTPStatus.GONE,
            retry_after=retry_after,
        )


# Too slow, too early, too often.
_PASSING = {408, 425, 429}
_FORBIDDEN = "doesn’t let me read that ({status}): attach it as a file"
_STATUSES = {
    401: _FORBIDDEN,
    402: _FORBIDDEN,
    403: _FORBIDDEN,
    404: "has no such page (404): check the address",
    410: "has taken that away for good (410)",
    429: "has had enough requests for now (429): try again later",
    451: _FORBIDDEN,
}
