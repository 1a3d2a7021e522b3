"""Fetches a page, a file or a feed from the web, for people who aren't trusted.

Nobody's cookies, no proxy of the environment, no robots.txt: each address is asked for because
somebody named it or its feed, and no host is asked for two things at once.
"""

import asyncio
import ssl
from http import HTTPStatus
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.fetching.address import parse_address
from bot.fetching.fetched import Fetched, Limits, Unchanged, Validators
from bot.fetching.not_fetched import NotFetched
from bot.fetching.reach import guarded_sockets
from bot.fetching.resolving import SystemResolver
from bot.fetching.response import read_response
from bot.fetching.waiting import fresh_seconds, retry_seconds

_HEADERS = {
    "User-Agent": "Footnote (adds articles for the readers of a Discord server)",
    "Accept": "text/html, application/xhtml+xml, text/*;q=0.9, application/pdf;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
_REDIRECTS = {301, 302, 303, 307, 308}


class Fetcher:
    """Fetches within limits; a class because it keeps what all its fetches share.

    Args:
        private: whether an intranet may be reached, on any port.
        limits: how much one fetch may take.
        resolver: what finds the addresses of hosts; None: the system does.
    """

    def __init__(
        self,
        *,
        private: bool = False,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._private = private
        self._limits = limits or Limits()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                ssl=ssl.create_default_context(),
                resolver=resolver or SystemResolver(),
                socket_factory=guarded_sockets(private=private),
                force_close=True,
            ),
            headers=_HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._limits.connecting, sock_read=self._limits.silence
            ),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give up all connections."""
        await self._session.close()

    async def fetch(self, address: str) -> Fetched:
        """Return what an address leads to.

        Raises:
            NotFetched: it leads nowhere, or nowhere that may be gone to.
        """
        found = await self.fetch_if_changed(address, Validators())
        assert isinstance(found, Fetched), "nothing was said about an earlier time"
        return found

    async def fetch_if_changed(self, address: str, known: Validators) -> Fetched | Unchanged:
        """Return what an address leads to unless it is as it was; raises what `fetch` does."""
        url = parse_address(address, private=self._private)
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._follow(url, known)
        except TimeoutError:
            raise NotFetched(
                f"{url.raw_host} takes longer than {self._limits.total:g} s: try again later.",
                may_pass=True,
            ) from None

    async def _follow(self, url: URL, known: Validators) -> Fetched | Unchanged:
        for _ in range(self._limits.redirects + 1):
            host = str(url.raw_host)
            try:
                async with self._turns.setdefault(host, asyncio.Lock()):
                    found = await self._get(url, known)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise _refusal(error, host) from error
            if not isinstance(found, URL):
                return found
            url = found
        raise NotFetched(f"{url.raw_host} redirects from one address to the next without end.")

    async def _get(self, url: URL, known: Validators) -> Fetched | Unchanged | URL:
        """Return what is there, or the address to ask for instead."""
        async with self._session.get(url, headers=known.headers, allow_redirects=False) as response:
            if response.status in _REDIRECTS:
                return self._next(url, response.headers.get("Location", ""))
            if response.status == HTTPStatus.NOT_MODIFIED and known.headers:
                return Unchanged(fresh_for=fresh_seconds(response.headers))
            if response.status != HTTPStatus.OK:
                wait = retry_seconds(response.headers)
                raise NotFetched.refused_by(str(url.raw_host), response.status, retry_after=wait)
            return await read_response(response, url, limit=self._limits.size)

    def _next(self, url: URL, location: str) -> URL:
        try:
            address = str(url.join(URL(location)))
        except ValueError:
            raise NotFetched(f"{url.raw_host} redirects to what is no address.") from None
        target = parse_address(address, private=self._private)
        if url.scheme == "https" and target.scheme != "https":
            raise NotFetched(
                f"{url.raw_host} redirects to an unprotected address: what comes from there may be "
                "anybody’s."
            )
        return target


def _refusal(error: Exception, host: str) -> Exception:
    """Return what is said about a failure, or the error itself where it is about time."""
    match error:
        case aiohttp.ClientSSLError():
            return NotFetched(f"{host} can’t prove that it is {host}: its certificate isn’t valid.")
        case (
            aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError() | aiohttp.InvalidURL()
        ):
            return NotFetched.unreachable(host)
        case TimeoutError():
            return error
        case _:
            return NotFetched(f"{host} broke off in the middle: try again later.", may_pass=True)
