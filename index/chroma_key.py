"""The key for a Chroma server, which no other server is sent."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class ChromaKey:
    """A key, and the address of the server that it is for.

    An index says where its vectors are, and one that is followed is somebody else's: what it says
    must not get at the key.
    """

    server: str
    value: str = field(repr=False)

    def for_server(self, url: str) -> str | None:
        """Return the key if it is for the server at an address, whatever the tenant there."""
        return self.value if _origin(url) == _origin(self.server) else None


def _origin(url: str) -> tuple[str, str]:
    address = urlsplit(url)
    return address.scheme, address.netloc
