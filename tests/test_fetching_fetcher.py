"""Fetching over real sockets, from servers that answer and servers that attack."""

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.fetching.fetched import Limits, Unchanged, Validators
from bot.fetching.fetcher import Fetcher
from bot.fetching.not_fetched import NotFetched
from tests.web import Site, raw_server, website

PAGE = "<!doctype html><html><body><p>The bridge reopened on Monday.</p></body></html>"
QUICK = Limits(size=1_000_000, connecting=0.5, silence=0.3, total=1.0)


class Pretending(AbstractResolver):
    """Finds every host at one address and port, whatever the port that is asked for."""

    def __init__(self, origin: str) -> None:
        self._place = URL(origin)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the address."""
        assert self._place.host
        assert self._place.port
        return [
            ResolveResult(
                hostname=host,
                host=self._place.host,
                port=self._place.port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """There is nothing to close."""


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A website."""
    async with website() as running:
        yield running


@pytest.fixture
async def intranet() -> AsyncIterator[Fetcher]:
    """A fetcher that reaches the tests' own servers, and waits for nothing long."""
    async with Fetcher(private=True, limits=QUICK) as fetcher:
        yield fetcher


async def refusal(fetcher: Fetcher, address: str) -> NotFetched:
    """Return what is said about an address that can't be fetched."""
    with pytest.raises(NotFetched) as caught:
        await fetcher.fetch(address)
    return caught.value


async def test_a_page_is_fetched(site: Site, intranet: Fetcher) -> None:
    """With its kind, and asked for as Footnote, without cookies."""
    address = site.put("/news", PAGE, Set_Cookie="a=b")
    await intranet.fetch(address)
    found = await intranet.fetch(f"{address}#top")
    assert (found.content.decode(), found.ending, found.url) == (PAGE, ".html", address)
    asked = site.requests[-1]
    assert asked.headers["User-Agent"].startswith("Footnote (")
    assert "Cookie" not in asked.headers


async def test_a_host_is_found_by_its_name(site: Site, intranet: Fetcher) -> None:
    """One that nobody knows is said to be unreachable."""
    address = site.put("/", PAGE).replace("127.0.0.1", "localhost")
    assert (await intranet.fetch(address)).url == address
    assert "can’t be reached" in str(await refusal(intranet, "http://nobody.invalid/"))


async def test_a_packed_page_is_unpacked(site: Site, intranet: Fetcher) -> None:
    """And only gzip is asked for."""
    address = site.put("/", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert (await intranet.fetch(address)).content.decode() == PAGE
    assert site.requests[0].headers["Accept-Encoding"] == "gzip"
    strange = site.put("/br", b"???", Content_Encoding="br")
    assert "in a way I don’t know" in str(await refusal(intranet, strange))


async def test_text_arrives_in_utf_8(site: Site, intranet: Fetcher) -> None:
    """Whatever its server writes in."""
    address = site.put("/a.txt", "Café".encode("latin-1"), "text/plain; charset=ISO-8859-1")
    assert (await intranet.fetch(address)).content.decode() == "Café"


async def test_what_has_not_changed_is_not_sent_again(site: Site, intranet: Fetcher) -> None:
    """The server tells it by what it said the first time."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"one"':
            return web.Response(status=304, headers={"Cache-Control": "max-age=5"})
        headers = {"ETag": '"one"', "Cache-Control": "max-age=60"}
        return web.Response(text=PAGE, content_type="text/html", headers=headers)

    site.pages["/"] = answer
    first = await intranet.fetch(site.url("/"))
    assert (first.validators, first.fresh_for) == (Validators(etag='"one"'), 60)
    again = await intranet.fetch_if_changed(site.url("/"), first.validators)
    assert again == Unchanged(fresh_for=5)


async def test_redirects_are_followed_a_few_times(site: Site, intranet: Fetcher) -> None:
    """The page is known by where it was found."""
    for number in range(6):
        site.put(f"/{number}", status=302, Location=f"/{number + 1}")
    site.put("/6", PAGE)
    assert (await intranet.fetch(site.url("/1"))).url == site.url("/6")
    assert "without end" in str(await refusal(intranet, site.url("/0")))
    loop = site.put("/loop", status=301, Location="/loop")
    assert "without end" in str(await refusal(intranet, loop))


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "0", "0x0.0", "[::ffff:0.0.0.0]", "０.０.０.０"],  # all of them this machine
)
async def test_a_redirect_is_as_suspect_as_an_address(
    site: Site, intranet: Fetcher, host: str
) -> None:
    """It leads nowhere that couldn't be gone to at once; nothing is sent there."""
    target = site.origin.replace("127.0.0.1", host)
    address = site.put("/", status=302, Location=f"{target}/secret")
    site.put("/secret", PAGE)
    assert "can’t be reached" in str(await refusal(intranet, address))
    assert [request.path for request in site.requests] == ["/"]


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "http://a:b@127.0.0.1/", "http://[", "//\\a"],
)
async def test_a_redirect_leads_to_the_web_or_nowhere(
    site: Site, intranet: Fetcher, location: str
) -> None:
    """Not to files, and not with credentials."""
    address = site.put("/", status=302, Location=location)
    await refusal(intranet, address)
    assert len(site.requests) == 1


