"""A soak from beginning to end, and what came of it."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.kills import everything
from benchmarks.soak.asking import Observation
from benchmarks.soak.growth import (
    OF_DISK,
    OF_MEMORY,
    OF_WAITING,
    Thirds,
    disk,
    median,
    p95,
    thirds,
)
from benchmarks.soak.rebuilds import Rebuilds
from index.embedding import CachedEmbedder
from index.library import Library
from index.settings import Settings

# With fewer rebuilds, what is kept for a while can't be told from what is never let go.
_ENOUGH_TO_JUDGE = 40
_MOST_SHOWN = 10  # problems of a kind

Disk = list[tuple[float, dict[str, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a soak: counts by kind, the slowest take-up in seconds, growth, what is wrong.

    ``growth`` is judged only if there were enough rebuilds for that.
    """

    rebuilds: dict[str, int]
    questions: int
    faults: Counter[str]
    slowest: float
    growth: tuple[Thirds, ...]
    is_growth_judged: bool
    problems: tuple[str, ...]


def soak(
    place: Path,
    *,
    seconds: float,
    askers: int,
    models: Path | None = None,
    every: float = 0.0,
    chroma_url: str | None = None,
    server_data: Path | None = None,
    seed: int = 1,
) -> Outcome:
    """Rebuild for so many seconds under so many processes that ask, and judge all they were told.

    Args:
        place: A folder for articles, index and what the processes write down.
        seconds: For how long, after every article was brought through all its versions.
        askers: How many processes ask.
        models: A folder with the prepared embedding model.
        every: Seconds from the start of a rebuild to that of the next, or more if it takes longer.
            What was replaced is kept for a while, so that the disk holds as much as rebuilds come
            often: what grows is seen where they come evenly.
        chroma_url: A Chroma server for the vectors; None: they are embedded.
        server_data: Where that server keeps its data, which must not grow either.
        seed: Of what is changed and asked.
    """
    data = place / "data"
    data.mkdir(parents=True)
    if models:
        (data / "models").symlink_to(models)
    rebuilds = Rebuilds(
        articles=place / "articles",
        data=data,
        environment={"CHROMA_URL": chroma_url or ""},
        chance=random.Random(seed),  # noqa: S311 (no secret)
    )
    rebuilds.begin()
    sizes: Disk = []
    with _asking(data, place, askers) as notes:
        rebuilds.warm_up()
        since = time.monotonic()
        while time.monotonic() < since + seconds:
            due = time.monotonic() + every
            rebuilds.next()
            sizes.append((time.monotonic(), _sizes(data, server_data)))
            time.sleep(max(0.0, due - time.monotonic()))
    rebuilds.settle()
    seen = [list(_read(note)) for note in notes]
    differences = _differences(rebuilds, place, models)
    return _judge(rebuilds, seen, sizes, since, differences)


@contextmanager
def _asking(data: Path, place: Path, askers: int) -> Iterator[list[Path]]:
    """Have processes ask until the end of the block; lend the files in which they write it down."""
    notes = [place / f"asker-{number}.jsonl" for number in range(askers)]
    with ExitStack() as stack:
        children = []
        for number, note in enumerate(notes):
            command = [sys.executable, "-m", "benchmarks.soak.asking", str(data), str(number)]
            output = stack.enter_context(note.open("wb"))
            children.append(
                stack.enter_context(
                    subprocess.Popen(command, stdout=output)  # noqa: S603 (of this project)
                )
            )
        try:
            while not all(note.stat().st_size for note in notes):
                _see_that_they_run(children)
                time.sleep(0.1)
            yield notes
            _see_that_they_run(children)
        finally:
            for child in children:
                child.kill()


def _see_that_they_run(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is not None:
            raise SystemExit(f"A process that asks ended with exit code {child.returncode}.")


def _read(note: Path) -> Iterator[Observation]:
    """Yield what a process wrote down; of a last line that it was killed in, nothing."""
    with note.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield Observation.from_json(json.loads(line))


def _sizes(data: Path, server_data: Path | None) -> dict[str, int]:
    sizes = disk(data)
    if server_data:
        sizes["the server's"] = sum(disk(server_data).values())
    return sizes


def _differences(rebuilds: Rebuilds, place: Path, models: Path | None) -> list[str]:
    """Return in what the index differs at last from one that is made from nothing."""
    fresh_data = place / "fresh"
    fresh_data.mkdir()
    if models:
        (fresh_data / "models").symlink_to(models)
    settings = replace(
        Settings.from_mapping({}), articles=(rebuilds.articles,), data=fresh_data, chroma_url=None
    )
    fresh = Library.open(settings)
    soaked = Library.open(replace(settings, data=rebuilds.data))
    with closing(fresh), closing(soaked):
        fresh.rebuild()
        embedder = CachedEmbedder(fresh.embedder, place / "judge.sqlite")
        held, expected = everything(soaked, embedder), everything(fresh, embedder)
    lost = [f"only in a fresh index: {each}" for each in expected if each not in held]
    return lost + [f"not in a fresh index: {each}" for each in held if each not in expected]


def _judge(
    rebuilds: Rebuilds,
    seen: Sequence[Sequence[Observation]],
    sizes: Disk,
    since: float,
    differences: Sequence[str],
) -> Outcome:
    faults: Counter[str] = Counter()
    slowest = 0.0
    problems = [*rebuilds.problems, *differences]
    for observation in (each for of_one in seen for each in of_one):
        verdict = rebuilds.history.judge(observation)
        slowest = max(slowest, verdict.behind)
        if verdict.fault:
            faults[verdict.fault] += 1
            if faults[verdict.fault] <= _MOST_SHOWN:
                problems.append(f"{verdict.fault}: {observation}")
    growth = (*_growth_of_disk(sizes, since), *_growth_of_askers(seen, since))
    is_judged = len(sizes) >= _ENOUGH_TO_JUDGE
    if is_judged:
        problems += [f"{each.name} grew: {each.values}" for each in growth if each.grew]
    return Outcome(
        rebuilds=rebuilds.counts,
        questions=sum(map(len, seen)),
        faults=faults,
        slowest=slowest,
        growth=growth,
        is_growth_judged=is_judged,
        problems=tuple(problems),
    )


def _growth_of_disk(sizes: Disk, since: float) -> Iterator[Thirds]:
    for part in sorted({name for _, parts in sizes for name in parts}):
        samples = [(moment, float(parts.get(part, 0))) for moment, parts in sizes]
        yield thirds(f"disk: {part}", samples, max, since=since, tolerance=OF_DISK)


def _growth_of_askers(seen: Sequence[Sequence[Observation]], since: float) -> Iterator[Thirds]:
    for number, observations in enumerate(seen, 1):
        memory = [(each.ended, float(each.memory)) for each in observations]
        name = f"memory of asker {number}"
        yield thirds(name, memory, median, since=since, tolerance=OF_MEMORY)
    waits = [(each.ended, each.seconds) for each in (each for of_one in seen for each in of_one)]
    yield thirds("seconds of 95 in 100", waits, p95, since=since, tolerance=OF_WAITING)
