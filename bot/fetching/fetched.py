"""What is fetched, how much of it there may be, and how a change of it is told."""

from dataclasses import dataclass

from yarl import URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one fetch may take: bytes, seconds, redirects."""

    size: int = 10_000_000  # a printed newspaper as a PDF; a page is a tenth of it
    connecting: float = 5.0
    silence: float = 10.0
    total: float = 20.0  # people wait for it
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """By what a server tells whether what it sent before has changed."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The request headers that ask for changes only."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address led to; text is in UTF-8 where the server said what it was in.

    ``ending`` names its kind, None where it is no kind of article or feed; ``fresh_for`` is for
    how many seconds the server holds it to be current.
    """

    url: str
    content: bytes
    ending: str | None
    validators: Validators
    fresh_for: float | None = None

    @property
    def host(self) -> str:
        """The host that sent it."""
        return URL(self.url).host or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """What is at an address is as it was, and for so many seconds held to stay so."""

    fresh_for: float | None = None
