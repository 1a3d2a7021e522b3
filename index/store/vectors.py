"""Passage vectors in Chroma, embedded or on a server."""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from index.chroma_key import ChromaKey
from index.errors import (
    FootnoteError,
    IndexDamaged,
    IndexNotWritten,
    StoreUnreachable,
    VectorsMissing,
)

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

# Chroma's own defaults but for the space, and for how many candidates a search keeps: with 100,
# the last of the hundred nearest are missed too often (`python -m benchmarks.speed --only recall`).
# Written down, so that an index doesn't change with the defaults.
_HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "max_neighbors": 16,
    "ef_construction": 100,
    "ef_search": 200,
}


# How long a server may take to say a word, to answer, and to write a batch. Chroma's own client
# would wait for ever.
_TO_GREET = 5.0  # seconds
_TO_ANSWER = 10.0
_TO_WRITE = 60.0
# How long a server that failed is left alone, and how many times as long as was waited for it:
# nobody waits for one that is silent again and again.
_PAUSE = 2.0
# What of Chroma's client sends a key, and the header that it sends it in.
_WITH_TOKEN = "chromadb.auth.token_authn.TokenAuthClientProvider"
_KEY_HEADER = "X-Chroma-Token"
_REFUSED = {401, 403}
_TIMES_AS_LONG = 2.0
# Longer than any error of a server needs to be told.
_LONGEST_REASON = 200  # characters


class Vectors:
    """The vectors of one segment, each under the number of its passage.

    Those on a server are connected to when they are first asked for, so that the rest of the
    segment can be read while the server is away; after a failure it is left alone for a moment.
    """

    def __init__(
        self, directory: Path, name: str, *, url: str | None, key: ChromaKey | None = None
    ) -> None:
        self._directory = directory
        self._name = name
        self._url = url
        self._key = key
        self._connected: tuple[Client, Collection] | None = None
        self._left_alone_until = -math.inf

    @classmethod
    def create(
        cls, directory: Path, name: str, *, url: str | None, key: ChromaKey | None = None
    ) -> Self:
        """Begin an empty collection in ``directory``, or on the server at ``url``.

        That may name a tenant and a database, as in ``https://HOST/TENANT/DATABASE``, and may ask
        for a key.

        Raises:
            IndexNotWritten: it can't be written there.
            StoreUnreachable: the server doesn't answer.
        """
        vectors = cls(directory, name, url=url, key=key)
        with vectors._plain_errors(writes=True):
            client = _connect(directory, url, key, patience=_TO_WRITE)
            collection = client.create_collection(
                name, embedding_function=None, configuration={"hnsw": _HNSW}
            )
        vectors._connected = client, collection
        return vectors

    @classmethod
    def open(
        cls, directory: Path, name: str, *, url: str | None, key: ChromaKey | None = None
    ) -> Self:
        """Open a collection for reading.

        Raises:
            IndexDamaged: the collection isn't in the directory.
        """
        vectors = cls(directory, name, url=url, key=key)
        if url is None:
            with vectors._plain_errors():
                vectors._connect()
        return vectors

    @classmethod
    def drop(cls, name: str, *, url: str, key: ChromaKey | None = None) -> None:
        """Delete a collection from a server; one that is gone already is no error."""
        from chromadb.errors import NotFoundError

        with _plain_errors(url):
            client = _connect(Path(), url, key, patience=_TO_WRITE)
            try:
                client.delete_collection(name)
            except NotFoundError:
                return

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:
        """Add vectors (n, dimensions), at most 5,461, under the numbers from ``first`` on."""
        numbers = range(first, first + len(vectors))
        with self._plain_errors(writes=True):
            self._connect().add(ids=[str(number) for number in numbers], embeddings=vectors)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """Return the cosine similarity of the ``limit`` nearest passages by number, best first."""
        with self._plain_errors():
            found = self._connect().query(
                query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"]
            )
            assert found["distances"] is not None
            return {
                int(number): 1.0 - distance
                for number, distance in zip(found["ids"][0], found["distances"][0], strict=True)
            }

    def similarities(self, vector: NDArray[np.float32], numbers: Sequence[int]) -> dict[int, float]:
        """Return the exact cosine similarity of the named passages, by number."""
        if not numbers:
            return {}
        with self._plain_errors():
            found, vectors = self._get(numbers)
            return dict(zip(found, (vectors @ vector).tolist(), strict=True))

    def vector(self, number: int) -> NDArray[np.float32]:
        """Return the vector of a passage."""
        with self._plain_errors():
            _, vectors = self._get([number])
            row: NDArray[np.float32] = vectors[0]
            return row

    def count(self) -> int:
        """Return the number of vectors; holds the GIL, so not for the answering process."""
        with self._plain_errors():
            return self._connect().count()

    def close(self) -> None:
        """Release the client's files; the connection to a server is everyone's."""
        if self._connected and self._url is None:
            self._connected[0].close()

    def _get(self, numbers: Sequence[int]) -> tuple[list[int], NDArray[np.float32]]:
        """Return the numbers in the collection's order, and their vectors."""
        found = self._connect().get(ids=[str(n) for n in numbers], include=["embeddings"])
        if len(found["ids"]) != len(numbers):
            raise VectorsMissing(_where(self._url))
        return [int(each) for each in found["ids"]], np.asarray(found["embeddings"], np.float32)

    def _connect(self) -> "Collection":
        """Return the collection, connected to if that wasn't done before."""
        if self._connected is None:
            client = _connect(self._directory, self._url, self._key)
            collection = client.get_collection(self._name, embedding_function=None)
            self._connected = client, collection
        return self._connected[1]

    @contextmanager
    def _plain_errors(self, *, writes: bool = False) -> Iterator[None]:
        began = time.monotonic()
        if began < self._left_alone_until:
            raise _unreachable(self._url)
        try:
            with _plain_errors(self._url, writes=writes):
                yield
        except StoreUnreachable:
            now = time.monotonic()
            self._left_alone_until = now + max(_PAUSE, _TIMES_AS_LONG * (now - began))
            raise


