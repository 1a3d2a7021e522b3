"""The addresses that people give: which of them may be asked for at all."""

import re

from yarl import URL

from bot.fetching.not_fetched import NotFetched

# As much as browsers and servers agree on.
_LONGEST = 2_000
# What nobody writes in an address but those who want two programs to read it differently.
_MISPLACED = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_PORTS = {"http": 80, "https": 443}
# Names that mean something inside a network only (RFC 6761, 6762, 8375, and ICANN's "internal").
_INTERNAL = re.compile(
    r"[^.]*|.*\.(?:local|localhost|localdomain|internal|intranet|private|corp|home|lan|home\.arpa)"
)


def parse_address(text: str, *, private: bool = False) -> URL:
    """Return the web address in a text, without its fragment.

    With ``private``, names and ports of an intranet pass too. The names that pass may still lead
    anywhere: see `bot.fetching.reach`.

    Raises:
        NotFetched: it is none, or not one to be opened for others.
    """
    address = text.strip().removeprefix("<").removesuffix(">")
    url = _parse(address)
    host = url.raw_host or ""
    if url.raw_user is not None or url.raw_password is not None:
        raise NotFetched(f"The address of {host} holds a user name: give it without.")
    if not private and url.port != _PORTS[url.scheme]:
        raise NotFetched(
            f"The address asks for {host} at port {url.port}: only the web’s own ports are opened, "
            "80 for http and 443 for https."
        )
    if not private and _INTERNAL.fullmatch(host.rstrip(".")) and ":" not in host:
        raise NotFetched.unreachable(host)
    return url.with_fragment(None)


def _parse(address: str) -> URL:
    if len(address) > _LONGEST:
        raise NotFetched(
            f"That address is longer than {_LONGEST:,} characters: find a shorter one."
        )
    try:
        url = URL("" if _MISPLACED.search(address) else address)
    except ValueError:
        url = URL()
    if url.scheme not in _PORTS or not url.raw_host or not url.port:
        raise NotFetched(
            f"“{address[:100]}” is no web address: copy it from your browser, with its https://."
        )
    return url
