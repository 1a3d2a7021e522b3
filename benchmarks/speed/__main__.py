"""Runs the benchmark, or with ``--only indexing,cold`` and ``--sizes 1000,10000`` parts of it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from benchmarks.speed import measures
from benchmarks.speed.cold import measure_cold
from benchmarks.speed.indexing import measure_indexing
from benchmarks.speed.machine import describe
from benchmarks.speed.measures import Measure, Part, Results
from benchmarks.speed.memory import measure_memory
from benchmarks.speed.place import ROOT, Place
from benchmarks.speed.plot import draw
from benchmarks.speed.questions import measure_questions
from benchmarks.speed.real import Source, load
from benchmarks.speed.rebuilding import measure_rebuilding
from benchmarks.speed.recall import measure_recall
from benchmarks.speed.sizes import Sized, open_sizes, sentences
from benchmarks.speed.table import figure, render

_SIZES = "1000,10000,50000,200000"
_COLD_AT = 10_000  # passages: a collection of some size, but one that somebody starts with


@dataclass(frozen=True, kw_only=True)  # without slots: what is expensive is made when wanted
class Bench:
    """What was asked for, and what the parts share."""

    place: Place
    wanted: tuple[int, ...]
    stock_up_to: int
    indexed: int
    times: int

    @cached_property
    def source(self) -> Source:
        """The real articles and questions."""
        return load(self.place)

    @cached_property
    def sizes(self) -> list[Sized]:
        """The indexes, the smallest first."""
        return open_sizes(self.place, self.source, self.wanted)

    @property
    def articles(self) -> int:
        """How many articles are rebuilt: all there are, or as many as the largest size has."""
        largest = max(self.sizes, key=lambda sized: sized.size)
        lines = sum(1 for _ in largest.articles.open(encoding="utf-8"))
        return min(lines, len(self.source.articles))

    def prepare(self) -> None:
        """Make the indexes, and compute what vectors the parts need beside theirs."""
        for sized in self.sizes:
            if sized.real < sized.passages:
                self.place.cached.embed(sentences(self.source, sized.size))

    def indexing(self) -> Iterator[Measure]:
        """A rebuild from nothing."""
        return measure_indexing(self.place, self.source, passages=self.indexed, times=self.times)

    def questions(self) -> Iterator[Measure]:
        """Questions at each size."""
        return measure_questions(
            self.place,
            self.sizes,
            self.source.questions,
            rounds=self.times,
            stock_up_to=self.stock_up_to,
        )

    def recall(self) -> Iterator[Measure]:
        """Recall at each size."""
        return measure_recall(self.place, self.source, self.sizes)

    def rebuilding(self) -> Iterator[Measure]:
        """Rebuilds of what is indexed already."""
        return measure_rebuilding(self.place, self.source, articles=self.articles, times=self.times)

    def memory(self) -> Iterator[Measure]:
        """Memory at each size."""
        return measure_memory(self.place, self.sizes, self.source.questions)

    def cold(self) -> Iterator[Measure]:
        """A cold start."""
        nearest = min(self.sizes, key=lambda sized: abs(sized.size - _COLD_AT))
        return measure_cold(nearest, self.source.questions[0], times=2 * self.times + 1)


_PARTS: dict[str, Callable[[Bench], Iterator[Measure]]] = {
    "indexing": Bench.indexing,
    "questions": Bench.questions,
    "recall": Bench.recall,
    "rebuilding": Bench.rebuilding,
    "memory": Bench.memory,
    "cold": Bench.cold,
}


@click.command()
@click.option("--only", default=",".join(_PARTS), help="Which parts, separated by commas.")
@click.option("--sizes", default=_SIZES, help="Numbers of passages, separated by commas.")
@click.option("--stock-up-to", default=200_000, help="The largest size for LlamaIndex's engines.")
@click.option("--passages", default=2_000, help="How many are indexed from nothing.")
@click.option("--times", default=3, help="How often each comparison is repeated.")
@click.option("--prepare", is_flag=True, help="Only make what is kept for later runs.")
@click.option(
    "--place",
    type=click.Path(path_type=Path),
    default=ROOT / ".footnote/bench",
    help="Where what is expensive is kept.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the results, instead of the project's own documents.",
)
def main(
    only: str,
    sizes: str,
    stock_up_to: int,
    passages: int,
    times: int,
    prepare: bool,
    place: Path,
    out: Path | None,
) -> None:
    """Measure, print, and write the results, their table and their picture."""
    bench = Bench(
        place=Place(place),
        wanted=tuple(int(size) for size in sizes.split(",")),
        stock_up_to=stock_up_to,
        indexed=passages,
        times=times,
    )
    if prepare:
        bench.prepare()
        return
    here = Path(__file__).parent
    json_path = (out or here) / "results.json"
    picture = (out or ROOT / "docs") / "speed.svg"
    table = (out or here) / "README.md"
    json_path.parent.mkdir(parents=True, exist_ok=True)
    run, machine = measures.now(), describe()
    for name in only.split(","):
        began = time.perf_counter()
        found = []
        for measure in _PARTS[name](bench):
            found.append(measure)
            click.echo(_line(name, measure), err=True)
        part = Part(run=run, seconds=time.perf_counter() - began, measures=tuple(found))
        results = Results.load(json_path).with_part(name, part, machine=machine)
        results.save(json_path)
    table.write_text(render(results), "utf-8")
    if "questions" in results.parts:
        draw(results, picture)


def _line(part: str, measure: Measure) -> str:
    value = "–" if measure.value is None else figure(measure.value)
    size = f" at {measure.size:,}" if measure.size else ""
    verdict = {True: " (met)", False: " (MISSED)", None: ""}[measure.is_met]
    return f"{part}: {measure.name}{size}: {value} {measure.unit}{verdict} {measure.detail}"


if __name__ == "__main__":
    main()
