"""Settings are read from the environment and ``.env``, and a wrong one is named with its mend."""

import os
from pathlib import Path

import pytest

from index.errors import ConfigurationError
from index.settings import Settings, environment


def test_nothing_needs_to_be_set() -> None:
    """An empty environment gives the defaults."""
    settings = Settings.from_mapping({})
    assert (settings.articles, settings.data) == ((Path("seeds"),), Path(".footnote"))
    assert (settings.chroma_url, settings.embeddings) == (None, "minilm")


def test_settings_are_read() -> None:
    """Each setting comes from its variable, without the spaces around it."""
    settings = Settings.from_mapping(
        {
            "ARTICLES_DIR": " news ",
            "DATA_DIR": "/var/lib/footnote",
            "CHROMA_URL": "http://127.0.0.1:8000/",
            "EMBEDDINGS": "minilm-fp32",
        }
    )
    assert (settings.articles, settings.data) == ((Path("news"),), Path("/var/lib/footnote"))
    assert (settings.chroma_url, settings.embeddings) == ("http://127.0.0.1:8000", "minilm-fp32")


def test_an_empty_value_means_the_default() -> None:
    """A line of ``.env.example`` that was left empty changes nothing."""
    assert Settings.from_mapping({"DATA_DIR": "", "CHROMA_URL": " "}) == Settings.from_mapping({})


@pytest.mark.parametrize("url", ["http://chroma:8000", "https://chroma.example", "http://[::1]:80"])
def test_a_server_has_an_address(url: str) -> None:
    """Names, ports and numeric addresses are taken as they are."""
    assert Settings.from_mapping({"CHROMA_URL": url}).chroma_url == url


@pytest.mark.parametrize(
    "url", ["nonsense", "127.0.0.1:8000", "http://", "http://host:port", "http://host/path"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """The error repeats the value and shows what one looks like."""
    with pytest.raises(ConfigurationError, match=rf"^CHROMA_URL is '{url}'.*http://127\.0\.0\.1"):
        Settings.from_mapping({"CHROMA_URL": url})


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is set wins over ``.env``, and nothing of ``.env`` is set."""
    (tmp_path / ".env").write_text("DATA_DIR=file\nEMBEDDINGS=file\n", encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", "variable")
    monkeypatch.delenv("EMBEDDINGS", raising=False)
    values = environment(tmp_path)
    assert (values["DATA_DIR"], values["EMBEDDINGS"]) == ("variable", "file")
    assert "EMBEDDINGS" not in os.environ


def test_no_file_is_needed(tmp_path: Path) -> None:
    """Without ``.env`` there is the environment."""
    assert environment(tmp_path) == dict(os.environ)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """The error tells which file it is."""
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match=r"\.env can't be read"):
        environment(tmp_path)


def test_what_is_followed_has_an_address() -> None:
    """It is held to what CHROMA_URL is held to."""
    assert Settings.from_mapping({"INDEX_URL": "http://10.0.0.5:8087/"}).index_url == (
        "http://10.0.0.5:8087"
    )
    with pytest.raises(ConfigurationError, match=r"^INDEX_URL is 'nonsense'.*http://10\.0\.0\.5"):
        Settings.from_mapping({"INDEX_URL": "nonsense"})
