"""Articles are found by any words of what is known of them, the newest first."""

import pytest

from index.article import Reference
from index.dates.partial_date import PartialDate
from index.listing import list_articles

TRAM = Reference(
    id="1", path="tram.md", title="Tram 9", publisher="Post", published=PartialDate(2024, 5, 14)
)
AUDIT = Reference(id="2", path="a.md", title="Audit of the tram", published=PartialDate(2024, 9))
HORSES = Reference(id="3", path="horses.md", title="Žluťoučký kůň", author="Zoë Müller")


def test_the_newest_comes_first() -> None:
    """And undated articles last."""
    assert list_articles([HORSES, TRAM, AUDIT]) == [AUDIT, TRAM, HORSES]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("tram", [AUDIT, TRAM]),
        ("TRAM post", [TRAM]),
        ("zlutoucky", [HORSES]),
        ("mül", [HORSES]),
        ("september 2024", [AUDIT]),
        ("horses", [HORSES]),
        ("tram zebra", []),
        ("🐎", [AUDIT, TRAM, HORSES]),
    ],
)
def test_every_word_has_to_be_there(search: str, found: list[Reference]) -> None:
    """In title, publisher, author, date or path, in any case, accents or not, begun or whole."""
    assert list_articles([TRAM, HORSES, AUDIT], search=search) == found
