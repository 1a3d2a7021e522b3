"""Kills rebuilds at random moments, and looks at what that leaves behind.

    python -m benchmarks.kills [--times 50] [--server URL] [--seed 1]

A small collection changes from round to round. In each, a rebuild is killed; every fifth time an
undo is, too. After that every question has to be answered, and all from one whole state of the
articles. The next rebuild then has to hold what one from nothing does, to the last passage and its
vector. What was wrong is printed, and the exit code is 1.

Half of the moments are spread evenly over the time that a rebuild takes, a quarter over the changes
that it makes to files, and a quarter over those from the switch on, so that steps of a few
milliseconds are hit as well.
"""

import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Protocol

import click

from benchmarks.children import Change, Child, Told
from index.answer import Filters
from index.article import Passage
from index.embedding import CachedEmbedder, Embedder, embedded_text
from index.library import Library
from index.settings import Settings
from index.text.words import content_terms

_BRIDGES = ("Alder", "Birch", "Cedar", "Ebony", "Hazel", "Larch", "Maple", "Rowan")
_SPARE = "Willow"  # its file comes and goes
_FILLER = (
    "The {name} bridge crosses the river at mile {mile}. Its arches were painted in the colour of "
    "{name} leaves, and {mile} lamps stand on its railings. Anglers meet below pillar {mile} when "
    "the water is low, and barges pass on the other side."
)
_SAME = 0.999  # the cosine of a vector with itself, computed in single precision
_SWITCH = "/CURRENT"
_UNDONE_EVERY = 5  # rounds
_PATIENCE = 120.0  # seconds for a rebuild whose server was killed to say so

_Content = Sequence[tuple[object, ...]]


