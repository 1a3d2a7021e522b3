"""Foreign text as Discord markdown that shows exactly what the text says."""

import re
from urllib.parse import quote

# Whatever Discord would format, link or highlight instead of showing it.
_ACTIVE = re.compile(
    r"""
    [\\*_~`|\[\]<]          # emphasis, code, spoilers, links, mentions, emoji, timestamps
    | @(?=everyone|here)
    | :(?=//)               # a bare address would become a link
    | \A[#>-]               # headings, block quotes, small print, lists
    """,
    re.VERBOSE,
)
_NUMBERED_LIST = re.compile(r"\A(\d+)\.(?=\s|\Z)")
# Control characters, those which turn the direction of the text around them, and halves of
# characters, which can't be sent.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# What a reader would take for the address that a link leads to.
_SEEMS_ADDRESS = re.compile(r"\w\\?://")
_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
# Every character an address may hold, but the ones that end a link in Discord's markdown.
_KEPT_IN_ADDRESS = "!#$%&'*+,/:;=?@[]~|"
_PING = re.compile("@(?=everyone|here)")
# Room for an address with a text fragment; a longer one crowds out the answer.
LONGEST_ADDRESS = 500


def escape(text: str) -> str:
    """Return ``text`` on one line, at most twice as long, with nothing in it left to interpret."""
    return _NUMBERED_LIST.sub(r"\1\\.", _ACTIVE.sub(r"\\\g<0>", plain(text)))


def plain(text: str) -> str:
    """Return ``text`` on one line, without characters that can't be seen."""
    return " ".join(_INVISIBLE.sub("", text).split())


def shorten(escaped: str, limit: int) -> str:
    """Return at most ``limit`` characters, cut where a word ends and marked with an ellipsis."""
    if len(escaped) <= limit:
        return escaped
    head, _, _ = escaped[:limit].rpartition(" ")
    if len(head) < limit // 2:  # a text written without spaces
        head = _without_half_an_escape(escaped[: limit - 1])
    return head.rstrip(" ,;") + "…"


def link(label: str, address: str | None) -> str:
    """Return the escaped ``label``, linked without a preview where ``address`` can be linked.

    A label that looks like an address itself is no link: it would seem to lead there.
    """
    target = None if _SEEMS_ADDRESS.search(label) else _linkable(address or "")
    return f"[{label}](<{target}>)" if target else label


def _without_half_an_escape(head: str) -> str:
    backslashes = len(head) - len(head.rstrip("\\"))
    return head[:-1] if backslashes % 2 else head


def _linkable(address: str) -> str | None:
    """Return the address as Discord can carry it, without its text fragment if that is long."""
    if not _ADDRESS.match(address):
        return None
    for candidate in (address, address.partition("#")[0]):
        written = quote(candidate, safe=_KEPT_IN_ADDRESS, errors="replace")
        target = _PING.sub("%40", written)
        if len(target) <= LONGEST_ADDRESS:
            return target
    return None
