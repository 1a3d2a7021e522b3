"""The ratios of speed stay within their bounds, and results are told as they are."""

from functools import partial
from pathlib import Path

import pytest

from benchmarks.speed.gate import holds, load_bounds, measure
from benchmarks.speed.measures import Measure, Part, Results
from benchmarks.speed.place import Place
from benchmarks.speed.plot import draw
from benchmarks.speed.questions import RETRIEVAL
from benchmarks.speed.table import render
from benchmarks.speed.timing import interleaved, percentile

BOUNDS = load_bounds()


@pytest.fixture(scope="module")
def measured(models: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[float]]:
    """Every ratio, measured once or twice."""
    root = tmp_path_factory.mktemp("speed")
    (root / "models").symlink_to(models)
    return measure(Place(root), BOUNDS)


@pytest.mark.parametrize("name", BOUNDS)
def test_a_ratio_is_within_its_bound(name: str, measured: dict[str, list[float]]) -> None:
    """Whatever the machine is, neither growth nor overhead has become more."""
    assert any(holds(value, BOUNDS[name]) for value in measured[name]), measured[name]


def test_every_ratio_has_a_bound(measured: dict[str, list[float]]) -> None:
    """What is measured is also looked at."""
    assert measured.keys() == BOUNDS.keys()


def _results(*measures: Measure) -> Results:
    part = Part(run="2024-11-18T10:00+00:00", seconds=1.0, measures=measures)
    return Results(machine={"cores": "2"}, parts={"questions": part})


def _percentiles(size: int, value: float) -> list[Measure]:
    return [
        Measure(name=f"{RETRIEVAL} p{rank}", size=size, value=value * rank, unit="ms", detail="few")
        for rank in (50, 95, 99)
    ]


def test_a_missed_target_is_told_as_missed() -> None:
    """Beside the target, in the table that the documents quote."""
    missed = Measure(name="growth", value=2.61, unit="ratio", at_most=2.5)
    table = render(_results(*_percentiles(1_000, 0.1), missed))
    assert "| growth | 2.61 × | ≤ 2.5 **missed** |  |" in table
    assert "| retrieval | 5 / 9.5 / 9.9 |" in table


def test_results_survive_the_file(tmp_path: Path) -> None:
    """A part measured anew takes the place of the old one, and the others stay."""
    path = tmp_path / "results.json"
    results = _results(*_percentiles(1_000, 0.5))
    results.save(path)
    assert Results.load(path) == results
    part = Part(run="later", seconds=1.0, measures=())
    assert Results.load(path).with_part("cold", part, machine={}).parts.keys() == {
        "questions",
        "cold",
    }


def test_the_same_results_give_the_same_picture(tmp_path: Path) -> None:
    """It changes in version control only where a measure did."""
    results = _results(*_percentiles(1_000, 0.1), *_percentiles(10_000, 0.2))
    once, again = tmp_path / "once.svg", tmp_path / "again.svg"
    for path in (once, again):
        draw(results, path)
    assert once.read_bytes() == again.read_bytes()


def test_works_take_turns() -> None:
    """So a busy spell of the machine meets all that is compared."""
    done: list[str] = []

    def work(name: str) -> float:
        done.append(name)
        return 1.0

    works = {name: partial(work, name) for name in ("a", "b")}
    assert interleaved(works, times=2) == {"a": [1.0, 1.0], "b": [1.0, 1.0]}
    assert done == ["a", "b", "b", "a"]
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
