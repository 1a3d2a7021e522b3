"""The command that compares starts runs all the processes it compares."""

import pytest

from benchmarks.start import cold_start, table
from index.library import Library


@pytest.mark.trust
def test_each_process_is_measured_beside_the_libraries_alone(own_archive: Library) -> None:
    """One row each, in ratios to the first; what is rebuilt is the index that is asked."""
    [articles] = own_archive.settings.articles
    question = "When did the bridge reopen?"
    starts = cold_start(own_archive.settings.data, articles, question=question, times=1)
    alone, ask, rebuild = starts
    assert alone.ratio == 1
    assert ask.seconds / alone.seconds == ask.ratio
    assert "rebuild" in rebuild.name
    assert table(starts).row_count == len(starts)
