"""The settings of the index, read from the environment and ``.env``."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from dotenv import dotenv_values

from index.chroma_key import ChromaKey
from index.errors import ConfigurationError

_SERVER = re.compile(r"https?://(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d+)?/?")
_MORE_THAN_A_SERVER = re.compile(r"[@?#]")
# Chroma's own names for what isn't named.
_TENANT, _DATABASE = "default_tenant", "default_database"
_POSITIVE = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def setting(name: str, default: str, help_text: str, *, secret: bool = False) -> Any:
    """Declare a dataclass field that is read from the environment variable ``name``."""
    metadata = {"name": name, "default": default, "help": help_text, "secret": secret}
    return field(metadata=metadata, repr=not secret)


def environment(directory: Path | None = None) -> dict[str, str]:
    """Return the process's environment over what ``.env`` in ``directory`` says.

    Nothing is written to ``os.environ``: only our own settings are read from the result, and
    Chroma, which reads unprefixed variables at import, sees none of ``.env``'s through us.

    Raises:
        ConfigurationError: ``.env`` is there and can't be read.
    """
    path = (directory or Path.cwd()) / ".env"
    try:
        from_file = dotenv_values(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} can't be read ({error}): mend or remove it.") from error
    return {key: value for key, value in from_file.items() if value is not None} | dict(os.environ)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the articles and the index are, and with what the index is made."""

    articles: tuple[Path, ...] = setting(
        "ARTICLES_DIR",
        "seeds",
        "The folder of articles, read recursively (.md .txt .html .pdf .jsonl .jsonl.gz).",
    )
    data: Path = setting(
        "DATA_DIR", ".footnote", "Where the index, the caches and the answers are kept."
    )
    chroma_url: str | None = setting(
        "CHROMA_URL",
        "",
        "A Chroma server, such as http://127.0.0.1:8000; empty: Chroma runs inside Footnote.",
    )
    chroma_api_key: str | None = setting(
        "CHROMA_API_KEY",
        "",
        "The key for the server at CHROMA_URL, such as Chroma Cloud's; empty: none is sent.",
        secret=True,
    )
    chroma_tenant: str = setting(
        "CHROMA_TENANT",
        "",
        "The tenant on the Chroma server; empty: the key's, or Chroma's default.",
    )
    chroma_database: str = setting(
        "CHROMA_DATABASE",
        "",
        "The database on the Chroma server; empty: the key's, or Chroma's default.",
    )
    index_url: str | None = setting(
        "INDEX_URL",
        "",
        "Another machine's `footnote share`, such as http://10.0.0.5:8087, whose index this one "
        "follows; empty: it rebuilds its own.",
    )
    embeddings: str = setting(
        "EMBEDDINGS",
        "minilm",
        "The embedding model: minilm, minilm-fp32, openai/NAME, ollama/NAME or fastembed/NAME.",
    )
    reranker: str = setting(
        "RERANKER",
        "",
        "A cross-encoder that ranks the best passages anew, such as "
        "fastembed/Xenova/ms-marco-MiniLM-L-6-v2; empty: none.",
    )
    language_model: str = setting(
        "LANGUAGE_MODEL",
        "",
        "The language model that words the answers: openai/NAME, anthropic/NAME, ollama/NAME or "
        "openai-like/NAME; empty: answers are quotes.",
    )
    language_model_url: str | None = setting(
        "LANGUAGE_MODEL_URL",
        "",
        "The address of an openai-like server, such as http://127.0.0.1:8080/v1; for the others "
        "only where it isn't the usual one.",
        secret=True,  # it may hold one
    )
    language_model_key: str | None = setting(
        "LANGUAGE_MODEL_KEY",
        "",
        "The key for the language model; empty: OPENAI_API_KEY or ANTHROPIC_API_KEY, where one is "
        "needed.",
        secret=True,
    )
    language_model_timeout: float = setting(
        "LANGUAGE_MODEL_TIMEOUT",
        "30",
        "How many seconds the language model has for a reply before the answer is in quotes.",
    )

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Self:
        """Build settings from a plain mapping; an absent or empty value means the default.

        Raises:
            ConfigurationError: CHROMA_URL or INDEX_URL is no server's address, or
                LANGUAGE_MODEL_TIMEOUT no number of seconds.
        """
        text = read_fields(cls, values)
        return cls(
            articles=(Path(text["articles"]),),
            data=Path(text["data"]),
            chroma_url=_server("CHROMA_URL", text["chroma_url"], such_as="http://127.0.0.1:8000"),
            chroma_api_key=text["chroma_api_key"] or None,
            chroma_tenant=text["chroma_tenant"],
            chroma_database=text["chroma_database"],
            index_url=_server("INDEX_URL", text["index_url"], such_as="http://10.0.0.5:8087"),
            embeddings=text["embeddings"],
            reranker=text["reranker"],
            language_model=text["language_model"],
            language_model_url=text["language_model_url"] or None,
            language_model_key=text["language_model_key"] or None,
            language_model_timeout=_seconds(text["language_model_timeout"]),
        )

    @property
    def chroma_key(self) -> ChromaKey | None:
        """The key for the Chroma server, and for no other."""
        if not (self.chroma_url and self.chroma_api_key):
            return None
        return ChromaKey(server=self.chroma_url, value=self.chroma_api_key)

    @property
    def chroma_place(self) -> str | None:
        """Where on a Chroma server the vectors are: its address, a tenant, a database."""
        if self.chroma_url is None or not (self.chroma_tenant or self.chroma_database):
            return self.chroma_url
        parts = self.chroma_tenant or _TENANT, self.chroma_database or _DATABASE
        return "/".join([self.chroma_url, *(quote(part, safe="") for part in parts)])


def _server(name: str, url: str, *, such_as: str) -> str | None:
    if url and not _SERVER.fullmatch(url):
        # What may hold a password isn't repeated.
        holds_more = _MORE_THAN_A_SERVER.search(url)
        value = "more than a server's address" if holds_more else repr(url)
        raise ConfigurationError(
            f"{name} is {value}: set it to an address such as {such_as}, or leave it empty."
        )
    return url.rstrip("/") or None


def _seconds(text: str) -> float:
    if not _POSITIVE.fullmatch(text) or not float(text):
        raise ConfigurationError(
            f"LANGUAGE_MODEL_TIMEOUT is {text!r}: set it to a number of seconds such as 30."
        )
    return float(text)


def read_fields(settings: type[Any], values: Mapping[str, str]) -> dict[str, str]:
    """Return each field's text by field name: the value given, else the declared default."""
    return {
        item.name: values.get(item.metadata["name"], "").strip() or item.metadata["default"]
        for item in fields(settings)
    }
