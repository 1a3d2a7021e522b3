"""Kills rebuilds at random moments, and looks at what that leaves behind.

    python -m benchmarks.kills [--times 50] [--server URL] [--seed 1]

A small collection changes from round to round. In each, a rebuild is killed: after that every
question has to be answered, and all from one state of the articles. The next rebuild then has to
hold what one from nothing does, to the last passage and its vector. What was wrong is printed, and
the exit code is 1.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import click

from index.embedding import CachedEmbedder, Embedder, embedded_text
from index.library import Library
from index.settings import Settings
from index.store.generation import OpenLayer
from index.store.generations import Generations

_BRIDGES = ("Alder", "Birch", "Cedar", "Ebony", "Hazel", "Larch", "Maple", "Rowan")
_SPARE = "Willow"  # its file comes and goes
_FILLER = (
    "The {name} bridge crosses the river at mile {mile}. Its arches were painted in the colour of "
    "{name} leaves, and {mile} lamps stand on its railings. Anglers meet below pillar {mile} when "
    "the water is low, and barges pass on the other side."
)
_SAME = 0.999  # the cosine of a vector with itself, computed in single precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One rebuild that was killed: in which step, and what was wrong afterwards."""

    step: str
    came_too_late: bool
    faults: tuple[str, ...]


