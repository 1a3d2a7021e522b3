"""Passage vectors in Chroma, embedded or on a server."""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from index.chroma_key import ChromaKey
from index.errors import IndexDamaged, IndexNotWritten, StoreUnreachable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

# Chroma's own defaults but for the space; written down, so that an index doesn't change with them.
_HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "max_neighbors": 16,
    "ef_construction": 100,
    "ef_search": 100,
}


# How long a server may take to say a word, to answer, and to write a batch. Chroma's own client
# would wait for ever.
_TO_GREET = 5.0  # seconds
_TO_ANSWER = 10.0
_TO_WRITE = 60.0
# How long a server that failed is left alone: nobody waits for one that is silent again and again.
_PAUSE = 2.0
# What of Chroma's client sends a key, and the header that it sends it in.
_WITH_TOKEN = "chromadb.auth.token_authn.TokenAuthClientProvider"
_KEY_HEADER = "X-Chroma-Token"
_REFUSED = {401, 403}


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
        self._failed = -math.inf

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
            found = self._connect().get(ids=[str(n) for n in numbers], include=["embeddings"])
        exact = np.asarray(found["embeddings"], dtype=np.float32) @ vector
        return dict(zip(map(int, found["ids"]), exact.tolist(), strict=True))

    def vector(self, number: int) -> NDArray[np.float32]:
        """Return the vector of a passage."""
        with self._plain_errors():
            found = self._connect().get(ids=[str(number)], include=["embeddings"])
        row: NDArray[np.float32] = np.asarray(found["embeddings"], dtype=np.float32)[0]
        return row

    def count(self) -> int:
        """Return the number of vectors; holds the GIL, so not for the answering process."""
        with self._plain_errors():
            return self._connect().count()

    def close(self) -> None:
        """Release the client's files; the connection to a server is everyone's."""
        if self._connected and self._url is None:
            self._connected[0].close()

    def _connect(self) -> "Collection":
        """Return the collection, connected to if that wasn't done before."""
        if self._connected is None:
            client = _connect(self._directory, self._url, self._key)
            collection = client.get_collection(self._name, embedding_function=None)
            self._connected = client, collection
        return self._connected[1]

    @contextmanager
    def _plain_errors(self, *, writes: bool = False) -> Iterator[None]:
        if time.monotonic() < self._failed + _PAUSE:
            raise _unreachable(self._url)
        try:
            with _plain_errors(self._url, writes=writes):
                yield
        except StoreUnreachable:
            self._failed = time.monotonic()
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
        settings.chroma_overwrite_singleton_tenant_database_access_from_auth = True
    tenant, database = _tenant_and_database(address.path)
    client = chromadb.HttpClient(
        str(address.hostname), port, ssl=ssl, settings=settings, tenant=tenant, database=database
    )
    limited = cast("Client", client)
    limit = httpx.Timeout(patience, connect=_TO_GREET)
    limited._server._session.timeout = limit  # type: ignore[attr-defined] # the HTTP one has it
    return limited


def _tenant_and_database(path: str) -> tuple[str, str]:
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT

    tenant, _, database = path.strip("/").partition("/")
    return unquote(tenant) or DEFAULT_TENANT, unquote(database) or DEFAULT_DATABASE


@contextmanager
def _plain_errors(url: str | None, *, writes: bool = False) -> Iterator[None]:
    """Turn Chroma's and its HTTP client's exceptions into ours."""
    import httpx
    from chromadb.errors import AuthorizationError, ChromaAuthError, ChromaError, NotFoundError

    where = f"the Chroma server at {url}" if url else "Chroma"
    try:
        yield
    except NotFoundError as error:
        raise IndexDamaged(
            f"The index's collection isn't in {where}: run `footnote rebuild --full`."
        ) from error
    except (AuthorizationError, ChromaAuthError) as error:
        raise _refused(url) from error
    except (ChromaError, httpx.HTTPError, ValueError, AttributeError) as error:
        # A client that can't connect raises ValueError whatever the reason is, and one that tries
        # a damaged file for the second time AttributeError.
        if url and not isinstance(error, ChromaError):
            raise _unreachable(url) from error
        if writes:
            raise IndexNotWritten(where, error) from error
        raise IndexDamaged(
            f"The index in {where} can't be read ({error}): run `footnote rebuild --full`."
        ) from error


def _unreachable(url: str | None) -> StoreUnreachable:
    return StoreUnreachable(f"No Chroma server answers at {url}: start it, or correct CHROMA_URL.")


def _refused(url: str | None) -> StoreUnreachable:
    return StoreUnreachable(
        f"The Chroma server at {url} refuses the key: correct CHROMA_API_KEY, CHROMA_TENANT and "
        "CHROMA_DATABASE, and set CHROMA_URL to that server, for the key goes to no other."
    )
