"""Twenty thousand questions leave the bot as it was, and nobody without a word."""

from pathlib import Path

import pytest

from benchmarks.long_run.growth import growth_of
from benchmarks.long_run.process import Holding
from benchmarks.long_run.running import run
from benchmarks.soak.growth import MEGABYTE


@pytest.mark.parametrize("questions", [200, pytest.param(20_000, marks=pytest.mark.trust)])
async def test_whoever_asks_is_told_whatever_goes_wrong(
    models: Path, tmp_path: Path, questions: int
) -> None:
    """Discord, Chroma and rebuilds do their worst; nothing grows, and answers stay as quick."""
    outcome = await run(tmp_path, questions=questions, askers=6, models=models)
    assert outcome.problems == ()
    assert sum(outcome.questions.values()) == questions
    assert outcome.troubles["rebuilds"] > questions / 1_000
    assert outcome.troubles["Chroma away"] == outcome.troubles["Chroma back"] >= questions / 1_000
    assert outcome.troubles["connections dropped"] > questions / 500
    if questions > 1_000:
        assert len(outcome.growth) == 5  # all of it was judged


def _holdings(a_second: float) -> list[Holding]:
    """What a process holds that ends with some bytes, files, threads and tasks more a second."""
    return [
        Holding(
            moment=float(at),
            memory=int(200 * MEGABYTE + at % 7 * MEGABYTE + a_second * MEGABYTE * at),
            handles=30 + at % 5 + int(a_second * at),
            threads=12 + at % 3 + int(a_second * at),
            tasks=10 + at % 6 + int(a_second * at),
        )
        for at in range(400)
    ]


@pytest.mark.parametrize(("a_second", "grew"), [(0.0, False), (0.05, True)])
def test_what_grows_is_noticed(a_second: float, grew: bool) -> None:
    """Beneath ups and downs, in every respect."""
    waits = [(float(at), 0.1 + at % 9 / 100 + a_second * at / 50) for at in range(400)]
    found = {each.name: each.grew for each in growth_of(_holdings(a_second), waits)}
    assert found == dict.fromkeys(
        ("memory", "open files", "threads", "tasks", "seconds an answer"), grew
    )


def test_of_a_short_run_nothing_is_said() -> None:
    """Its thirds differ by chance."""
    assert list(growth_of(_holdings(1.0)[:50], [(1.0, 1.0)])) == []