class Server(Protocol):
    """A Chroma server that can be killed, and started anew where it was."""

    url: str

    def kill(self) -> None:
        """End it as ``kill -9`` does."""

    def start(self) -> None:
        """Return when it answers again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What was killed: in which step, before which change of a file, what was wrong afterwards."""

    step: str
    change: str
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
    """Kill so many rebuilds and a few undos, and yield what came of each.

    Args:
        place: An empty folder, for articles and indexes.
        models: A folder with the prepared embedding model.
        chroma_url: A Chroma server for the vectors; None: they are embedded.
        times: How many rebuilds are killed.
        seed: Of the moments.
    """
    chance = random.Random(seed)  # noqa: S311 (no secret)
    with closing(_Trial.begin(place, models=models, chroma_url=chroma_url)) as trial:
        trial.change()
        rebuild, undo = trial.usual("--progress=json"), trial.usual("--undo")
        trial.killed.rebuild()
        moments = _moments(rebuild, times, chance)
        of_undo = iter(_moments(undo, times // _UNDONE_EVERY, chance))
        for count, moment in enumerate(moments, 1):
            trial.change()
            killed, told = trial.kill(moment, "--progress=json")
            yield trial.judge(told, killed=killed, before=trial.round_number - 1)
            if count % _UNDONE_EVERY == 0:
                killed, told = trial.kill(next(of_undo), "--undo")
                told = replace(told, steps=("Undoing",))
                yield trial.judge(told, killed=killed, before=trial.round_number - 1)


def kill_servers(
    place: Path, *, models: Path | None, server: Server, times: int, seed: int
) -> Iterator[Kill]:
    """Kill the Chroma server during so many rebuilds, start it again, and yield what came of each.

    Nothing is asked of it in between: that the server doesn't answer is said by other tests.
    """
    chance = random.Random(seed)  # noqa: S311 (no secret)
    with closing(_Trial.begin(place, models=models, chroma_url=server.url)) as trial:
        trial.change()
        seconds, _ = trial.usual("--progress=json")
        for moment in _spread(seconds, times, chance):
            trial.change()
            child = trial.run("--progress=json")
            time.sleep(moment)
            server.kill()
            code = child.wait(_PATIENCE)
            child.kill()
            server.start()
            told = child.told()
            kill = trial.judge(told, killed=code != 0, before=trial.round_number - 1)
            is_said = code == 0 or (code == 1 and trial.chroma_url in told.words)
            silence = () if is_said else (f"exit code {code}, which says: {told.words}",)
            yield replace(kill, faults=(*silence, *kill.faults))


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a child is killed: so many seconds after its start, or before a change."""

    seconds: float | None = None
    change: Change | None = None


def _moments(
    usual: tuple[float, Sequence[str]], times: int, chance: random.Random
) -> list[_Moment]:
    """Spread moments over the seconds that it usually takes, and over the changes it makes."""
    seconds, changes = usual
    to_switch = sum(1 for _ in takewhile(lambda change: _SWITCH not in change, changes))
    of_any, of_switch = times // 4, times // 4
    timed = _spread(seconds, times - of_any - of_switch, chance)
    moments = [
        *(_Moment(seconds=moment) for moment in timed),
        *(_Moment(change=each) for each in _changes(len(changes), of_any, chance)),
        *(
            _Moment(change=replace(each, since=_SWITCH))
            for each in _changes(len(changes) - to_switch, of_switch, chance)
        ),
    ]
    chance.shuffle(moments)
    return moments


def _changes(count: int, times: int, chance: random.Random) -> list[Change]:
    return [Change(number=1 + int(number)) for number in _spread(count, times, chance)]


def _spread(length: float, times: int, chance: random.Random) -> list[float]:
    """Return random points of a line, one in each of so many equal parts of it."""
    return [length * (part + chance.random()) / times for part in range(times)]


@dataclass(slots=True, kw_only=True)
class _Trial:
    """The index whose rebuilds are killed, beside one that is made from nothing each round."""

    articles: Collection
    killed: Library
    fresh: Library
    judge_embedder: Embedder
    chroma_url: str
    round_number: int = 0
    expected: dict[int, _Content] = field(default_factory=dict)

    @classmethod
    def begin(cls, place: Path, *, models: Path | None, chroma_url: str | None) -> "_Trial":
        """Index the articles of the first round."""
        place.mkdir(exist_ok=True)
        killed = _library(place, "killed", models, chroma_url)
        fresh = _library(place, "fresh", models, None)
        articles = Collection(place / "articles")
        articles.write(0)
        killed.rebuild()
        return cls(
            articles=articles,
            killed=killed,
            fresh=fresh,
            # A cache of its own: what kills did to the others is to be seen.
            judge_embedder=CachedEmbedder(fresh.embedder, place / "judge.sqlite"),
            chroma_url=chroma_url or "",
        )

    def change(self) -> None:
        """Change the articles, and see what an index of them holds."""
        self.round_number += 1
        self.articles.write(self.round_number)
        self.fresh.rebuild(full=True)
        self.expected[self.round_number] = everything(self.fresh, self.judge_embedder)

    def usual(self, *options: str) -> tuple[float, Sequence[str]]:
        """Run a child that nobody kills; return its seconds and its changes of files."""
        self.run("--help").wait()  # the first child waits for the process that all are forked from
        began = time.perf_counter()
        child = self.run(*options)
        code = child.wait()
        seconds = time.perf_counter() - began
        if code:
            raise SystemExit(f"What nobody killed failed: {child.told().words}")
        return seconds, child.told().changes

    def run(self, *options: str, dies_of: Change | None = None) -> Child:
        """Start a rebuild in a child."""
        settings = self.killed.settings
        [articles] = settings.articles
        return Child.start(
            ["rebuild", f"--articles={articles}", f"--data-dir={settings.data}", *options],
            file=articles.with_name("told"),
            environment={"CHROMA_URL": self.chroma_url},
            dies_of=dies_of,
        )

    def kill(self, moment: _Moment, *options: str) -> tuple[bool, Told]:
        """Start a rebuild and kill it; tell whether it was still at it, and what it said."""
        child = self.run(*options, dies_of=moment.change)
        if moment.seconds is not None:
            time.sleep(moment.seconds)
            child.kill()
        code = child.wait()
        told = child.told()
        if code not in {0, -9}:
            raise SystemExit(f"What was to be killed failed: {told.words}")
        return code != 0, told

    def judge(self, told: Told, *, killed: bool, before: int) -> Kill:
        """Return what is wrong after a kill, and after the rebuild that follows."""
        states = (before, self.round_number)
        faults = [*_ask(self.killed, states), *self._differences(states)]
        self.killed.rebuild()
        faults += [f"after the next rebuild: {fault}" for fault in self._differences(states[1:])]
        return Kill(
            step=told.step, change=told.change, came_too_late=not killed, faults=tuple(faults)
        )

    def _differences(self, states: Sequence[int]) -> Iterator[str]:
        """Yield in what the index differs from the last of these states, if from every one."""
        held = everything(self.killed, self.judge_embedder)
        yield from (f"not as it should be: {each}" for each in held if not each[-1])
        if any(held == self.expected[state] for state in states):
            return
        expected = self.expected[states[-1]]
        yield from (f"not in a fresh index: {each}" for each in held if each not in expected)
        yield from (f"only in a fresh index: {each}" for each in expected if each not in held)

    def close(self) -> None:
        """Release both indexes."""
        self.killed.close()
        self.fresh.close()


def _library(place: Path, name: str, models: Path | None, chroma_url: str | None) -> Library:
    data = place / name
    data.mkdir()
    if models:
        (data / "models").symlink_to(models)
    settings = Settings.from_mapping({})
    return Library.open(
        replace(settings, articles=(place / "articles",), data=data, chroma_url=chroma_url)
    )


def _ask(library: Library, states: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with the answers after a kill."""
    rounds: Counter[int] = Counter()
    for name in _BRIDGES[::2]:
        text = library.ask(f"How many cars did the {name} bridge carry on its first day?").text
        told = [each for each in states if _cars(name, each) in text]
        if not told:
            yield f"on the {name} bridge: {text}"
        rounds.update(told)
    if len(rounds) > 1:
        yield f"answers of several states: {dict(rounds)}"


def everything(library: Library, embedder: Embedder) -> list[tuple[object, ...]]:
    """Return each article and passage that is indexed, in order.

    A row ends with whether all is well: whether counts agree, whether an article has a text, and
    whether a passage is in it, is found by its words and by the vector that ``embedder`` gives it,
    and has that vector.
    """
    with library.view() as view:
        [probe] = embedder.embed(["What is there?"])
        numbers = list(view.nearest(probe, 2 * view.passage_count + 100))
        passages = view.passages(numbers)
        articles = {each.id: view.article(each.id) for each in view.references()}
        counts = (view.article_count, view.passage_count, len(numbers))
        rows: list[tuple[object, ...]] = [
            ("counts", *counts, counts == (len(articles), len(passages), len(passages))),
            *(("article", article, article is not None) for article in articles.values()),
        ]
        texts = [embedded_text(each.article, each.text) for each in passages.values()]
        found = zip(passages.items(), embedder.embed(texts) if texts else (), strict=True)
        for (number, passage), vector in sorted(found, key=lambda each: _place(each[0][1])):
            words = tuple(dict.fromkeys(content_terms(passage.text)))
            article = articles.get(passage.article.id)
            is_well = (
                article is not None
                and article.text[passage.start : passage.end] == passage.text
                and max(view.nearest(vector, 3).values()) > _SAME
                and view.similarities(vector, [number])[number] > _SAME
                and number in view.best_passages(words, 5, filters=Filters())
            )
            rows.append(("passage", passage, is_well))
    return rows


def _place(passage: Passage) -> tuple[str, int]:
    return passage.article.id, passage.start


@click.command()
@click.option("--times", default=50, help="How many rebuilds are killed.")
@click.option("--server", help="A Chroma server for the vectors; default: they are embedded.")
@click.option("--seed", default=1, help="Of the moments.")
def main(times: int, server: str | None, seed: int) -> None:
    """Print what came of every kill."""
    began = time.perf_counter()
    steps: Counter[str] = Counter()
    faulty = 0
    with tempfile.TemporaryDirectory() as place:
        for kill in kill_rebuilds(
            Path(place), models=None, chroma_url=server, times=times, seed=seed
        ):
            where = f"{kill.step}, before {kill.change}" if kill.change else kill.step
            steps["done already" if kill.came_too_late else where] += 1
            faulty += bool(kill.faults)
            for fault in kill.faults:
                click.echo(f"Killed while {where}: {fault}")
    for step, count in steps.most_common():
        click.echo(f"{count:4}  {step}")
    seconds = time.perf_counter() - began
    click.echo(f"{steps.total()} killed in {seconds:.0f} s, {faulty} with faults.")
    sys.exit(bool(faulty))


if __name__ == "__main__":
    main()
