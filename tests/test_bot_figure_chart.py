"""Figures over time become a picture, whatever they are, and the same in words."""

from io import BytesIO

import matplotlib.image
import pytest
from hypothesis import given, settings

from bot.messages.figure_chart import description, draw
from index.dates.partial_date import PartialDate
from index.timeline import Point, Series
from tests.bot_tellings import SERIES

TRAM = Series(
    subject="The extension of Tram 9",
    unit="crowns",
    points=(
        Point(when=PartialDate(2024, 5, 14), value=4.12e8, spoken="412 million", citation=1),
        Point(when=PartialDate(2024, 9), value=4.63e8, spoken="463 million", citation=3),
    ),
)


@given(SERIES)
@settings(max_examples=12, deadline=None)
def test_any_figures_can_be_drawn(series: Series) -> None:
    """Of any size, at any date, in any words; the description fits Discord's limit."""
    assert draw(series).startswith(b"\x89PNG")
    assert 0 < len(description(series)) <= 1_024


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_can_be_drawn(year: int) -> None:
    """An article may be dated so by mistake."""
    points = (TRAM.points[0], Point(when=PartialDate(year), value=0, spoken="none", citation=2))
    assert draw(Series(subject="", unit="", points=points))


def test_the_picture_brings_its_own_dark_ground() -> None:
    """It has no see-through parts that a light theme would make unreadable."""
    pixels = matplotlib.image.imread(BytesIO(draw(TRAM)))
    assert pixels[..., 3].min() == 1
    assert pixels[0, 0, :3].max() < 0.2
    assert pixels[..., :3].max() > 0.9


def test_the_description_tells_every_figure() -> None:
    """With its date and the number of its footnote."""
    assert description(TRAM) == (
        "Chart. The extension of Tram 9: 412 million, 14 May 2024 [1]; 463 million, "
        "September 2024 [3]"
    )
