"""The address that a file was fetched from, written into the file where it says no other.

Articles are kept as files and read from them ever after: what isn't in the file is lost.
"""

import json
import re
from collections.abc import Callable, Mapping
from html import escape

# What of a page's metadata goes before all other addresses; the last one counts.
_STATED = re.compile(rb"og:url")
_FRONT_MATTER = b"---"


def with_address(content: bytes, ending: str, url: str) -> bytes:
    """Return a file of a kind that now says where it is from, unchanged where it can't.

    Of a page that names another address, this one is believed.
    """
    write = _WRITERS.get(ending)
    return write(content, url) if write else content


def _into_page(content: bytes, url: str) -> bytes:
    mark = f'<meta property="og:url" content="{escape(url)}">'.encode()
    return mark + _STATED.sub(b"og:stated", content)


def _into_text(content: bytes, url: str) -> bytes:
    if content.lstrip(b"\xef\xbb\xbf").startswith(_FRONT_MATTER):
        return content
    return f"---\nurl: {json.dumps(url)}\n---\n".encode() + content.removeprefix(b"\xef\xbb\xbf")


_WRITERS: Mapping[str, Callable[[bytes, str], bytes]] = {
    ".html": _into_page,
    ".md": _into_text,
    ".txt": _into_text,
}
