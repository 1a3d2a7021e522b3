"""The settings of the Discord bot, read from the environment and ``.env``."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from index.errors import ConfigurationError
from index.settings import read_fields, setting

WHERE_TO_GET_ONE = (
    "open https://discord.com/developers/applications, choose your application, Bot, Reset Token, "
    "and put the new token into .env as DISCORD_TOKEN=…"
)
# Three parts in base64: the bot's id, a time, a secret.
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{18,}", re.ASCII)


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
    log_level: str = setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING, ERROR or CRITICAL.")

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Self:
        """Build settings from a plain mapping; an absent or empty value means the default.

        Raises:
            ConfigurationError: DEV_GUILD_ID is no number, or LOG_LEVEL no level.
        """
        text = read_fields(cls, values)
        guild_id = text["dev_guild_id"]
        if guild_id and not (guild_id.isascii() and guild_id.isdigit()):
            raise ConfigurationError(
                f"DEV_GUILD_ID is {guild_id!r}, not a server's number: right-click the server in "
                "Discord and choose Copy Server ID, or leave it empty."
            )
        level = text["log_level"].upper()
        if level not in logging.getLevelNamesMapping():
            raise ConfigurationError(
                f"LOG_LEVEL is {level!r}: set it to DEBUG, INFO, WARNING, ERROR or CRITICAL."
            )
        return cls(
            token=text["token"],
            dev_guild_id=int(guild_id) if guild_id else None,
            log_level=level,
        )

    def require_token(self) -> str:
        """Return the token.

        Raises:
            ConfigurationError: it is missing, or has not the shape of one: a placeholder, or
                another of the secrets that Discord shows beside it.
        """
        if not self.token:
            raise ConfigurationError(f"DISCORD_TOKEN is not set: {WHERE_TO_GET_ONE}")
        if not _TOKEN.fullmatch(self.token):
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

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Self:
        """Build settings from a plain mapping; an absent or empty value means the default."""
        return cls(**read_fields(cls, values))
