"""Where the log goes and how it looks: never with what people wrote, their names or a secret."""

import json
import logging
from datetime import UTC, datetime

import discord

from bot.masking import MaskingFormatter
from bot.settings import BotSettings
from index.secrets import masked

# Only these are heard at DEBUG: there, other libraries write whole requests and events.
_OURS = ("bot", "index")
# Tells the address of every request, which may be one that somebody wrote.
_TALKATIVE = ("httpx",)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and the traceback if any."""

    def __init__(self, secrets: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the record on one line, without secrets."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage(), self._secrets),
        }
        if record.exc_info:
            told["error"] = masked(self.formatException(record.exc_info), self._secrets)
        return json.dumps(told, ensure_ascii=False)


def begin_logging(settings: BotSettings, secrets: frozenset[str] = frozenset()) -> None:
    """Write the log to standard error, at LOG_LEVEL and in LOG_FORMAT, without these secrets."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    handler = logging.StreamHandler()
    # Without a formatter, discord.py's own is used, in colour where there is a terminal.
    formatter = JsonFormatter(secrets) if settings.log_format == "json" else discord.utils.MISSING
    discord.utils.setup_logging(
        handler=handler, level=max(level, logging.INFO), formatter=formatter
    )
    if settings.log_format != "json":
        assert handler.formatter
        handler.setFormatter(MaskingFormatter(handler.formatter, lambda: secrets))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
