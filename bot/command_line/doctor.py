"""`footnote doctor`: every setting and outside part looked at, each trouble with its mend."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import Any, TypeAlias

import httpx

from bot.open_files import ENV_FILE, is_open_to_others
from bot.settings import WHERE_TO_GET_ONE, BotSettings, StateSettings
from bot.state.place import FILE
from bot.state.state import State
from index.errors import FootnoteError
from index.language_model import load_language_model, whole_reply
from index.library import Library
from index.reading import find
from index.secrets import masked, secrets_in
from index.settings import Settings
from index.store.source import Source
from index.store.vectors import server_version

# For a moment the embedding model is there several times over while it is made ready, and two
# generations of the index are kept.
_NEEDED_DISK = 500_000_000  # bytes
_PROBE = "What happened?"
_BOT_PATIENCE = 15.0  # seconds; the bot says within 8 what it knows
_LOST = "it has no connection to Discord: its log says why"

# `Check` without its name.
_Found: TypeAlias = tuple[bool | None, str] | tuple[bool | None, str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``ok`` is None where it is no trouble, yet worth knowing."""

    name: str
    ok: bool | None
    detail: str
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was looked at."""

    checks: tuple[Check, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing is broken."""
        return all(check.ok is not False for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """Return the checks, and whether nothing is broken."""
        return {"healthy": self.healthy, "checks": [asdict(check) for check in self.checks]}


def examine(settings: Settings, environment: Mapping[str, str]) -> Diagnosis:
    """Return what is well, what is broken and how to mend it."""
    looks: dict[str, Callable[[], _Found]] = {
        ".env": _env_file,
        "ARTICLES_DIR": lambda: _articles(settings),
        "DATA_DIR": lambda: _data(settings),
        "EMBEDDINGS": lambda: _embeddings(settings),
        "RERANKER": lambda: _reranker(settings),
        "LANGUAGE_MODEL": lambda: _language_model(settings, environment),
        "CHROMA_URL": lambda: _chroma(settings),
        "INDEX_URL": lambda: _source(settings.index_url),
        "index": lambda: _index(settings),
        "DATABASE_URL": lambda: _database(settings, environment),
        "DISCORD_TOKEN": lambda: _token(environment),
        "HEALTH_PORT": lambda: running_bot(environment),
    }
    secrets = secrets_in(environment)
    return Diagnosis(tuple(_check(name, look, secrets) for name, look in looks.items()))


def _check(name: str, look: Callable[[], _Found], secrets: frozenset[str]) -> Check:
    try:
        ok, *told = look()
    except FootnoteError as error:
        ok, told = False, ["it doesn't work", error.in_full]
    return Check(name, ok, *(masked(text, secrets) for text in told))


def _env_file() -> _Found:
    if not ENV_FILE.exists():
        return None, "there is none: the environment alone tells the settings"
    if is_open_to_others(ENV_FILE):
        return None, "other users of this machine can read it", f"chmod 600 {ENV_FILE}"
    return True, "only you can read it"


def _articles(settings: Settings) -> _Found:
    if settings.index_url:
        return True, "not read: the index at INDEX_URL is followed"
    places = ", ".join(map(str, settings.articles))
    if files := find(settings.articles):
        return True, f"{len(files)} files in {places}"
    return False, f"no article in {places}", "put some there, or set it to a folder with articles"


def _data(settings: Settings) -> _Found:
    data = settings.data
    Library(settings).require_writable()
    free = shutil.disk_usage(data).free
    detail = f"{data} can be written to, and {free / 1e9:.1f} GB are free"
    if free < _NEEDED_DISK:
        return False, detail, f"make room for {_NEEDED_DISK / 1e9:.1f} GB, or set it elsewhere"
    return True, detail


def _embeddings(settings: Settings) -> _Found:
    embedder = Library.open(settings).embedder
    [vector] = embedder.embed([_PROBE])
    return True, f"{embedder.name} gives {len(vector)} numbers a text"


def _reranker(settings: Settings) -> _Found:
    reranker = Library.open(settings).reranker
    if reranker is None:
        return True, "not set: passages are ranked once"
    reranker.scores(_PROBE, [_PROBE])
    return True, f"{settings.reranker} ranks passages anew"


def _language_model(settings: Settings, environment: Mapping[str, str]) -> _Found:
    model = load_language_model(settings, environment)
    if model is None:
        return True, "not set: answers are quotes"
    asyncio.run(whole_reply(model, "Answer in one word.", _PROBE))
    return True, f"{settings.language_model} replies"


def _chroma(settings: Settings) -> _Found:
    url = settings.chroma_place
    if url is None:
        return True, "not set: Chroma runs inside Footnote"
    version = server_version(url, key=settings.chroma_key)
    return True, f"Chroma {version} answers at {url}"


def _source(url: str | None) -> _Found:
    if url is None:
        return True, "not set: this machine rebuilds its own index"
    with closing(Source(url)) as source:
        return True, f"{url} shares generation {source.read('CURRENT').decode().strip()}"


def _index(settings: Settings) -> _Found:
    if not Library.open(settings).is_built:
        return None, "there is none yet", "run `footnote rebuild`, or ask something"
    # Chroma may end the process that opens a damaged file: let it be another one.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other_process:
        try:
            return True, other_process.submit(_ask_index, settings).result()
        except BrokenProcessPool:
            return False, "reading it ends the process", "run `footnote rebuild --full`"


def _ask_index(settings: Settings) -> str:
    library = Library.open(settings)
    library.search(_PROBE, limit=1)
    status = library.status()
    return f"it answers from {status.articles} articles in {status.passages} passages"


def _database(settings: Settings, environment: Mapping[str, str]) -> _Found:
    address = StateSettings.from_mapping(environment).database_url
    data = Library.open(settings).settings.data
    with closing(State.open(address, data=data)) as state:
        state.answers.newest()
    if address:
        return True, "the database answers"
    if is_open_to_others(data / FILE):
        return None, "other users of this machine can read it", f"chmod 600 {data / FILE}"
    return True, f"not set: a file in {data}"


def _token(environment: Mapping[str, str]) -> _Found:
    settings = BotSettings.from_mapping(environment)
    if not settings.token:
        return None, "not set: only the bot needs it", WHERE_TO_GET_ONE
    settings.require_token()
    return True, "set, and shaped like one"


def running_bot(environment: Mapping[str, str]) -> _Found:
    """Return what the bot that runs on this machine says of itself, if it can be asked."""
    address = BotSettings.from_mapping(environment).health_address
    if address is None:
        return True, "not set: nobody can ask the bot how it is"
    try:
        health = httpx.get(address, timeout=_BOT_PATIENCE, trust_env=False).json()
        healthy, problem = health["healthy"], health["index"]["problem"]
    except httpx.TransportError:
        return None, f"nothing answers at {address}: the bot isn't running"
    except (ValueError, KeyError, TypeError):
        return False, f"what answers at {address} isn't the bot", "set it to another port"
    if healthy:
        return True, f"the bot that answers at {address} works"
    return False, f"the bot that answers at {address} doesn't work", problem or _LOST
