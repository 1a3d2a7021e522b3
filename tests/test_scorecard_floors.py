"""Floors fail what fell, and move only when they are told to."""

import json
from pathlib import Path

import pytest

from index.errors import ConfigurationError
from index.scorecard.floors import guard
from index.scorecard.measures import Estimate
from index.scorecard.scorecard import Score, Scorecard
from index.scorecard.systems import OURS


def scorecard(asked: int = 200, **means: float) -> Scorecard:
    """Return a scorecard of the set ``tiny/questions`` with these measures of answers."""
    measures = {name: Estimate(mean, 0.0, 1.0, asked) for name, mean in means.items()}
    return Scorecard(
        name="tiny/questions",
        questions=10,
        articles=5,
        retrieval={},
        answers={OURS: Score(measures, 0.1, 0.2)},
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a floor of .5 for one measure, and one for another set."""
    floors = {"tiny/questions": {"answered": 0.5}, "other/questions": {"answered": 0.9}}
    file = tmp_path / "floors.json"
    file.write_text(json.dumps(floors), "utf-8")
    return file


def stored(path: Path) -> dict[str, dict[str, float]]:
    """Return what a file of floors holds."""
    floors: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
    return floors


@pytest.mark.parametrize("mean", [0.5, 0.7])
def test_a_measure_on_or_above_its_floor_passes(path: Path, mean: float) -> None:
    """Nothing is named, and the floors of other sets don't matter."""
    assert guard(path, [scorecard(answered=mean)]) == []


def test_a_measure_below_its_floor_is_named(path: Path) -> None:
    """With its set, its value and its floor."""
    [named] = guard(path, [scorecard(answered=0.4)])
    assert named == "tiny/questions: answered is 0.4, and its floor 0.5"


def test_a_measure_that_is_gone_is_named(path: Path) -> None:
    """Leaving something out doesn't lift it over its floor."""
    [named] = guard(path, [scorecard(refused=1.0)])
    assert "answered is not measured" in named


def test_comparing_leaves_the_file_alone(path: Path) -> None:
    """A better run raises nothing by itself."""
    before = path.read_bytes()
    guard(path, [scorecard(answered=0.7)])
    assert path.read_bytes() == before


def test_raising_keeps_what_is_higher(path: Path) -> None:
    """What fell still fails; what is new or better becomes the floor."""
    assert guard(path, [scorecard(answered=0.4, refused=0.3)], change="raise")
    assert stored(path)["tiny/questions"] == {"answered": 0.5, "refused": 0.29}
    assert not guard(path, [scorecard(answered=0.6, refused=0.3)], change="raise")
    assert stored(path)["tiny/questions"] == {"answered": 0.59, "refused": 0.29}


def test_lowering_takes_what_was_measured(path: Path) -> None:
    """Nothing fails then, and the floors of other sets stay."""
    assert guard(path, [scorecard(answered=0.4)], change="set") == []
    assert stored(path) == {
        "tiny/questions": {"answered": 0.39},
        "other/questions": {"answered": 0.9},
    }


def test_what_holds_by_construction_has_no_slack(path: Path) -> None:
    """Other floors lie two questions below what was measured; this one doesn't."""
    guard(path, [scorecard(answered=0.6, supported=1.0)], change="set")
    assert stored(path)["tiny/questions"] == {"answered": 0.59, "supported": 1.0}


@pytest.mark.parametrize("asked", [20, 83, 104, 150, 303])
def test_two_questions_may_turn_wherever_they_lie(path: Path, asked: int) -> None:
    """However their shares are rounded; three may not."""
    for right in range(3, asked + 1):
        guard(path, [scorecard(asked, answered=right / asked)], change="set")
        assert guard(path, [scorecard(asked, answered=(right - 2) / asked)]) == []
        assert guard(path, [scorecard(asked, answered=(right - 3) / asked)])


def test_longer_answers_are_no_better(path: Path) -> None:
    """The length of answers gets no floor."""
    guard(path, [scorecard(answered=0.6, sentences=3.0, words=60.0)], change="set")
    assert stored(path)["tiny/questions"] == {"answered": 0.59}


def test_an_update_begins_the_file(tmp_path: Path) -> None:
    """There need not be one."""
    path = tmp_path / "floors.json"
    assert guard(path, [scorecard(answered=0.66666)], change="raise") == []
    assert stored(path) == {"tiny/questions": {"answered": 0.6567}}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The error says what writes one."""
    with pytest.raises(ConfigurationError, match="--update-floors"):
        guard(tmp_path / "floors.json", [scorecard(answered=1.0)])


@pytest.mark.parametrize("content", ["{", "[]", '{"tiny/questions": {"answered": "high"}}'])
def test_a_file_of_something_else_is_named(path: Path, content: str) -> None:
    """It is refused and left as it is."""
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=r"floors\.json holds no floors"):
        guard(path, [scorecard(answered=1.0)], change="set")
    assert path.read_text("utf-8") == content