def import_chroma() -> None:
    """Import Chroma, which takes longer than all else that answers a question together."""
    import chromadb  # noqa: F401


def server_version(url: str, *, key: ChromaKey | None = None) -> str:
    """Return the version of the Chroma server at ``url``.

    Raises:
        StoreUnreachable: it doesn't answer, or refuses the key.
    """
    with _plain_errors(url):
        return _connect(Path(), url, key).get_version()


def _connect(
    directory: Path, url: str | None, key: ChromaKey | None, *, patience: float | None = None
) -> "Client":
    if url is not None:
        return _server(url, key, patience or _TO_ANSWER)
    import chromadb
    from chromadb.config import Settings

    # Chroma takes two spellings of one path for two systems.
    path = str(directory.resolve())
    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(path, settings=settings))


# Chroma never lets go of a client of a server, closed or not: a process has one for each patience.
@lru_cache(maxsize=8)
def _server(url: str, key: ChromaKey | None, patience: float) -> "Client":
    import chromadb
    import httpx
    from chromadb.auth.token_authn import TokenTransportHeader
    from chromadb.config import Settings

    from index.store.timely import timely

    # Chroma's client speaks to the server before its patience can be limited.
    address = urlsplit(url)
    identity = f"{address.scheme}://{address.netloc}/api/v2/auth/identity"
    value = key.for_server(url) if key else None
    reply = httpx.get(identity, headers={_KEY_HEADER: value} if value else {}, timeout=_TO_GREET)
    if reply.status_code in _REFUSED:
        raise _refused(url)
    ssl = address.scheme == "https"
    port = address.port or (443 if ssl else 8000)
    # An idle connection would be found broken after the server was started anew.
    settings = Settings(anonymized_telemetry=False, chroma_http_max_keepalive_connections=0)
    if value:
        settings.chroma_client_auth_provider = _WITH_TOKEN
        settings.chroma_client_auth_credentials = value
        settings.chroma_auth_token_transport_header = TokenTransportHeader.X_CHROMA_TOKEN
        # A key of Chroma Cloud tells its tenant and database, where it is for one alone.
        is_told = not address.path.strip("/")
        settings.chroma_overwrite_singleton_tenant_database_access_from_auth = is_told
    tenant, database = _tenant_and_database(address.path)
    client = chromadb.HttpClient(
        str(address.hostname), port, ssl=ssl, settings=settings, tenant=tenant, database=database
    )
    limited = cast("Client", client)
    limit = httpx.Timeout(patience, connect=_TO_GREET)
    session = limited._server._session  # type: ignore[attr-defined] # the HTTP one has it
    session.timeout = limit
    session.event_hooks = {"response": [timely(patience)]}
    return limited


def _tenant_and_database(path: str) -> tuple[str, str]:
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT

    tenant, _, database = path.strip("/").partition("/")
    return unquote(tenant) or DEFAULT_TENANT, unquote(database) or DEFAULT_DATABASE


@contextmanager
def _plain_errors(url: str | None, *, writes: bool = False) -> Iterator[None]:
    """Turn what Chroma and its HTTP client raise into our own errors."""
    try:
        yield
    except BaseException as error:
        told = _told(error, url, writes=writes)
        if told is None:
            raise
        raise told from error


def _told(error: BaseException, url: str | None, *, writes: bool) -> FootnoteError | None:
    """Return what an error means; None: it is none of Chroma's."""
    from chromadb.errors import AuthorizationError, ChromaAuthError, ChromaError, NotFoundError

    where = _where(url)
    # Chroma's Rust panics where it meets what it didn't expect, and that is no Exception.
    is_foreign = not isinstance(error, Exception) and type(error).__name__ != "PanicException"
    if is_foreign or isinstance(error, FootnoteError | MemoryError):
        return None
    if isinstance(error, NotFoundError):
        return VectorsMissing(where)
    if isinstance(error, AuthorizationError | ChromaAuthError):
        return _refused(url)
    if url and not (writes and isinstance(error, ChromaError)):
        # Whatever a server sends that isn't what it should be fails somewhere in Chroma's client.
        return _unreachable(url) if _is_about_connecting(error) else _failing(url, error)
    if writes:
        return IndexNotWritten(where, error)
    return IndexDamaged(
        f"The index in {where} can't be read ({error}): run `footnote rebuild --full`."
    )


def _is_about_connecting(error: BaseException) -> bool:
    """Tell whether no word of the server came; a client that is being made says it otherwise."""
    import httpx

    return isinstance(error, httpx.TransportError) or str(error).startswith("Could not connect")


def _where(url: str | None) -> str:
    return f"the Chroma server at {url}" if url else "Chroma"


def _failing(url: str, error: BaseException) -> StoreUnreachable:
    reason = shorten(f"{type(error).__name__}: {error}", _LONGEST_REASON)
    return StoreUnreachable(
        f"The Chroma server at {url} fails ({reason}): its own log says why; start it anew, or "
        "correct CHROMA_URL."
    )


def _unreachable(url: str | None) -> StoreUnreachable:
    return StoreUnreachable(f"No Chroma server answers at {url}: start it, or correct CHROMA_URL.")


def _refused(url: str | None) -> StoreUnreachable:
    return StoreUnreachable(
        f"The Chroma server at {url} refuses the key: correct CHROMA_API_KEY, CHROMA_TENANT and "
        "CHROMA_DATABASE, and set CHROMA_URL to that server, for the key goes to no other."
    )
