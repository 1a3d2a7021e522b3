"""The machine that rebuilds an index, asked for its files over HTTP."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexMissing, IndexUnreachable
from index.store.shared_files import require_shared

if TYPE_CHECKING:
    import httpx

# How long it may take to say a word, and to go on with a file.
_TO_GREET = 5.0  # seconds
_TO_ANSWER = 10.0
_AT_ONCE = 1 << 20  # bytes
_NOT_FOUND = 404


class Source:
    """The files that are shared at an address; a class because it keeps the connection open.

    Whatever it asks for is a file of an index by its path, so that no name that comes from there
    leads out of the folder that it is then kept in.
    """

    def __init__(self, url: str) -> None:
        import httpx

        self._url = url
        self._client = httpx.Client(
            base_url=url,
            timeout=httpx.Timeout(_TO_ANSWER, connect=_TO_GREET),
            headers={"Accept-Encoding": "identity"},
        )

    def read(self, path: str, *, first: int | None = None) -> bytes:
        """Return a file's content, or its ``first`` bytes.

        Raises:
            IndexMissing: there is no such file there.
            IndexUnreachable: the machine doesn't answer.
            IndexDamaged: the path is no file's of an index.
        """
        limit = {} if first is None else {"Range": f"bytes=0-{first - 1}"}
        with self._answer(path, limit) as response:
            return response.read()[:first]

    def save(self, path: str, file: Path) -> None:
        """Write a file's content to a file of this machine; raises what `read` raises."""
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._answer(path, {}) as response, file.open("wb") as written:
            for piece in response.iter_bytes(_AT_ONCE):
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    @contextmanager
    def _answer(self, path: str, headers: dict[str, str]) -> Iterator["httpx.Response"]:
        import httpx

        address = f"/{require_shared(path)}"
        try:
            with self._client.stream("GET", address, headers=headers) as response:
                if response.status_code == _NOT_FOUND:
                    raise IndexMissing(
                        f"{self._url} has no {path}: run `footnote rebuild` there, then here."
                    )
                response.raise_for_status()
                yield response
        except httpx.HTTPError as error:
            raise IndexUnreachable(self._url, error) from error
