"""Estimates are means with honest bounds."""

import pytest

from index.scorecard.measures import Estimate


def test_the_mean_lies_within_its_interval() -> None:
    """Both bounds are apart from the mean where the values differ."""
    estimate = Estimate.of([0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    assert estimate.mean == 0.75
    assert 0.0 <= estimate.low < 0.75 < estimate.high <= 1.0


def test_the_interval_of_a_proportion_is_the_known_one() -> None:
    """Half of 400 questions: the normal approximation gives .5 ± .049."""
    estimate = Estimate.of([0.0, 1.0] * 200)
    assert (estimate.low, estimate.high) == pytest.approx((0.451, 0.549), abs=0.006)


def test_equal_values_leave_no_doubt() -> None:
    """The interval is the value itself, however few questions there are."""
    assert Estimate.of([0.25, 0.25]) == Estimate(0.25, 0.25, 0.25, 2)


def test_two_runs_agree() -> None:
    """The resamples are drawn from a fixed seed."""
    values = [0.1, 0.7, 0.4]
    assert Estimate.of(values) == Estimate.of(values)
