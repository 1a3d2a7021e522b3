"""Files made to take all time and memory get a little of either."""

import pytest

from benchmarks.bombs import HARMLESS, HOSTILE, Cost, costs

# At the full size; a rebuild runs beside the bot, and embedding as much text takes longer.
MOST_SECONDS, MOST_MEGABYTES = 240, 2_300
# At a hundredth, with a second for whatever is read apart.
FEW_SECONDS, FEW_MEGABYTES = 12, 600

# One of each kind, for every run of the tests.
FEW = (
    *HARMLESS,
    "a line of 50 MB.txt",
    "a line that is one word.txt",
    "a line of opening quotation marks.txt",
    "a line of Chinese.txt",
    "a million paragraphs.md",
    "attributes.html",
    "divisions in divisions.html",
    "empty objects.jsonl",
    "lines of nonsense.jsonl",
    "10 GB of zeros.jsonl.gz",
    "3,000 pages that are one.pdf",
    "a page that unpacks to 100 MB.pdf",
)


def _assert_within(cost: Cost, *, seconds: float, megabytes: int) -> None:
    assert cost.seconds <= seconds
    assert cost.megabytes <= megabytes
    assert cost.articles or cost.reason


def test_small_ones_take_little() -> None:
    """Each is read or refused in seconds, and the memory of all stays small."""
    found = dict(costs(FEW, scale=0.01, seconds=1, together=True))
    for cost in found.values():
        _assert_within(cost, seconds=FEW_SECONDS, megabytes=FEW_MEGABYTES)
    assert not any(found[name].reason for name in HARMLESS)


@pytest.mark.trust
@pytest.mark.parametrize("name", [*HARMLESS, *HOSTILE])
def test_each_has_its_bounds(name: str) -> None:
    """At its full size: so much of a core, and so much memory."""
    [(_, cost)] = costs([name], scale=1.0)
    _assert_within(cost, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES)
