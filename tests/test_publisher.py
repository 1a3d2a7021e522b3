"""A publisher is named by its own page, not by an article that mentions it."""

import pytest

from index.page.publisher import find_publisher

PROSE = "The council of Ashford voted on Tuesday to close the old bridge."


@pytest.mark.parametrize(
    ("said", "publisher"),
    [
        ("Views expressed here are not necessarily in line with us.", None),
        ("Opinions expressed do not necessarily reflect Sky News’s position.", "Sky News"),
        ("Opinions expressed do not necessarily represent the views of the Bay Post.", "Bay Post"),
        ("Join Bay Post for exclusive access.", "Bay Post"),
        ("© 2024 The Bay Post. All rights reserved.", "The Bay Post"),
        ("Copyright 2024 Reuters", "Reuters"),
        ("Ann Field is a Nation contributing writer.", "The Nation"),
    ],
)
def test_the_page_names_its_publisher(said: str, publisher: str | None) -> None:
    """Disclaimers, notices, copyright lines and boxes about the author name who publishes them."""
    assert find_publisher([PROSE, said]) == publisher


@pytest.mark.parametrize(
    ("opening", "publisher"),
    [
        ("LONDON (Reuters) — The bridge is shut.", "Reuters"),
        ("KYIV, Ukraine (AP) - The bridge is shut.", "AP"),
        ("New York CNN Business — The bridge is shut.", "CNN Business"),
        ("LONDON (Ashford) — The bridge is shut.", None),
        ("He told CNN — and nobody else — that the bridge is shut.", None),
    ],
)
def test_a_dateline_names_the_publisher(opening: str, publisher: str | None) -> None:
    """A publisher that is known for one counts where it stands behind the place."""
    assert find_publisher([opening, PROSE]) == publisher


@pytest.mark.parametrize(
    "prose",
    [
        "The figures do not reflect Ukraine’s official position, the minister said.",
        "The song was written in 2024 by Reuters staff, the court heard.",
        "Join Ann Field for a walk over the bridge.",
        "In London, (Reuters) said, the bridge is shut.",
    ],
)
def test_prose_names_no_publisher(prose: str) -> None:
    """A name in the article's own sentences is not the publisher's."""
    assert find_publisher([PROSE, prose]) is None
