"""The makers whose models LlamaIndex reaches, one row each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import ConfigurationError

# Enough for a hiccup. A service that is down is then noticed soon.
_RETRIES = 3

# Seconds. Ollama loads a model at its first request, which takes a while from a slow disk.
_OLLAMA_TIMEOUT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The model a setting names, and what it is loaded with."""

    model: str
    cache_dir: Path
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A LlamaIndex embedding class, what it is made with and what has to be installed for it."""

    module: str
    class_name: str
    requirement: str
    options: Callable[[Wanted], dict[str, object]]


def _openai_options(wanted: Wanted) -> dict[str, object]:
    key = wanted.environment.get("OPENAI_API_KEY")
    if not key:
        raise ConfigurationError(
            f"EMBEDDINGS=openai/{wanted.model} needs OPENAI_API_KEY: set it in .env, or set "
            "EMBEDDINGS to minilm, which needs no key"
        )
    return {
        "model_name": wanted.model,
        "api_key": key,
        "api_base": wanted.environment.get("OPENAI_API_BASE"),
        "max_retries": _RETRIES,
    }


def _ollama_options(wanted: Wanted) -> dict[str, object]:
    return {
        "model_name": wanted.model,
        "base_url": wanted.environment.get("OLLAMA_HOST", "http://localhost:11434"),
        "client_kwargs": {"timeout": _OLLAMA_TIMEOUT},
    }


def _fastembed_options(wanted: Wanted) -> dict[str, object]:
    return {"model_name": wanted.model, "cache_dir": str(wanted.cache_dir / "fastembed")}


FAMILIES = {
    "openai": Family(
        module="llama_index.embeddings.openai",
        class_name="OpenAIEmbedding",
        requirement="llama-index-embeddings-openai",
        options=_openai_options,
    ),
    "ollama": Family(
        module="llama_index.embeddings.ollama",
        class_name="OllamaEmbedding",
        requirement="footnote[ollama]",
        options=_ollama_options,
    ),
    "fastembed": Family(
        module="llama_index.embeddings.fastembed",
        class_name="FastEmbedEmbedding",
        requirement="footnote[fastembed]",
        options=_fastembed_options,
    ),
}
