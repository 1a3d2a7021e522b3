"""Nobody who asks notices rebuilds; and whoever would is noticed by the soak."""

from pathlib import Path

import pytest

from benchmarks.soak.asking import Observation
from benchmarks.soak.growth import MEGABYTE, OF_DISK, thirds
from benchmarks.soak.history import History, State
from benchmarks.soak.soaking import soak
from tests.conftest import chroma_server


@pytest.mark.parametrize(
    ("seconds", "every", "askers"), [(15, 0, 2), pytest.param(600, 5, 4, marks=pytest.mark.trust)]
)
def test_rebuilds_harm_nobody_who_asks(
    models: Path, tmp_path: Path, seconds: float, every: float, askers: int
) -> None:
    """No error, no mixture of states, nothing stale, and nothing grows."""
    outcome = soak(tmp_path, seconds=seconds, every=every, askers=askers, models=models)
    assert outcome.problems == ()
    assert sum(outcome.rebuilds.values()) > seconds / 10
    assert outcome.questions > seconds


@pytest.mark.trust
def test_rebuilds_on_a_server_harm_nobody_who_asks(models: Path, tmp_path: Path) -> None:
    """The same goes for several processes over one Chroma server.

    Of its disk nothing is asked: it keeps the files of dropped collections
    (https://github.com/chroma-core/chroma/issues/5259).
    """
    with chroma_server(tmp_path / "server") as url:
        place = tmp_path / "soak"
        outcome = soak(place, seconds=300, every=5, askers=3, models=models, chroma_url=url)
    assert outcome.problems == ()
    assert outcome.is_growth_judged


_HISTORY = History(
    [
        State(versions={"Alderbank": 0, "Yewwick": 0}, began=0, finished=10),
        State(versions={"Alderbank": 1, "Yewwick": 1}, began=20, finished=30),
        State(versions={"Alderbank": 2}, began=40, finished=None),
    ]
)
_BOTH = (("Alderbank", 0), ("Yewwick", 0))
_MIXED = (("Alderbank", 1), ("Yewwick", 0))
_NEWER = (("Alderbank", 1), ("Yewwick", 1))
_NEWEST = (("Alderbank", 2),)


@pytest.mark.parametrize(
    ("began", "told", "fault"),
    [
        (15, _BOTH, None),
        (15, _NEWER, "mixed"),  # nobody had begun to write that
        (21, _NEWER, None),
        (31, _BOTH, None),
        (33, _BOTH, "stale"),
        (33, _MIXED, "mixed"),
        (41, _NEWER, None),
        (41, _NEWEST, None),
        (41, (*_NEWEST, ("Yewwick", 1)), "mixed"),  # that article is gone
    ],
)
def test_an_answer_is_of_one_state_of_its_time(
    began: float, told: tuple[tuple[str, int], ...], fault: str | None
) -> None:
    """What is told has to be in one state that was there when it was asked."""
    assert _HISTORY.judge(Observation(began=began, ended=began + 1, told=told)).fault == fault


@pytest.mark.parametrize(
    ("asked", "began", "fault"),
    [("Alderbank", 33, "unanswered"), ("Yewwick", 33, "unanswered"), ("Yewwick", 41, None)],
)
def test_silence_is_a_fault_where_something_is_known(
    asked: str, began: float, fault: str | None
) -> None:
    """Only an article that may have been removed by then may be missed."""
    assert _HISTORY.judge(Observation(began=began, ended=began + 1, asked=asked)).fault == fault


def test_a_list_is_of_one_state() -> None:
    """It names the articles of one state, and no others."""

    def listing(*names: str) -> Observation:
        return Observation(began=33, ended=34, listed=names)

    assert _HISTORY.judge(listing("Alderbank", "Yewwick")).fault is None
    assert _HISTORY.judge(listing("Alderbank")).fault == "mixed"


@pytest.mark.parametrize(("step", "grows"), [(0.0, False), (0.5 * MEGABYTE, True)])
def test_growth_is_told_from_ups_and_downs(step: float, grows: bool) -> None:
    """What is kept for a while is not what is never let go."""
    sizes = [(float(at), MEGABYTE * (10 + at % 7) + step * at) for at in range(100)]
    assert thirds("disk", sizes, max, since=0, tolerance=OF_DISK).grew == grows
