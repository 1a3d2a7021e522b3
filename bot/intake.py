"""Where articles are taken into a server's own collection: fetched or attached, kept, indexed."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from bot.fetching.fetched import Fetched
from bot.fetching.fetcher import Fetcher
from bot.fetching.kinds import FEED, Claim, as_utf8, ending_of
from bot.fetching.provenance import with_address
from bot.off_loop import off_loop
from bot.readership import readable_in
from bot.rebuilding import Rebuilder
from bot.refusal import Refusal
from index.adding import Addition
from index.errors import RebuildRunning
from index.library import Library
from index.rebuild import RebuildReport

# What `index.adding` takes; a larger attachment needn't be downloaded.
LARGEST_FILE = 25_000_000  # bytes
# Ten times the text of the longest report. Extracting hostile markup takes seconds a megabyte.
_LARGEST_PAGE = 3_000_000  # bytes
# A thousand times what people add by hand; one server mustn't fill the disk of all.
_MOST_ARTICLES = 5_000
# Reading takes a core, which answers need too.
_READERS = 1
# For a rebuild of these articles that somebody else began.
_PAUSE = 0.5  # seconds
_TRIES = 240


class Intake:
    """Takes articles in; a class because one server's index is rebuilt by one after the other.

    A server may have ``most`` articles of its own.
    """

    def __init__(
        self,
        library: Library,
        fetcher: Fetcher,
        rebuilder: Rebuilder,
        *,
        most: int = _MOST_ARTICLES,
    ) -> None:
        self._most = most
        self._library = library
        self._fetcher = fetcher
        self._rebuilder = rebuilder
        self._readers = asyncio.Semaphore(_READERS)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def take_page(self, server: int, address: str) -> Addition:
        """Keep what an address leads to; fetched anew, it takes the place of what it was before.

        Raises:
            Refusal: it can't be fetched, is no kind of article, or the server has too many.
            ArticleError: no article can be read from it.
        """
        await self._require_room(server)
        found = await self._fetcher.fetch(address)
        ending = _known(found.ending, found.host, found.content)
        name = _named(found.url.rstrip("/"), ending)
        addition = await self._keep(server, name, found.content, replaces=True)
        marked = with_address(found.content, ending, found.url)
        if marked == found.content or _tells_its_host(addition, found):
            return addition
        return await self._keep(server, name, marked, replaces=True)

    async def take_file(
        self, server: int, name: str, content: bytes, *, content_type: str
    ) -> Addition:
        """Keep a file; raises what `take_page` does."""
        await self._require_room(server)
        claim = Claim.of(content_type, name=name)
        text = as_utf8(content, claim)
        ending = _known(ending_of(text, claim), name, text)
        return await self._keep(server, _named(name, ending), text, replaces=False)

    async def index(self, server: int) -> RebuildReport:
        """Have everything that was kept until now indexed.

        Raises:
            FootnoteError: that fails; it is kept all the same.
        """
        async with self._turns.setdefault(server, asyncio.Lock()):
            for _ in range(_TRIES):
                # One that runs may have looked at the articles before the newest was kept.
                with suppress(RebuildRunning):
                    return await self._rebuilder.start(str(server))
                await asyncio.sleep(_PAUSE)
            return await self._rebuilder.start(str(server))

    async def _require_room(self, server: int) -> None:
        own = await off_loop(readable_in(server, self._library).own_articles)
        if len(own) >= self._most:
            raise Refusal(
                f"This server has {len(own):,} articles of its own, the most I keep: /remove some."
            )

    async def _keep(self, server: int, name: str, content: bytes, *, replaces: bool) -> Addition:
        async with self._readers:
            return await off_loop(
                readable_in(server, self._library).add, name, content, replaces=replaces
            )


def _named(name: str, ending: str) -> str:
    """Return the name with the ending by which its content is read."""
    return name if name.lower().endswith(ending) else f"{name}{ending}"


def _known(ending: str | None, whence: str, content: bytes) -> str:
    if ending == FEED:
        raise Refusal(f"{whence} sends a feed, not an article: /watch adds what appears in it.")
    if ending is None:
        raise Refusal(
            f"What {whence} holds is no kind of article: I read web pages, PDF, Markdown, text and "
            "JSON Lines."
        )
    if ending == ".html" and len(content) > _LARGEST_PAGE:
        raise Refusal(f"The page of {whence} is larger than {_LARGEST_PAGE // 1_000_000} MB.")
    return ending


def _tells_its_host(addition: Addition, found: Fetched) -> bool:
    """Tell whether the articles name addresses of where they were fetched."""
    return all(urlsplit(article.url or "").hostname == found.host for article in addition.articles)
