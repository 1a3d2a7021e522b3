"""What the bot is made of and knows, for whoever wonders how far to trust it."""

import math
from datetime import datetime

from discord.utils import format_dt

from bot.messages.help_page import in_whose_words
from index.dates.partial_date import PartialDate
from index.status import Status


def about_text(
    status: Status | None,
    *,
    versions: str,
    language_model: str | None,
    latency: float,
    connected: datetime,
) -> str:
    """Return versions, index, mode and connection in a few lines; without an index, that."""
    return "\n".join(
        [
            f"**{versions}**",
            *(_index(status) if status else ["There is no index of the articles yet."]),
            in_whose_words(language_model),
            f"Connected to Discord since {format_dt(connected, 'f')}, {_latency(latency)}.",
        ]
    )


def _index(status: Status) -> list[str]:
    newest = f"from {PartialDate.parse(status.newest).spoken}" if status.newest else "undated"
    size = f"{status.articles:,} articles in {status.passages:,} passages"
    built = f"built {format_dt(status.built, 'R')} with {status.embedder}"
    return [f"{size}, the newest {newest}.", f"Index {status.generation}, {built}."]


def _latency(seconds: float) -> str:
    """Return how long Discord takes to answer; before its first heartbeat that isn't known."""
    if not math.isfinite(seconds):
        return "whose first heartbeat is still to come"
    return f"which answers in {seconds * 1000:.0f} ms"
