"""Secrets, and what is put in their place wherever they might be read."""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit

# Every variable that holds a secret, ours and those of the makers whose libraries are used.
SECRET_VARIABLES = (
    "DISCORD_TOKEN",
    "LANGUAGE_MODEL_KEY",
    "CHROMA_API_KEY",
    "OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
    "PGPASSWORD",
)
# Those that hold an address, which may hold one.
ADDRESS_VARIABLES = (
    "DATABASE_URL",
    "LANGUAGE_MODEL_URL",
    "CHROMA_URL",
    "INDEX_URL",
    "OPENAI_API_BASE",
    "OLLAMA_HOST",
)
_MASK = "***"
# What is shorter stands in ordinary words, too.
_SHORTEST = 6  # characters
_SECRET_NAME = re.compile(r"password|secret|token|key", re.IGNORECASE)
_FORMS = (
    # The user and password of an address, whosever it is.
    (re.compile(r"(?<=://)[^\s/@'\"]+@"), f"{_MASK}@"),
    # The token of an interaction: for 15 minutes it is the right to write in its place.
    (re.compile(r"(?<=/)((?:webhooks|interactions)/\d+/)[\w-]{20,}"), rf"\1{_MASK}"),
    # A bot's token that was put where another setting belongs.
    (re.compile(r"(?<![\w-])[\w-]{24,30}\.[\w-]{6}\.[\w-]{27,}"), _MASK),
)


def secrets_in(values: Mapping[str, str]) -> frozenset[str]:
    """Return the secrets that environment variables hold, in every form they are told in."""
    forms = {form for secret in _secrets(values) for form in _as_told(secret)}
    return frozenset(form for form in forms if len(form) >= _SHORTEST)


def masked(text: str, secrets: frozenset[str] = frozenset()) -> str:
    """Return a text without these secrets, and without what looks like one."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, _MASK)
    for form, mask in _FORMS:
        text = form.sub(mask, text)
    return text


def _secrets(values: Mapping[str, str]) -> Iterator[str]:
    for name in SECRET_VARIABLES:
        yield values.get(name, "").strip()
    for name in ADDRESS_VARIABLES:
        yield from _in_address(values.get(name, "").strip())


def _as_told(secret: str) -> Iterator[str]:
    """Yield a secret, and what becomes of it in an error's message, in JSON and in an address."""
    yield from (secret, quote(secret, safe=""), repr(secret)[1:-1])
    yield from (json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
    yield from secret.splitlines()


def _in_address(address: str) -> Iterator[str]:
    """Yield what an address tells that isn't meant for everyone, as it is and as it means."""
    _, _, rest = address.partition("://")
    login, at, _ = rest.rpartition("@")
    if at:
        _, _, password = login.partition(":")
        yield from (login, password, unquote(password))
    try:
        query = urlsplit(address).query
    except ValueError:  # no address at all
        return
    for name, value in parse_qsl(query):
        if _SECRET_NAME.search(name):
            yield value
