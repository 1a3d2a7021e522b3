"""A process that asks without pause, and writes down what it is told and how large it is.

python -m benchmarks.soak.asking DATA_DIR SEED
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from benchmarks.soak.springs import EVERY_SPRING, NAMES, question, told
from bot.command_line.starting import share_heaps
from index.library import Library
from index.settings import Settings

_FOUND = 30  # passages of a search


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one question brought: figures told, articles listed, or an error.

    Times are of the monotonic clock, which all processes of a machine share. ``memory`` is the
    process's resident bytes afterwards.
    """

    began: float
    ended: float
    asked: str | None = None
    told: tuple[tuple[str, int], ...] = ()
    listed: tuple[str, ...] | None = None
    error: str | None = None
    memory: int = 0

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read what a process wrote down."""
        figures = tuple((name, version) for name, version in fields["told"])
        listed = fields["listed"] and tuple(fields["listed"])
        return cls(**fields | {"told": figures, "listed": listed})

    @property
    def seconds(self) -> float:
        """How long the answer took."""
        return self.ended - self.began


def _ask(library: Library, name: str) -> dict[str, Any]:
    answer = library.ask(question(name))
    return {"asked": name, "told": told(citation.quote for citation in answer.citations)}


def _search(library: Library, _: str) -> dict[str, Any]:
    found = library.search(EVERY_SPRING, limit=_FOUND)
    return {"told": told(item.passage.text for item in found.passages)}


def _list(library: Library, _: str) -> dict[str, Any]:
    return {"listed": [Path(article.path).stem for article in library.articles()]}


_KINDS: dict[Callable[[Library, str], dict[str, Any]], int] = {_ask: 12, _search: 6, _list: 1}


def observe(library: Library, chance: random.Random) -> Observation:
    """Ask one question of any kind."""
    [kind] = chance.choices(list(_KINDS), list(_KINDS.values()))
    began = time.monotonic()
    fields: dict[str, Any]
    try:
        fields = kind(library, chance.choice(NAMES))
    except Exception as error:
        fields = {"error": f"{type(error).__name__}: {error}"}
    return Observation(began=began, ended=time.monotonic(), memory=_memory(), **fields)


def _memory() -> int:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def main() -> None:
    """Ask until killed, or until whoever began it is gone."""
    data, seed = sys.argv[1:]
    share_heaps()
    library = Library.open(replace(Settings.from_mapping({}), data=Path(data)))
    chance = random.Random(seed)  # noqa: S311 (no secret)
    parent = os.getppid()
    while os.getppid() == parent:
        print(json.dumps(asdict(observe(library, chance))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
