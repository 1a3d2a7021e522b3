"""A server's answer, read to its end or to where it gets too large."""

import aiohttp
from yarl import URL

from bot.fetching.fetched import Fetched, Validators
from bot.fetching.kinds import FEED, Claim, as_utf8, ending_of
from bot.fetching.not_fetched import NotFetched
from bot.fetching.unpacking import Body, TooLarge
from bot.fetching.waiting import fresh_seconds

# Whether each is gzip; the others aren't asked for.
_PACKINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}
_CHUNK = 1 << 16


async def read_response(response: aiohttp.ClientResponse, url: URL, *, limit: int) -> Fetched:
    """Return what was found at an address.

    Raises:
        NotFetched: it is empty, larger than so many bytes, or packed in an unknown way.
        ValueError, aiohttp.ClientError: it ends too early.
    """
    headers = response.headers
    claim = Claim.of(headers.get("Content-Type", ""), name=url.path)
    content = await _body(response, str(url.raw_host), limit=limit)
    text = as_utf8(content, claim)
    ending = ending_of(text, claim)
    return Fetched(
        url=str(url),
        content=content if ending == FEED else text,  # XML says itself what it is written in
        ending=ending,
        validators=Validators(etag=headers.get("ETag"), last_modified=headers.get("Last-Modified")),
        fresh_for=fresh_seconds(headers),
    )


async def _body(response: aiohttp.ClientResponse, host: str, *, limit: int) -> bytes:
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in _PACKINGS:
        raise NotFetched(
            f"{host} packs its pages in a way I don’t know: attach this one as a file."
        )
    body = Body(limit=limit, gzipped=_PACKINGS[packing])
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            body.add(chunk)
    except TooLarge:
        raise NotFetched(
            f"What {host} sends is larger than {limit / 1_000_000:g} MB, the most I read."
        ) from None
    if content := body.finish():
        return content
    raise NotFetched(f"{host} answers with an empty page: check the address.")
