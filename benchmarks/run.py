"""Every question set that is here, measured against its floors: ``make score``.

Options go on to ``footnote score``, such as ``--update-floors`` or ``--no-baselines``.
"""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
# Sets that can't be given away stand beside the project on the machines that have them.
_BESIDE = _ROOT.parent / "shared"
_SEED_QUESTIONS = (_HERE / "seeds/questions.jsonl", _HERE / "seeds/held.jsonl")


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles and the question files on them."""

    name: str
    articles: Path
    questions: tuple[Path, ...]

    @property
    def missing(self) -> list[Path]:
        """What of it isn't on this machine."""
        return [path for path in (self.articles, *self.questions) if not path.exists()]


COLLECTIONS = (
    Collection("seeds", _ROOT / "seeds", _SEED_QUESTIONS),
    Collection("raw-seeds", _BESIDE / "seeds", _SEED_QUESTIONS),
    Collection(
        "clapnq",
        _BESIDE / "bench/clapnq/corpus.jsonl",
        (_BESIDE / "bench/clapnq/questions.jsonl",),
    ),
    Collection(
        "realtimeqa",
        _BESIDE / "bench/realtimeqa/corpus.jsonl.gz",
        (_BESIDE / "bench/realtimeqa/questions.jsonl",),
    ),
)


def run(collections: Iterable[Collection], options: Sequence[str], *, data: Path) -> bool:
    """Bring each collection's index in line and score it; tell whether every floor held.

    Index and scorecard of a collection are kept in the folder of its name in ``data``.
    """
    held = True
    for collection in collections:
        if collection.missing:
            click.echo(f"{collection.name}: skipped, no {collection.missing[0]}", err=True)
        else:
            held &= _score(collection, options, data / collection.name)
    return held


def _score(collection: Collection, options: Sequence[str], data: Path) -> bool:
    place = ["--data-dir", str(data), "--articles", str(collection.articles)]
    floors = ["--floors", str(_HERE / "floors.json")]
    save = ["--save", str(data / "scorecard.json")]
    questions = list(map(str, collection.questions))
    score = ["score", "--collection", collection.name, *place, *floors, *save, *options, *questions]
    return _footnote("rebuild", *place) and _footnote(*score)


def _footnote(*arguments: str) -> bool:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=_ROOT, check=False).returncode == 0  # noqa: S603 (our own)


if __name__ == "__main__":
    sys.exit(not run(COLLECTIONS, sys.argv[1:], data=_ROOT / ".footnote/score"))
