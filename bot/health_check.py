"""``python -m bot.health_check``: whether the bot on this machine says that it works.

Containers ask every half minute, so it is the standard library alone that does. Another address
than the bot's may be named: of anything that answers 200 while it works.
"""

import http.client
import sys
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from bot.settings import BotSettings
from index.errors import ConfigurationError, FootnoteError
from index.settings import environment

# The bot says within 8 what it knows.
_PATIENCE = 10.0  # seconds
_TOLD = 1_000  # characters of what it says of itself
_DIRECTLY = ProxyHandler({})


def check(address: str) -> None:
    """See that what is at an address works.

    Raises:
        FootnoteError: it says that it doesn't, or says nothing.
    """
    try:
        with build_opener(_DIRECTLY).open(address, timeout=_PATIENCE):
            return
    except HTTPError as error:
        with error:
            said = error.read(_TOLD).decode(errors="replace")
        raise FootnoteError(f"{address} says {error.code}: {said}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise FootnoteError(f"{address} doesn't answer: {error}") from error


def main(arguments: list[str]) -> int:
    """Return 0 if it works, else 1, or 78 if nobody knows where it would be."""
    try:
        address = arguments[0] if arguments else _address()
        check(address)
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)  # noqa: T201 (what a container's log shows)
        return error.exit_code
    return 0


def _address() -> str:
    address = BotSettings.from_mapping(environment()).health_address
    if address is None:
        raise ConfigurationError("HEALTH_PORT isn't set: set it to a port such as 8086.")
    return address


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
