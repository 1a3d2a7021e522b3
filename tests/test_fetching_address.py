"""What people give as an address, and what is made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.address import parse_address
from bot.fetching.not_fetched import NotFetched


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c"),
        (" <http://example.com/> ", "http://example.com/"),
        ("HTTPS://Example.COM:443/", "https://example.com/"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://93.184.215.14/", "https://93.184.215.14/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
    ],
)
def test_a_web_address_is_taken(text: str, expected: str) -> None:
    """In brackets or not, in whatever letters; its fragment names a place in the page."""
    assert str(parse_address(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/news",
        "//example.com/",
        "http:///etc/passwd",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hello",
        "gopher://example.com/",
        "ftp://example.com/",
        "http://example.com/\r\nX-Injected: yes",
        "http://example.com/\tb",
        "http://exa mple.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com:0/",
        "http://example.com:99999/",
        "http://[::1/",
        "http://" + "a" * 2_000,
    ],
)
@pytest.mark.parametrize("private", [False, True])
def test_what_is_no_web_address_is_refused(text: str, private: bool) -> None:
    """No setting changes that."""
    with pytest.raises(NotFetched, match=r"web address|longer than"):
        parse_address(text, private=private)


@pytest.mark.parametrize(
    "text", ["http://example.com@127.0.0.1/", "http://a:b@example.com/", "http://:b@example.com/"]
)
def test_credentials_are_refused(text: str) -> None:
    """They hide the host, and would be stored and shown."""
    with pytest.raises(NotFetched, match="holds a user name"):
        parse_address(text, private=True)


def test_only_the_ports_of_the_web_are_opened() -> None:
    """On an intranet any."""
    for address in ("http://example.com:22/", "https://example.com:80/", "http://example.com:443/"):
        with pytest.raises(NotFetched, match="at port"):
            parse_address(address)
    assert parse_address("http://example.com:8080/", private=True).port == 8080


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "intranet", "printer.local", "db.internal", "a.home.arpa"]
)
def test_names_of_a_network_are_said_to_be_unreachable(host: str) -> None:
    """In the words that are used for hosts that aren't there; no name server is asked."""
    with pytest.raises(NotFetched, match="can’t be reached"):
        parse_address(f"http://{host}/")
    assert parse_address(f"http://{host}/", private=True).host


@given(st.text(max_size=60) | st.from_regex(r"https?://[^/]{0,20}(/.*)?", fullmatch=True))
def test_anything_is_an_address_or_a_refusal(text: str) -> None:
    """No text makes anything else of it."""
    try:
        address = parse_address(text)
    except NotFetched:
        return
    assert address.scheme in {"http", "https"}
    assert address.raw_host
