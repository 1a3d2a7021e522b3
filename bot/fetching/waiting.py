"""For how long a server wants to be left alone, as its headers say."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.ASCII | re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,9}", re.ASCII)


def fresh_seconds(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds an answer is held to be current, None where that isn't said."""
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    return float(found[1]) if found else None


def retry_seconds(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Return in how many seconds the next request is welcome, None where that isn't said."""
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # no time that there is
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