class Collection:
    """Articles that all change at once, so that an answer tells of which round it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, round_number: int) -> None:
        """Write the articles as they are in a round."""
        for name in _BRIDGES:
            filler = (_FILLER.format(name=name, mile=mile) for mile in range(6))
            toll = f"The {name} bridge carried {_cars(name, round_number)} cars on its first day."
            text = "\n\n".join([toll, *filler])
            (self._folder / f"{name}.txt").write_text(text, "utf-8")
        spare = self._folder / f"{_SPARE}.jsonl"
        lines = (json.dumps({"text": f"{_SPARE} {line}."}) for line in range(round_number % 4))
        spare.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _cars(name: str, round_number: int) -> str:
    return f"{round_number + 1},{_BRIDGES.index(name):03d}"


def kill_rebuilds(
    place: Path,
    *,
    models: Path | None,
    chroma_url: str | None,
    times: int,
    seed: int,
) -> Iterator[Kill]:
    """Kill so many rebuilds, and yield what came of each.

    Args:
        place: An empty folder, for articles and indexes.
        models: A folder with the prepared embedding model.
        chroma_url: A Chroma server for the vectors; None: they are embedded.
        times: How many rebuilds are killed.
        seed: Of the moments.
    """
    moments = random.Random(seed)  # noqa: S311 (no secret)
    articles = Collection(place / "articles")
    articles.write(0)
    library = _library(place, "killed", models, chroma_url)
    with closing(library), closing(_library(place, "fresh", models, None)) as fresh:
        library.rebuild()
        articles.write(1)
        _, usual, _ = _run(library.settings, None)
        for round_number in range(2, times + 2):
            articles.write(round_number)
            step, _, came_too_late = _run(library.settings, moments.uniform(0, usual))
            faults = [*_ask(library, round_number)]
            library.rebuild()
            fresh.rebuild(full=True)
            faults += _compare(library, fresh)
            yield Kill(step=step, came_too_late=came_too_late, faults=tuple(faults))


def _library(place: Path, name: str, models: Path | None, chroma_url: str | None) -> Library:
    data = place / name
    data.mkdir()
    if models:
        (data / "models").symlink_to(models)
    settings = Settings.from_mapping({})
    return Library.open(
        replace(settings, articles=(place / "articles",), data=data, chroma_url=chroma_url)
    )


def _run(settings: Settings, moment: float | None) -> tuple[str, float, bool]:
    """Rebuild in a child, killed so many seconds after it began to work.

    Returns the last step that it told of, for how many seconds it worked, and whether it was done.
    """
    [articles] = settings.articles
    places = [f"--articles={articles}", f"--data-dir={settings.data}"]
    with subprocess.Popen(  # noqa: S603 (the program is this one)
        [sys.executable, "-m", "bot", "rebuild", "--progress=json", *places],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"CHROMA_URL": settings.chroma_url or ""},
        text=True,
        encoding="utf-8",
    ) as child:
        assert child.stderr
        lines = [child.stderr.readline()]
        began = time.perf_counter()
        if moment is not None:
            time.sleep(moment)
            child.kill()
        lines += child.stderr
    told = [line for line in lines if line.startswith("{") and line.endswith("}\n")]
    if moment is None and child.returncode:
        raise SystemExit(f"A rebuild that nobody killed failed: {lines[-1]}")
    step = json.loads(told[-1])["step"] if told else ""
    return step, time.perf_counter() - began, child.returncode == 0


def _ask(library: Library, round_number: int) -> Iterator[str]:
    """Yield what is wrong with the answers after a kill."""
    rounds: Counter[int] = Counter()
    for name in _BRIDGES:
        text = library.ask(f"How many cars did the {name} bridge carry on its first day?").text
        told = [each for each in (round_number - 1, round_number) if _cars(name, each) in text]
        if not told:
            yield f"on the {name} bridge: {text}"
        rounds.update(told)
    if len(rounds) > 1:
        yield f"answers of several states: {dict(rounds)}"


def _compare(library: Library, fresh: Library) -> Iterator[str]:
    """Yield what the index has otherwise than one that was made from nothing."""
    held, expected = (everything(each.settings.data, each.embedder) for each in (library, fresh))
    for passage in held:
        if passage not in expected:
            yield f"not in a fresh index: {passage}"
    for passage in expected:
        if passage not in held:
            yield f"only in a fresh index: {passage}"


def everything(data: Path, embedder: Embedder) -> list[tuple[object, ...]]:
    """Return each passage of the current index, and whether it can be found by vector and words."""
    cached = CachedEmbedder(embedder, data / "embeddings.sqlite")
    generations = Generations(data)
    with closing(generations.open(generations.current())) as generation:
        found = [passage for layer in generation.layers for passage in _shown(layer, cached)]
    return sorted(found, key=str)


def _shown(layer: OpenLayer, embedder: Embedder) -> Iterator[tuple[object, ...]]:
    """Yield the passages of a segment that count."""
    segment = layer.segment
    segment.verify()
    places = [
        (article, start, end)
        for article, _, spans in segment.catalogue.contents()
        for start, end in spans
    ]
    texts = [embedded_text(article, article.text[a:b]) for article, a, b in places]
    for number, (place, vector) in enumerate(zip(places, embedder.embed(texts), strict=True)):
        article, start, end = place
        if article.id not in layer.hidden:
            exact = segment.vectors.similarities(vector, [number])[number]
            nearest = max(segment.vectors.nearest(vector, 3).values())
            yield article, start, end, exact > _SAME, nearest > _SAME


@click.command()
@click.option("--times", default=50, help="How many rebuilds are killed.")
@click.option("--server", help="A Chroma server for the vectors; default: they are embedded.")
@click.option("--seed", default=1, help="Of the moments.")
def main(times: int, server: str | None, seed: int) -> None:
    """Print what came of every kill."""
    steps: Counter[str] = Counter()
    faulty = 0
    with tempfile.TemporaryDirectory() as place:
        for kill in kill_rebuilds(
            Path(place), models=None, chroma_url=server, times=times, seed=seed
        ):
            steps["done already" if kill.came_too_late else kill.step] += 1
            faulty += bool(kill.faults)
            for fault in kill.faults:
                click.echo(f"Killed while {kill.step}: {fault}")
    click.echo(f"{times} killed ({dict(steps)}), {faulty} with faults.")
    sys.exit(bool(faulty))


if __name__ == "__main__":
    main()
