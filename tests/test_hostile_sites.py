"""A website that attacks whoever fetches from it gets nowhere, in bounded time and memory."""

import asyncio
import gzip
import socket
import time
import tracemalloc
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.feeds.apart import read_apart
from bot.feeds.feed import Feed, NoFeed
from bot.fetching.fetched import Limits
from bot.fetching.fetcher import Fetcher
from bot.fetching.kinds import Claim, as_utf8, ending_of
from bot.fetching.not_fetched import NotFetched
from bot.fetching.waiting import fresh_seconds, retry_seconds
from tests.web import Site, website

QUICK = Limits(size=1_000_000, connecting=0.5, silence=0.3, total=1.0)
# Where nothing is to be waited for, however busy the machine is.
PATIENT = Limits(size=1_000_000, connecting=10.0, silence=10.0, total=30.0)
# Beyond what is kept of a page: buffers of the connection, and of what unpacks it.
MOST_MEMORY = 40_000_000  # bytes
PAGE = b"<!doctype html><html><body><p>The bridge reopened on Monday.</p></body></html>"


@dataclass(slots=True)
class Bounds:
    """The seconds and the most bytes that something took."""

    seconds: float = 0.0
    memory: int = 0


@contextmanager
def measured() -> Iterator[Bounds]:
    """Measure a block."""
    bounds, began = Bounds(), time.monotonic()
    tracemalloc.start()
    try:
        yield bounds
    finally:
        bounds.seconds = time.monotonic() - began
        bounds.memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()


async def refusal(fetcher: Fetcher, address: str) -> NotFetched:
    """Return what is said about an address that can't be fetched."""
    with pytest.raises(NotFetched) as caught:
        await fetcher.fetch(address)
    return caught.value


INNER = (
    "127.0.0.1.",
    "localhost.",
    "LOCALHOST",
    "0x7f000001",
    "0x7f.0x0.0x0.0x1",
    "017700000001",
    "0177.0.0.01",
    "127.0.1",
    "0",
    "10.1",
    "192.168.257",
    "0300.0250.0.1",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.169.254.",
    "127。0。0。1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "loc\u00adalhost",
    "metadata.google.internal",
    "router.lan",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[0:0:0:0:0:ffff:a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[fe80::1%25eth0]",
    "[fe80::1%251]",
    "[::1%25lo]",
    "[fd00:ec2::254]",
    "[2001:0:7f00:1::1]",
)


@pytest.mark.parametrize("host", INNER)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_no_spelling_leads_inside(host: str, scheme: str) -> None:
    """Nobody is connected to, and nobody is told more than of a host that isn't there."""
    async with Fetcher(limits=PATIENT) as fetcher:
        refused = await refusal(fetcher, f"{scheme}://{host}/latest/meta-data")
    assert "can’t be reached" in str(refused) or "is no web address" in str(refused)
    match refused.__cause__:
        case aiohttp.ClientConnectorDNSError():  # nobody has that name
            pass
        case aiohttp.ClientConnectorError(os_error=reason):
            assert isinstance(reason, PermissionError)
        case cause:
            assert cause is None or isinstance(cause, aiohttp.InvalidURL)


@pytest.mark.parametrize("host", ["news.example%00.example", "a" * 64 + ".example", "%", "a..b"])
async def test_what_can_be_no_name_is_refused(host: str) -> None:
    """In a sentence, like everything that leads nowhere."""
    async with Fetcher(limits=PATIENT) as fetcher:
        assert str(await refusal(fetcher, f"http://{host}/")).endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        "http://news.example@127.0.0.1/",
        "http://127.0.0.1%2f@news.example/",
        "http://user:word@news.example/",
        "http://:@news.example/",
        "http://news.example:22/",
        "https://news.example:80/",
        "http://news.example:0/",
        "http://news.example:99999/",
        "ftp://news.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "javascript:alert(1)",
        "data:text/html,hello",
        "http://127.0.0.1\\@news.example/",
        "http://news.example\r\nHost: 127.0.0.1/",
        "//127.0.0.1/",
        "http:127.0.0.1",
        "https://news.example/" + "a" * 2_000,
    ],
)
async def test_no_other_address_is_even_looked_up(address: str) -> None:
    """Other schemes and ports, credentials, and what two programs read differently."""
    resolver = Changing(["127.0.0.1"])
    async with Fetcher(limits=PATIENT, resolver=resolver) as fetcher:
        await refusal(fetcher, address)
    assert resolver.asked == []


class Changing(AbstractResolver):
    """Finds hosts at one address after the other, each time another."""

    def __init__(self, addresses: Sequence[str], *, port: int = 80) -> None:
        self.asked: list[str] = []
        self._addresses = addresses
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the next address."""
        address = self._addresses[len(self.asked) % len(self._addresses)]
        self.asked.append(host)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=self._port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """There is nothing to close."""


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A website on this machine."""
    async with website() as running:
        yield running


