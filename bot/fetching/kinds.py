"""What kind of file something is: by what it holds, then by its type, then by its name."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Self

from index.reading.formats import ENDINGS

FEED = ".xml"

_TELLING = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/x-jsonlines": ".jsonl",
}
# A type under which any text is sent: a name's ending says more.
_VAGUE = {"text/plain": ".txt"}
_TEXTS = tuple(ending for ending in ENDINGS if ending not in {".pdf", ".jsonl.gz"})
_NEVER = ("image/", "audio/", "video/", "font/")
_ROOTS = {b"html": ".html", b"rss": FEED, b"feed": FEED, b"rdf:rdf": FEED}
_HEAD = 4_000
# The first element, after declarations and comments; possessive, so that no text takes long.
_ROOT = re.compile(
    rb"(?>\xef\xbb\xbf|\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>)*+<([a-z:]+)", re.I | re.DOTALL
)
# The encodings of the web beside UTF-8; some of Python's others take far longer.
_ENCODINGS = re.compile(
    r"iso-8859-\d\d?|latin-?1|windows-(?:874|125\d)|koi8-[ru]|gbk|gb2312|gb18030|big5"
    r"|euc-(?:jp|kr)|shift[_-]jis|utf-16(?:le|be)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is said about a file beside its content: its media type, encoding and name."""

    media_type: str = ""
    encoding: str | None = None
    name: str = ""

    @classmethod
    def of(cls, content_type: str, *, name: str) -> Self:
        """Read what is said as in HTTP's header of that name."""
        header = Message()
        header["Content-Type"] = content_type or "application/octet-stream"
        try:
            encoding = header.get_content_charset()
        except ValueError:  # letters that are in no encoding's name
            encoding = None
        return cls(media_type=header.get_content_type(), encoding=encoding, name=name)


def ending_of(content: bytes, claim: Claim) -> str | None:
    """Return the ending that names the file's kind: an article's, FEED, or None for any other.

    ``content`` is text in UTF-8, unless it isn't text.
    """
    head, name = content[:_HEAD], claim.name.lower()
    if claim.media_type.startswith(_NEVER):
        return None
    if head.startswith(b"%PDF-"):
        return ".pdf"
    if head.startswith(b"\x1f\x8b"):
        return ".jsonl.gz" if name.endswith(".jsonl.gz") else None
    if b"\0" in head:
        return None
    if claim.media_type in _TELLING:
        return _markup(head) or _TELLING[claim.media_type]
    return _markup(head) or _named(name) or _VAGUE.get(claim.media_type)


def as_utf8(content: bytes, claim: Claim) -> bytes:
    """Return text in UTF-8 where the claim names another encoding, and truly."""
    if not claim.encoding or not _ENCODINGS.fullmatch(claim.encoding):
        return content
    try:
        return content.decode(claim.encoding).encode()
    except (LookupError, UnicodeDecodeError):
        return content


def _markup(head: bytes) -> str | None:
    root = _ROOT.match(head)
    return _ROOTS.get(root[1].lower()) if root else None


def _named(name: str) -> str | None:
    """Return the ending of a text's name."""
    return next((ending for ending in _TEXTS if name.endswith(ending)), None)