async def test_a_name_is_checked_where_it_leads(site: Site) -> None:
    """A name server that says something else every time gains nothing by it."""
    site.put("/", PAGE)
    resolver = Pretending(site.origin)
    async with Fetcher(private=True, resolver=resolver) as fetcher:
        assert (await fetcher.fetch("http://rebinding.example/")).content
    async with Fetcher(resolver=resolver) as fetcher:
        refused = await refusal(fetcher, "http://rebinding.example/")
    assert "rebinding.example can’t be reached" in str(refused)
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "①②⑦.0.0.1",
        "169.254.169.254",
    ],
)
async def test_no_spelling_of_an_inner_address_is_connected_to(host: str) -> None:
    """The reason isn't that nobody answered there: nobody was asked."""
    async with Fetcher(limits=QUICK) as fetcher:
        refused = await refusal(fetcher, f"http://{host}/")
    assert "can’t be reached" in str(refused)
    match refused.__cause__:
        case aiohttp.ClientConnectorError(os_error=reason):
            assert isinstance(reason, PermissionError)
        case cause:
            assert cause is None or isinstance(cause, aiohttp.InvalidURL)


async def test_inside_and_nowhere_are_the_same(intranet: Fetcher) -> None:
    """Nobody learns from the answer what there is inside."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    nowhere = await refusal(intranet, f"http://127.0.0.1:{closed}/")
    async with Fetcher() as fetcher:
        inside = await refusal(fetcher, "http://127.0.0.1/")
        unnamed = await refusal(fetcher, "http://localhost/")
    assert str(nowhere) == str(inside) == str(unnamed).replace("localhost", "127.0.0.1")


async def test_too_much_is_refused(site: Site, intranet: Fetcher) -> None:
    """Whether it is announced, packed, or never ends."""
    address = site.put("/large", bytes(20_000_000))
    bomb = site.put("/bomb", gzip.compress(bytes(50_000_000), 1), Content_Encoding="gzip")

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(100_000))

    site.pages["/endless"] = endless
    for path in (address, bomb, site.url("/endless")):
        assert "larger than 1 MB" in str(await refusal(intranet, path))


async def test_a_slow_server_is_not_waited_for(site: Site, intranet: Fetcher) -> None:
    """Neither one that says nothing, nor one that never comes to an end."""

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"a")
            await asyncio.sleep(0.05)

    site.pages["/drip"] = drip
    assert "takes longer than 1 s" in str(await refusal(intranet, site.url("/drip")))
    async with raw_server(b"", then_wait=True) as silent:
        assert "takes longer" in str(await refusal(intranet, silent))
    async with raw_server(b"HTTP/1.1 200 OK\r\nX-Endless: ", then_wait=True) as stuck:
        assert "takes longer" in str(await refusal(intranet, stuck))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE.encode())[:40],
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 5_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "ssh", "short", "chunked", "gzip", "many headers", "long header"],
)
async def test_what_breaks_off_is_not_taken_for_whole(intranet: Fetcher, answer: bytes) -> None:
    """Nor is what isn't HTTP."""
    async with raw_server(answer) as address:
        assert "broke off" in str(await refusal(intranet, address))


