"""The bot's settings are read from a plain mapping, and wrong ones are named with their mend."""

import pytest

from bot.settings import BotSettings, StateSettings
from index.errors import ConfigurationError

# Shaped like a token; it opens nothing.
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhereX.0123456789abcdefghijklmnopqrstuvwxyz_-"


def test_nothing_needs_to_be_set_but_the_token() -> None:
    """An empty environment gives the defaults."""
    settings = BotSettings.from_mapping({})
    assert (settings.token, settings.dev_guild_id, settings.log_level) == ("", None, "INFO")
    assert (settings.health_address, settings.log_format) == (None, "text")
    assert not settings.fetch_private


def test_settings_are_read() -> None:
    """Each setting comes from its variable."""
    settings = BotSettings.from_mapping(
        {
            "DISCORD_TOKEN": f" {TOKEN} ",
            "DEV_GUILD_ID": "42",
            "LOG_LEVEL": "debug",
            "MESSAGE_CONTENT_INTENT": "On",
            "FETCH_PRIVATE": "On",
        }
    )
    assert settings.message_content_intent
    assert settings.fetch_private
    assert (settings.dev_guild_id, settings.log_level) == (42, "DEBUG")
    assert settings.require_token() == TOKEN


@pytest.mark.parametrize(
    ("host", "asked"), [("", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("192.0.2.7", "192.0.2.7")]
)
def test_the_health_is_asked_for_where_it_is_told(host: str, asked: str) -> None:
    """Only this machine may ask, unless a setting says otherwise."""
    settings = BotSettings.from_mapping({"HEALTH_PORT": "8086", "HEALTH_HOST": host})
    assert settings.health_host == (host or "127.0.0.1")
    assert settings.health_address == f"http://{asked}:8086/health"


def test_the_token_is_never_shown() -> None:
    """Settings can be logged."""
    assert TOKEN not in repr(BotSettings.from_mapping({"DISCORD_TOKEN": TOKEN}))


def test_the_address_of_the_database_is_never_shown() -> None:
    """It may hold a password."""
    settings = StateSettings.from_mapping({"DATABASE_URL": "postgresql://me:secret@host/name"})
    assert settings.database_url == "postgresql://me:secret@host/name"
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEV_GUILD_ID", "my server"),
        ("DEV_GUILD_ID", "٤٢"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("HEALTH_PORT", "web"),
        ("HEALTH_PORT", "0"),
        ("HEALTH_PORT", "65536"),
        ("MESSAGE_CONTENT_INTENT", "maybe"),
        ("FETCH_PRIVATE", "1"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    """The error tells the setting and what it holds."""
    with pytest.raises(ConfigurationError, match=name):
        BotSettings.from_mapping({name: value})


@pytest.mark.parametrize(
    "token",
    [
        *("", "your-token-here", "<token>", "…", "paste it", "YOUR.BOT.TOKEN"),
        *(
            f"{'x' * 24}.{'x' * 6}.{'x' * 38}",
            "your-bot-token-goes-here.Xxxxxx.replace-this-with-yours-now",
        ),
        *(
            "MTIzNDU2Nzg5MDEyMzQ1Njc4.XXXXXX.XXXXXXXXXXXXXXXXXXXXXXXXXXX",
            "Y2hhbmdlbWUgcGxlYXNlISE.GhereX.0123456789abcdefghijklmn",
        ),
        *("4f" * 32, "rAnd0m-cl1ent_secret-of-32-letters", f"Bot {TOKEN}", TOKEN.replace(".", "")),
    ],
)
def test_what_cannot_be_a_token_is_refused_with_the_way_to_one(token: str) -> None:
    """Without asking Discord, whoever runs the bot learns where a token comes from."""
    with pytest.raises(ConfigurationError, match=r"DISCORD_TOKEN.*Reset Token.*\.env"):
        BotSettings.from_mapping({"DISCORD_TOKEN": token}).require_token()
