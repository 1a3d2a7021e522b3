"""A bound on how long an answer over HTTP may trickle in, which its client hasn't."""

import time
from collections.abc import Callable, Iterator

import httpx


class _Timely(httpx.SyncByteStream):
    """The body of an answer, given up at a moment of the monotonic clock."""

    def __init__(self, body: httpx.SyncByteStream, *, until: float) -> None:
        self._body = body
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._body:
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("the answer trickles in too slowly")
            yield piece

    def close(self) -> None:
        """Let go of the connection."""
        self._body.close()


def timely(seconds: float) -> Callable[[httpx.Response], None]:
    """Return a hook of `httpx.Client` for answers that have to be there within so many seconds.

    A client's own limits start anew with every byte.
    """

    def bound(response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Timely(response.stream, until=time.monotonic() + seconds)

    return bound