@pytest.mark.parametrize(
    ("status", "words", "may_pass"),
    [
        (404, "has no such page (404)", False),
        (410, "for good (410)", False),
        (403, "doesn’t let me read that (403)", False),
        (408, "nothing to read (408)", True),
        (503, "has trouble of its own (503)", True),
        (418, "nothing to read (418)", False),
        (304, "nothing to read (304)", False),
        (204, "nothing to read (204)", False),
    ],
)
async def test_a_status_is_put_into_words(
    site: Site, intranet: Fetcher, status: int, words: str, may_pass: bool
) -> None:
    """With the host, what can be done, and whether that may be to wait."""
    refused = await refusal(intranet, site.put("/", status=status))
    assert words in str(refused)
    assert str(refused).startswith("127.0.0.1 ")
    assert (refused.may_pass, refused.is_gone) == (may_pass, status == 410)


async def test_a_server_may_ask_for_time(site: Site, intranet: Fetcher) -> None:
    """Whoever asks again by themselves is told how much."""
    refused = await refusal(intranet, site.put("/", status=429, Retry_After="90"))
    assert (refused.may_pass, refused.retry_after) == (True, 90)


async def test_an_empty_page_is_no_page(site: Site, intranet: Fetcher) -> None:
    """The sentence says so."""
    assert "empty page" in str(await refusal(intranet, site.put("/")))


async def test_one_host_is_asked_for_one_thing_at_a_time(site: Site, intranet: Fetcher) -> None:
    """However many want something of it."""
    under_way = []

    async def slow(request: web.Request) -> web.Response:
        under_way.append(request)
        await asyncio.sleep(0.05)
        most = len(under_way)
        under_way.remove(request)
        return web.Response(text=str(most), content_type="text/html")

    site.pages["/"] = slow
    found = await asyncio.gather(*(intranet.fetch(site.url("/")) for _ in range(4)))
    assert [page.content for page in found] == [b"1"] * 4


async def test_a_certificate_must_name_the_host(certificate: ssl.SSLContext) -> None:
    """And somebody trusted must have made it out."""
    async with website(tls=certificate) as site:
        site.put("/", PAGE)
        async with Fetcher(private=True, resolver=Pretending(site.origin)) as fetcher:
            assert (await fetcher.fetch("https://news.example/")).content
            refused = await refusal(fetcher, "https://other.example/")
    assert "can’t prove that it is other.example" in str(refused)
    assert len(site.requests) == 1


async def test_an_unknown_authority_is_not_trusted(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same certificate, where nobody vouches for it."""
    monkeypatch.delenv("SSL_CERT_FILE")
    async with (
        website(tls=certificate) as site,
        Fetcher(private=True, resolver=Pretending(site.origin)) as fetcher,
    ):
        assert "can’t prove" in str(await refusal(fetcher, "https://news.example/"))
    assert not site.requests


async def test_protection_is_not_given_up_on_the_way(
    certificate: ssl.SSLContext, site: Site
) -> None:
    """A page that was asked for over https doesn't come over http."""
    async with website(tls=certificate) as secure:
        secure.put("/", status=301, Location=site.put("/", PAGE))
        async with Fetcher(private=True, resolver=Pretending(secure.origin)) as fetcher:
            assert "unprotected" in str(await refusal(fetcher, "https://news.example/"))
    assert not site.requests


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for news.example, which the system trusts for the time of the test."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes certificates, isn't installed")
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"),
            *("-keyout", str(key), "-out", str(made)),
        ],
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context