async def test_a_name_that_means_something_else_each_time_gains_nothing(site: Site) -> None:
    """Whatever it meant a moment ago, the address that is connected to decides."""
    port = int(site.origin.rpartition(":")[2])
    inner = ["127.0.0.1", "::1", "169.254.169.254", "10.0.0.1", "::ffff:127.0.0.1"]
    resolver = Changing(inner, port=port)
    async with Fetcher(limits=PATIENT, resolver=resolver) as fetcher:
        for number in range(len(inner)):  # what one name means is remembered for a while
            refused = await refusal(fetcher, f"http://news{number}.example/")
            assert "can’t be reached" in str(refused)
    assert len(resolver.asked) == len(inner)
    assert site.requests == []


async def test_a_redirect_to_such_a_name_gains_nothing_either(site: Site) -> None:
    """An intranet that may be reached gives no way to what hands out credentials."""
    site.put("/", status=302, Location="http://credentials.example/latest/meta-data")
    resolver = Changing(["169.254.169.254"])
    async with Fetcher(private=True, limits=PATIENT, resolver=resolver) as fetcher:
        refused = await refusal(fetcher, site.url("/"))
    assert "credentials.example can’t be reached" in str(refused)
    assert [request.path for request in site.requests] == ["/"]


@asynccontextmanager
async def pouring(first: bytes, then: bytes, *, pause: float = 0.0) -> AsyncIterator[str]:
    """Answer every connection with something and then the same without end; lend the address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(first)
            while True:
                writer.write(then)
                await writer.drain()
                await asyncio.sleep(pause)
        except OSError:  # whoever asked has gone
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ZEROS = gzip.compress(bytes(1_000_000))
# What comes first, what comes then for ever, and the seconds between.
ENDLESS = {
    "a header a while": (OK, b"X-A: b\r\n", 0.05),
    "a letter a while": (OK + b"X-A: ", b"b", 0.05),
    "headers": (OK, b"X-A: b\r\n" * 1_000, 0.0),
    "one header": (OK + b"X-A: ", b"b" * 65_536, 0.0),
    "a status": (b"HTTP/1.1 200 ", b"O" * 65_536, 0.0),
    "hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1_000, 0.0),
    "a body a while": (OK + b"\r\n", b"a", 0.05),
    "a body": (OK + b"\r\n", b"a" * 65_536, 0.0),
    "chunks": (CHUNKED, b"ffff\r\n" + b"a" * 65_535 + b"\r\n", 0.0),
    "tiny chunks": (CHUNKED, b"1\r\na\r\n" * 10_000, 0.0),
    "a chunk's size": (CHUNKED, b"0" * 65_536, 0.0),
    "a chunk's extension": (CHUNKED + b"5;", b"a" * 65_536, 0.0),
    "trailers": (CHUNKED + b"1\r\na\r\n0\r\n", b"X-A: b\r\n" * 1_000, 0.0),
    "a bomb": (OK + b"Content-Encoding: gzip\r\n\r\n", ZEROS, 0.0),
    "nothing, packed": (OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 1_000, 0.0),
}


@pytest.mark.parametrize(("first", "then", "pause"), ENDLESS.values(), ids=ENDLESS)
async def test_what_never_ends_is_given_up(first: bytes, then: bytes, pause: float) -> None:
    """After a second at most, as the limits here are, and with little in memory."""
    async with (
        pouring(first, then, pause=pause) as address,
        Fetcher(private=True, limits=QUICK) as fetcher,
    ):
        with measured() as bounds:
            await refusal(fetcher, address)
    assert bounds.seconds < 10
    assert bounds.memory < MOST_MEMORY


async def test_twenty_megabytes_and_bombs_take_no_more_than_the_limit(site: Site) -> None:
    """With the limits that the bot has."""
    large = site.put("/large", bytes(20_000_000))
    bomb = site.put("/bomb", gzip.compress(bytes(200_000_000), 1), Content_Encoding="gzip")
    twice = site.put("/twice", gzip.compress(ZEROS), Content_Encoding="gzip, gzip")
    async with Fetcher(private=True) as fetcher:
        for address in (large, bomb):
            with measured() as bounds:
                assert "larger than 10 MB" in str(await refusal(fetcher, address))
            assert bounds.memory < 5 * MOST_MEMORY
        assert "in a way I don’t know" in str(await refusal(fetcher, twice))


@pytest.mark.parametrize("packing", ["br", "deflate", "zstd", "compress", "gzip, gzip", "\x7f"])
async def test_only_what_was_asked_for_is_unpacked(site: Site, packing: str) -> None:
    """A kind of packing that isn't known can't be bounded."""
    address = site.put("/", b"???", Content_Encoding=packing)
    async with Fetcher(private=True, limits=PATIENT) as fetcher:
        await refusal(fetcher, address)


@pytest.mark.parametrize(
    "wait",
    ["1 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 2024 00:00:00 +99999999", "9" * 400],
)
async def test_a_time_that_there_is_not_is_none(site: Site, wait: str) -> None:
    """Who asks for one is refused like anybody who asks for none."""
    async with Fetcher(private=True, limits=PATIENT) as fetcher:
        refused = await refusal(fetcher, site.put("/", status=429, Retry_After=wait))
    assert "has had enough requests for now" in str(refused)
    assert refused.retry_after is None


@given(st.text(max_size=200))
@example("1 Jan 99999999999999999999 00:00:00 GMT")
@example("max-age=" + "9" * 100)
def test_any_header_of_time_is_read_or_left(text: str) -> None:
    """In seconds, none of them negative."""
    assert (retry_seconds({"Retry-After": text}) or 0) >= 0
    assert (fresh_seconds({"Cache-Control": text}) or 0) >= 0


@given(st.text(max_size=200), st.binary(max_size=200), st.text(max_size=40))
@example("text/html; charset*=\0''a", b"", "")
@example("text/html; charset=\udcff", b"", "")
@example("text/plain; charset=utf-16", b"\xff", "a.txt")
@settings(deadline=None)
def test_any_claim_is_read_or_left(content_type: str, content: bytes, name: str) -> None:
    """A file is of a known kind or of none, whatever is said of it."""
    claim = Claim.of(content_type, name=name)
    ending_of(as_utf8(content, claim), claim)


CHANNEL = b'<rss version="2.0"><channel>'
ITEM = b"<item><title>News</title><link>https://news.example/1</link></item>"
HOSTILE_FEEDS = {
    "entities in entities": b"<!DOCTYPE r ["
    + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(12))
    + b"]>"
    + CHANNEL
    + b"<title>&e11;</title>",
    "a long entity often": b'<!DOCTYPE r [<!ENTITY a "%s">]>' % (b"a" * 100_000)
    + CHANNEL
    + b"<title>%s</title>" % (b"&a;" * 50_000),
    "entities of parameters": b'<!DOCTYPE r [<!ENTITY % a "&#37;b;"><!ENTITY % b "&#37;a;">%a;]>'
    + CHANNEL,
    "a hundred thousand entries": CHANNEL + ITEM * 100_000,
    "lines before everything": b"\n" * 3_000_000 + CHANNEL,
    "lines in the head": b"<!DOCTYPE r [" + b"\n" * 3_000_000 + CHANNEL,
    "an author without end": CHANNEL + b"<item><author>" + b"a" * 3_000_000 + b"</author></item>",
    "a codec without end": b'<?xml version="1.0" encoding="punycode"?>' + b"a-" * 1_000_000,
    "a codec that is none": b'<?xml version="1.0" encoding="undefined"?>' + CHANNEL,
    "depth": CHANNEL + b"<a>" * 49_000,
    "ten megabytes of title": CHANNEL + b"<title>" + b"a" * 9_900_000 + b"</title>",
    "nothing but signs": b"&" * 1_000_000,
}
PATIENCE = 1.5  # seconds; the bot has more
# The start of a process on a busy machine comes on top.
LONGEST = PATIENCE + 10


@pytest.mark.parametrize("content", HOSTILE_FEEDS.values(), ids=HOSTILE_FEEDS)
def test_no_feed_takes_longer_than_it_may(content: bytes) -> None:
    """It is read, or it is no feed; this process goes on, and stays as small as it was."""
    with measured() as bounds:
        try:
            feed = read_apart(content, url="https://news.example/feed", patience=PATIENCE)
        except NoFeed as error:
            feed = Feed(title=str(error), entries=())
    assert len(feed.entries) <= 500
    assert len(feed.title) <= 2_000
    assert bounds.seconds < LONGEST
    assert bounds.memory < 2 * len(content) + MOST_MEMORY


def test_no_feed_names_a_file() -> None:
    """Neither as an entity, nor as its definition's place, nor in its own address."""
    for declared in (
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]>',
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd">',
    ):
        feed = read_apart(
            declared + CHANNEL + b"<title>&x;</title>" + ITEM, url="file:///etc/passwd"
        )
        assert "root" not in feed.title
        assert [entry.url for entry in feed.entries] == ["https://news.example/1"]


def test_a_feed_that_is_one_is_read_apart_as_it_is() -> None:
    """With everything that is known of it."""
    told = b"<title>Caf\xc3\xa9</title><ttl>60</ttl>"
    feed = read_apart(CHANNEL + told + ITEM + b"</channel></rss>", url="https://news.example/feed")
    assert (feed.title, feed.every) == ("Café", 3_600)
    assert [(entry.title, entry.url) for entry in feed.entries] == [
        ("News", "https://news.example/1")
    ]


async def test_a_feed_that_hangs_holds_nobody_up() -> None:
    """While one is read that never would be, the event loop goes on."""
    reading = asyncio.create_task(
        asyncio.to_thread(
            read_apart, HOSTILE_FEEDS["lines in the head"], url="https://a.example/", patience=2.0
        )
    )
    longest = 0.0
    while not reading.done():
        began = time.monotonic()
        await asyncio.sleep(0.01)
        longest = max(longest, time.monotonic() - began)
    with pytest.raises(NoFeed, match="too much to read"):
        await reading
    assert longest < 1
