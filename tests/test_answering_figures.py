"""A figure is read as what it may mean, and what is no quantity isn't read as one."""

import pytest
from hypothesis import given, settings

from index.answering.figures import find_figures
from tests.texts import texts


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("in the 118 houses", 118, 118, ""),
        ("forty-two houses", 42, 42, ""),
        ("a dozen houses", 12, 12, ""),
        ("2,600 people", 2550, 2650, ""),
        ("more than 100,000 men", 100_000, 150_000, ""),
        ("600,000 and climbing", 600_000, 900_000, ""),
        ("up to 12,000 soldiers", 0, 12_000, ""),
        ("between 90 and 100 ships", 90, 100, ""),
        ("$5-10 billion", 5e9, 10e9, "$"),
        ("2.1 billion dollars", 2.05e9, 2.15e9, "$"),
        ("54 percent", 53.5, 54.5, "%"),
        ("3.4 km", 3.35, 3.45, "km"),
        ("80 days of siege", 80, 80, "day"),
    ],
)
def test_a_figure_is_what_it_may_mean(text: str, low: float, high: float, unit: str) -> None:
    """Rounded figures, limits and ranges leave more than one value possible."""
    [figure] = find_figures(text)
    assert figure.unit == unit
    assert (figure.low, figure.high) == pytest.approx((low, high), abs=0.5 if low > 100 else 1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "on 14 May 2024",
        "at 10:30 or 5 p.m.",
        "Tram 9, an F-16 and COVID-19",
        "a 45-year-old, and Ann, 45, too",
        "in two years, three days ago",
        "another 40 of them, including 12 nurses",
        "up 5 percent, by 3 points",
        "a 3-2 win",
        "two hundred and fifty",
        f"a code of 9{'0' * 400} crowns",
    ],
)
def test_what_is_no_quantity_is_passed_over(text: str) -> None:
    """Dates, times, ages, names, differences and scores say nothing of how much there is."""
    assert list(find_figures(text)) == []


@given(texts())
@settings(max_examples=100, deadline=None)
def test_a_figure_is_a_slice_of_its_text(text: str) -> None:
    """Whatever the text, what is spoken stands where it is said to."""
    for figure in find_figures(text):
        assert figure.spoken == text[figure.start : figure.end]
        assert figure.low <= figure.high
