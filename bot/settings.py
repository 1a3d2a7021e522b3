"""The settings of the Discord bot, read from the environment and ``.env``."""

import base64
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from index.errors import ConfigurationError
from index.settings import read_fields, setting

WHERE_TO_GET_ONE = (
    "open https://discord.com/developers/applications, choose your application, Bot, Reset Token, "
    "and put the new token into .env as DISCORD_TOKEN=…"
)
HEALTH_PATH = "/health"
_EVERYWHERE = "0.0.0.0"  # noqa: S104 (only compared with)
_LOG_FORMATS = {"text", "json"}
_NUMBER = re.compile(r"\d+", re.ASCII)
_HIGHEST_PORT = 65_535
_MOST_DAYS = 36_500
# Three parts in base64: the bot's id, a time, a secret.
_TOKEN = re.compile(r"([\w-]{18,})\.[\w-]{4,}\.([\w-]{18,})", re.ASCII)
# The id is a number of Discord's, and no secret made by chance has as few different letters.
_BOT_ID = re.compile(rb"\d{15,21}")
_FEWEST_LETTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSettings:
    """How the bot reaches Discord."""

    token: str = setting(
        "DISCORD_TOKEN",
        "",
        "The bot's token: Discord Developer Portal, your application, Bot, Reset Token.",
        secret=True,
    )
    dev_guild_id: int | None = setting(
        "DEV_GUILD_ID",
        "",
        "A server to register the commands in, where changes show at once; empty: everywhere.",
    )
    message_content_intent: bool = setting(
        "MESSAGE_CONTENT_INTENT",
        "off",
        "on: in its threads the bot answers every message, not only mentions and replies; the "
        "intent has to be enabled in the Developer Portal, under Bot.",
    )
    health_port: int | None = setting(
        "HEALTH_PORT",
        "",
        "The port for GET /health, which tells whether the bot works, such as 8086; empty: none.",
    )
    health_host: str = setting(
        "HEALTH_HOST",
        "127.0.0.1",
        "Where HEALTH_PORT listens: this machine alone, or 0.0.0.0 for others to ask too.",
    )
    fetch_private: bool = setting(
        "FETCH_PRIVATE",
        "off",
        "on lets /add and /watch reach private addresses, on any port, as in an intranet: whoever "
        "may use them then reads what this machine can reach.",
    )
    log_level: str = setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    log_format: str = setting("LOG_FORMAT", "text", "text, or json for one JSON object a line.")

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Self:
        """Build settings from a plain mapping; an absent or empty value means the default.

        Raises:
            ConfigurationError: one isn't what it can be; the message says what it can.
        """
        text = read_fields(cls, values)
        return cls(
            token=text["token"],
            dev_guild_id=_guild_id(text["dev_guild_id"]),
            message_content_intent=_is_on(
                "MESSAGE_CONTENT_INTENT", text["message_content_intent"].lower()
            ),
            health_port=_port(text["health_port"]),
            health_host=text["health_host"],
            fetch_private=_is_on("FETCH_PRIVATE", text["fetch_private"].lower()),
            log_level=_log_level(text["log_level"].upper()),
            log_format=_log_format(text["log_format"].lower()),
        )

    @property
    def health_address(self) -> str | None:
        """Where a program on this machine asks the bot how it is."""
        if self.health_port is None:
            return None
        host = "127.0.0.1" if self.health_host == _EVERYWHERE else self.health_host
        return f"http://{host}:{self.health_port}{HEALTH_PATH}"

    def require_token(self) -> str:
        """Return the token.

        Raises:
            ConfigurationError: it is missing, or has not the shape of one: a placeholder, or
                another of the secrets that Discord shows beside it.
        """
        if not self.token:
            raise ConfigurationError(f"DISCORD_TOKEN is not set: {WHERE_TO_GET_ONE}")
        if not _may_be_token(self.token):
            raise ConfigurationError(
                "DISCORD_TOKEN is not a bot's token, which has three parts joined by dots: "
                f"{WHERE_TO_GET_ONE}"
            )
        return self.token


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSettings:
    """Where what people leave behind is kept."""

    database_url: str = setting(
        "DATABASE_URL",
        "",
        "The database of answers, feedback, settings and feeds, such as "
        "postgresql://USER:PASSWORD@HOST/NAME; empty: a file in DATA_DIR.",
        secret=True,
    )

    keep_answers: timedelta | None = setting(
        "KEEP_ANSWERS_DAYS",
        "",
        "For how many days answers are kept, with who asked what and what they thought of it; "
        "empty: until somebody deletes them.",
    )
    keep_left_servers: timedelta = setting(
        "KEEP_LEFT_SERVERS_DAYS",
        "30",
        "For how many days what belongs to a server is kept once the bot isn't in it any more: its "
        "articles, feeds, settings and answers; 0: not at all.",
    )

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Self:
        """Build settings from a plain mapping; an absent or empty value means the default.

        Raises:
            ConfigurationError: a number of days is none.
        """
        text = read_fields(cls, values)
        keep_answers = text["keep_answers"]
        return cls(
            database_url=text["database_url"],
            keep_answers=_days("KEEP_ANSWERS_DAYS", keep_answers, least=1)
            if keep_answers
            else None,
            keep_left_servers=_days("KEEP_LEFT_SERVERS_DAYS", text["keep_left_servers"], least=0),
        )


def _may_be_token(text: str) -> bool:
    parts = _TOKEN.fullmatch(text)
    if parts is None:
        return False
    bot_id, secret = parts.groups()
    try:
        decoded = base64.urlsafe_b64decode(f"{bot_id}{'=' * (-len(bot_id) % 4)}")
    except ValueError:
        return False
    return bool(_BOT_ID.fullmatch(decoded)) and len(set(secret)) >= _FEWEST_LETTERS


def _guild_id(text: str) -> int | None:
    if text and not _NUMBER.fullmatch(text):
        raise ConfigurationError(
            f"DEV_GUILD_ID is {text!r}, not a server's number: right-click the server in "
            "Discord and choose Copy Server ID, or leave it empty."
        )
    return int(text) if text else None


def _is_on(name: str, text: str) -> bool:
    if text not in {"on", "off"}:
        raise ConfigurationError(f"{name} is {text!r}: set it to on or off.")
    return text == "on"


def _port(text: str) -> int | None:
    if text and not (_NUMBER.fullmatch(text) and 0 < int(text) <= _HIGHEST_PORT):
        raise ConfigurationError(
            f"HEALTH_PORT is {text!r}: set it to a number from 1 to {_HIGHEST_PORT}, such as "
            "8086, or leave it empty."
        )
    return int(text) if text else None


def _log_level(text: str) -> str:
    if text not in logging.getLevelNamesMapping():
        raise ConfigurationError(
            f"LOG_LEVEL is {text!r}: set it to DEBUG, INFO, WARNING, ERROR or CRITICAL."
        )
    return text


def _log_format(text: str) -> str:
    if text not in _LOG_FORMATS:
        raise ConfigurationError(f"LOG_FORMAT is {text!r}: set it to text or json.")
    return text


def _days(name: str, text: str, *, least: int) -> timedelta:
    if not (_NUMBER.fullmatch(text) and least <= int(text) <= _MOST_DAYS):
        raise ConfigurationError(
            f"{name} is {text!r}: set it to a number of days from {least} to {_MOST_DAYS:,}, or "
            "leave it empty."
        )
    return timedelta(days=int(text))
