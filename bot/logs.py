"""Where the log goes and how it looks: never with what people wrote, their names or a secret."""

import json
import logging
from datetime import UTC, datetime

import discord

from bot.settings import BotSettings

# Only these are heard at DEBUG: there, other libraries write whole requests and events.
_OURS = ("bot", "index")
# Tells the address of every request, which may be one that somebody wrote.
_TALKATIVE = ("httpx",)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and the traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record on one line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def begin_logging(settings: BotSettings) -> None:
    """Write the log to standard error, at LOG_LEVEL and in LOG_FORMAT."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    # Without a formatter, discord.py's own is used, in colour where there is a terminal.
    formatter = JsonFormatter() if settings.log_format == "json" else discord.utils.MISSING
    discord.utils.setup_logging(level=max(level, logging.INFO), formatter=formatter)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
