"""Passage vectors in Chroma, embedded or on a server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

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


class Vectors:
    """The vectors of one generation, each under the number of its passage."""

    def __init__(self, client: "Client", collection: "Collection", *, url: str | None) -> None:
        self._client = client
        self._collection = collection
        self._url = url

    @classmethod
    def create(cls, directory: Path, name: str, *, url: str | None) -> Self:
        """Begin an empty collection in ``directory``, or on the server at ``url``.

        Raises:
            IndexNotWritten: it can't be written there.
            StoreUnreachable: the server doesn't answer.
        """
        with _plain_errors(url, writes=True):
            client = _connect(directory, url, patience=_TO_WRITE)
            collection = client.create_collection(
                name, embedding_function=None, configuration={"hnsw": _HNSW}
            )
        return cls(client, collection, url=url)

    @classmethod
    def open(cls, directory: Path, name: str, *, url: str | None) -> Self:
        """Open a collection for reading.

        Raises:
            IndexDamaged: the collection isn't there.
            StoreUnreachable: the server doesn't answer.
        """
        with _plain_errors(url):
            client = _connect(directory, url)
            collection = client.get_collection(name, embedding_function=None)
        return cls(client, collection, url=url)

    @classmethod
    def drop(cls, name: str, *, url: str) -> None:
        """Delete a collection from a server; one that is gone already is no error."""
        from chromadb.errors import NotFoundError

        with _plain_errors(url):
            client = _connect(Path(), url, patience=_TO_WRITE)
            try:
                client.delete_collection(name)
            except NotFoundError:
                return
            finally:
                client.close()

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:
        """Add vectors (n, dimensions), at most 5,461, under the numbers from ``first`` on."""
        numbers = range(first, first + len(vectors))
        with _plain_errors(self._url, writes=True):
            self._collection.add(ids=[str(number) for number in numbers], embeddings=vectors)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """Return the cosine similarity of the ``limit`` nearest passages by number, best first."""
        with _plain_errors(self._url):
            found = self._collection.query(
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
        with _plain_errors(self._url):
            found = self._collection.get(ids=[str(n) for n in numbers], include=["embeddings"])
        exact = np.asarray(found["embeddings"], dtype=np.float32) @ vector
        return dict(zip(map(int, found["ids"]), exact.tolist(), strict=True))

    def count(self) -> int:
        """Return the number of vectors; holds the GIL, so not for the answering process."""
        return self._collection.count()

    def close(self) -> None:
        """Release the client's files or connection."""
        self._client.close()


def import_chroma() -> None:
    """Import Chroma, which takes longer than all else that answers a question together."""
    import chromadb  # noqa: F401


def server_version(url: str) -> str:
    """Return the version of the Chroma server at ``url``.

    Raises:
        StoreUnreachable: it doesn't answer.
    """
    with _plain_errors(url):
        client = _connect(Path(), url)
        version = client.get_version()
        client.close()
    return version


def _connect(directory: Path, url: str | None, *, patience: float | None = None) -> "Client":
    import chromadb
    import httpx
    from chromadb.config import Settings

    # A closed client forgets its idle connections without closing them: it keeps none.
    settings = Settings(anonymized_telemetry=False, chroma_http_max_keepalive_connections=0)
    if url is None:
        # Chroma takes two spellings of one path for two systems.
        path = str(directory.resolve())
        return cast("Client", chromadb.PersistentClient(path, settings=settings))
    # Chroma's client speaks to the server before its patience can be limited.
    httpx.get(f"{url}/api/v2/heartbeat", timeout=_TO_GREET)
    address = urlsplit(url)
    ssl = address.scheme == "https"
    port = address.port or (443 if ssl else 8000)
    client = chromadb.HttpClient(str(address.hostname), port, ssl=ssl, settings=settings)
    limited = cast("Client", client)
    limit = httpx.Timeout(patience or _TO_ANSWER, connect=_TO_GREET)
    limited._server._session.timeout = limit  # type: ignore[attr-defined] # the HTTP one has it
    return limited


@contextmanager
def _plain_errors(url: str | None, *, writes: bool = False) -> Iterator[None]:
    """Turn Chroma's and its HTTP client's exceptions into ours."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    where = f"the Chroma server at {url}" if url else "Chroma"
    try:
        yield
    except NotFoundError as error:
        raise IndexDamaged(
            f"The index's collection isn't in {where}: run `footnote rebuild --full`."
        ) from error
    except (ChromaError, httpx.HTTPError, ValueError, AttributeError) as error:
        # A client that can't connect raises ValueError whatever the reason is, and one that tries
        # a damaged file for the second time AttributeError.
        if url and not isinstance(error, ChromaError):
            raise StoreUnreachable(
                f"No Chroma server answers at {url}: start it, or correct CHROMA_URL."
            ) from error
        if writes:
            raise IndexNotWritten(where, error) from error
        raise IndexDamaged(
            f"The index in {where} can't be read ({error}): run `footnote rebuild --full`."
        ) from error
