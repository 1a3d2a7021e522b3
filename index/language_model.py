"""The language model that a setting names, and what every one looks like to the index."""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from textwrap import shorten
from typing import Protocol

from index.errors import ConfigurationError
from index.failure import LONGEST_REASON
from index.secrets import masked, secrets_in
from index.settings import Settings

# One more attempt outlasts a hiccup; whoever waits for an answer is better served by quotes then.
_RETRIES = 1
# Four sentences with their keys take a tenth of it. Anthropic's interface wants a limit.
_LONGEST_REPLY = 2_000  # tokens


class LanguageModel(Protocol):
    """Writes a reply to what it is told."""

    def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        """Yield the reply to a message under the given instructions, piece by piece.

        Raises:
            NoReply: it is slow, refuses, fails, stops half way, or says nothing. Pieces may have
                come before.
        """


async def whole_reply(model: LanguageModel, system: str, user: str) -> str:
    """Return all of a reply, without spaces around it; raises what `LanguageModel.stream` does."""
    return "".join([piece async for piece in model.stream(system, user)]).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The model a setting names, and what it is reached with."""

    model: str
    url: str | None
    key: str | None
    timeout: float
    secrets: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """A LlamaIndex class, what it is made with and what has to be installed for it.

    ``client`` is the attribute that holds its connections. ``url_variable`` and ``key_variable``
    are where its maker's own programs look for an address and a key; LANGUAGE_MODEL_URL and
    LANGUAGE_MODEL_KEY come first.
    """

    module: str
    class_name: str
    client: str
    requirement: str
    options: Callable[[_Wanted], dict[str, object]]
    url_variable: str = ""
    key_variable: str = ""
    needs: tuple[str, ...] = ()


def load_language_model(settings: Settings, environment: Mapping[str, str]) -> LanguageModel | None:
    """Return the language model that LANGUAGE_MODEL names; none for an empty one.

    Raises:
        ConfigurationError: no model is called that, or something it needs is missing.
    """
    setting = settings.language_model
    if not setting:
        return None
    family, _, model = setting.partition("/")
    row = _FAMILIES.get(family)
    if row is None or not model:
        known = ", ".join(f"{name}/NAME" for name in _FAMILIES)
        raise ConfigurationError(
            f"LANGUAGE_MODEL={setting} is unknown; it can be {known}, or empty for quotes only"
        )
    url = settings.language_model_url or environment.get(row.url_variable)
    key = settings.language_model_key or environment.get(row.key_variable)
    wanted = _Wanted(
        model=model,
        url=url,
        key=key,
        timeout=settings.language_model_timeout,
        secrets=secrets_in({"LANGUAGE_MODEL_KEY": key or "", "LANGUAGE_MODEL_URL": url or ""}),
    )
    _require(row, wanted, setting)
    return _load(row, wanted, setting)


def _require(row: _Family, wanted: _Wanted, setting: str) -> None:
    for need in row.needs:
        if not getattr(wanted, need):
            raise ConfigurationError(
                f"LANGUAGE_MODEL={setting} needs LANGUAGE_MODEL_{need.upper()}: set it in .env, or "
                "leave LANGUAGE_MODEL empty for answers in quotes"
            )


def _load(row: _Family, wanted: _Wanted, setting: str) -> LanguageModel:
    from index.llama_model import LlamaIndexModel  # takes LlamaIndex along

    try:
        model_class = getattr(import_module(row.module), row.class_name)
        return LlamaIndexModel.of(
            lambda: model_class(**row.options(wanted)),
            name=setting,
            client=row.client,
            patience=wanted.timeout,
            secrets=wanted.secrets,
        )
    except ImportError as error:
        raise ConfigurationError(
            f"LANGUAGE_MODEL={setting} needs a package that isn't here ({error}): "
            f'pip install "{row.requirement}"'
        ) from error
    except ValueError as error:
        why = shorten(masked(str(error), wanted.secrets), LONGEST_REASON)
        raise ConfigurationError(f"LANGUAGE_MODEL={setting} can't be loaded: {why}") from error


def _openai_options(wanted: _Wanted) -> dict[str, object]:
    return {
        "model": wanted.model,
        "api_base": wanted.url,
        "api_key": wanted.key or "none",  # a local server asks for none, its client for any
        "timeout": wanted.timeout,
        "max_retries": _RETRIES,
        "temperature": 0.0,
    }


def _anthropic_options(wanted: _Wanted) -> dict[str, object]:
    return {
        "model": wanted.model,
        "base_url": wanted.url,
        "api_key": wanted.key,
        "timeout": wanted.timeout,
        "max_retries": _RETRIES,
        "temperature": 0.0,
        "max_tokens": _LONGEST_REPLY,
    }


def _ollama_options(wanted: _Wanted) -> dict[str, object]:
    return {
        "model": wanted.model,
        "base_url": wanted.url or "http://localhost:11434",
        "request_timeout": wanted.timeout,
        "temperature": 0.0,
        # Without it Ollama reads 4,096 tokens and silently forgets the first ones.
        "context_window": 8_192,
    }


_FAMILIES = {
    "openai": _Family(
        module="index.llama_model",
        class_name="ChatCompletions",
        client="_aclient",
        requirement="llama-index-llms-openai",
        options=_openai_options,
        url_variable="OPENAI_API_BASE",
        key_variable="OPENAI_API_KEY",
        needs=("key",),
    ),
    "anthropic": _Family(
        module="llama_index.llms.anthropic",
        class_name="Anthropic",
        client="_aclient",
        requirement="footnote[anthropic]",
        options=_anthropic_options,
        key_variable="ANTHROPIC_API_KEY",
        needs=("key",),
    ),
    "ollama": _Family(
        module="llama_index.llms.ollama",
        class_name="Ollama",
        client="_async_client",
        requirement="footnote[ollama]",
        options=_ollama_options,
        url_variable="OLLAMA_HOST",
    ),
    "openai-like": _Family(
        module="index.llama_model",
        class_name="ChatCompletions",
        client="_aclient",
        requirement="llama-index-llms-openai",
        options=_openai_options,
        needs=("url",),
    ),
}
