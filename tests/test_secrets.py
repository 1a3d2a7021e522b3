"""What is secret is known as such, and nothing that is shown has it."""

import json
from dataclasses import fields

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.settings import BotSettings, StateSettings
from index.errors import ConfigurationError
from index.language_model import _FAMILIES
from index.secrets import ADDRESS_VARIABLES, SECRET_VARIABLES, masked, secrets_in
from index.settings import Settings

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhereX.0123456789abcdefghijklmnopqrstuvwxyz_-"
INTERACTION = "aW50ZXJhY3Rpb246" * 8
CANARY = "canary-9f8e7d6c5b4a"
DATABASE = f"postgresql://me:{CANARY}@127.0.0.1:9/name"
SETTINGS = (Settings, BotSettings, StateSettings)


def test_every_secret_setting_is_known() -> None:
    """Ours, and those that makers' libraries have names for."""
    declared = {
        item.metadata["name"]
        for kind in SETTINGS
        for item in fields(kind)
        if item.metadata["secret"]
    }
    makers = {row.key_variable for row in _FAMILIES.values()} - {""}
    addresses = {row.url_variable for row in _FAMILIES.values()} - {""}
    assert declared | makers | addresses <= {*SECRET_VARIABLES, *ADDRESS_VARIABLES}
    assert {"DISCORD_TOKEN", "CHROMA_API_KEY", "DATABASE_URL"} <= declared


@pytest.mark.parametrize("kind", SETTINGS)
def test_settings_can_be_printed(kind: type[Settings | BotSettings | StateSettings]) -> None:
    """Whatever holds a secret isn't in their representation."""
    values = dict.fromkeys(SECRET_VARIABLES, CANARY)
    values |= {"DATABASE_URL": DATABASE, "LANGUAGE_MODEL_URL": f"http://me:{CANARY}@host/v1"}
    settings = kind.from_mapping(values)
    assert CANARY not in repr(settings)


@pytest.mark.parametrize("name", ["CHROMA_URL", "INDEX_URL"])
@pytest.mark.parametrize(
    "url", [f"http://me:{CANARY}@host:80", f"https://{CANARY}@host", f"http://host?key={CANARY}"]
)
def test_an_address_with_a_password_is_refused_without_it(name: str, url: str) -> None:
    """The sentence names the setting and shows what would do."""
    with pytest.raises(ConfigurationError, match=f"^{name} is more than") as refused:
        Settings.from_mapping({name: url})
    assert CANARY not in str(refused.value)


@given(secret=st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=6))
def test_what_is_masked_is_gone(secret: str) -> None:
    """Wherever it stands, and however often."""
    assume(secret not in "before  between  behind ***")
    assume("*" not in secret)
    text = f"before {secret} between {secret}{secret} behind"
    assert secret not in masked(text, secrets_in({"LANGUAGE_MODEL_KEY": secret}))


@given(secret=st.text(min_size=6))
def test_a_secret_is_masked_as_it_is_told(secret: str) -> None:
    """Python and JSON write some letters otherwise, and so does an address."""
    secret = secret.strip()
    assume(len(secret) >= 6)
    assume("*" not in secret)
    secrets = secrets_in({"LANGUAGE_MODEL_KEY": secret})
    for told in (repr(secret), json.dumps(secret), json.dumps(secret, ensure_ascii=False)):
        assert told[1:-1] not in masked(f"<{told}>", secrets)


@pytest.mark.parametrize(
    "variable",
    [
        ("DATABASE_URL", f"postgresql://me:{CANARY}@host/name"),
        ("DATABASE_URL", f"postgresql://me:a%40{CANARY}@host/name"),
        ("DATABASE_URL", f"postgresql://me@host/name?password={CANARY}"),
        ("LANGUAGE_MODEL_URL", f"https://host/v1?api_key={CANARY}"),
        ("OLLAMA_HOST", f"http://me:{CANARY}@host"),
    ],
)
def test_a_secret_in_an_address_is_known(variable: tuple[str, str]) -> None:
    """As it is written there, and as it is sent."""
    secrets = secrets_in(dict([variable]))
    for text in (variable[1], f"login as me with a@{CANARY}", f"of a%40{CANARY}"):
        assert CANARY not in masked(text, secrets)


@pytest.mark.parametrize(
    "text",
    [
        f"DEV_GUILD_ID is '{TOKEN}', not a server's number",
        f"GET https://me:{CANARY}@feeds.example/ failed",
        f"We are being rate limited. PATCH https://discord.com/api/v10/webhooks/1/{INTERACTION}/x",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    """Nobody has to say that it is one."""
    assert "***" in masked(text)
    assert TOKEN[30:60] not in masked(text)
    assert INTERACTION not in masked(text)
    assert CANARY not in masked(text)


def test_ordinary_words_stay() -> None:
    """A secret that is too short to be one masks nothing, and neither do addresses and figures."""
    text = 'It rained in 2024: see https://example.org/a@b?c=d#e, {"x": 1.5}, me@example.org'
    assert masked(text, secrets_in({"DISCORD_TOKEN": "rain", "CHROMA_API_KEY": ""})) == text
    assert json.loads(masked('{"key": "abc"}'))
