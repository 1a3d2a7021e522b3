"""Markdown reads as prose."""

import pytest

from index.reading.markdown import plain
from index.text.paragraphs import split_paragraphs


@pytest.mark.parametrize(
    ("markdown", "paragraphs"),
    [
        ("# The *old* bridge\n\nIt is **shut**.", ["The old bridge", "It is shut."]),
        ("It is [shut](https://ashford.example 'news').", ["It is shut."]),
        ("![A bridge](bridge.png)It is shut.", ["It is shut."]),
        ("- Apples\n- Pears\n\n> It is shut.", ["Apples", "Pears", "It is shut."]),
        ("1. Apples\n2. Pears", ["1. Apples", "2. Pears"]),
        ("1945. The war ends.", ["1945. The war ends."]),
        ("| Year | Cost |\n|---|---|\n| 2024 | 3 |", ["Year Cost", "2024 3"]),
        ("It is shut.\nIt stays so.", ["It is shut.", "It stays so."]),
        ("```\nIt is shut.\n```\n\n    It stays so.", ["It is shut.", "It stays so."]),
        ("It is <b>shut</b>.<!-- why? -->", ["It is shut."]),
        ("<div><p>It is <i>shut</i>.</p></div>", ["It is shut."]),
        ("Fish &amp; chips cost $5_000_ \\*.", ["Fish & chips cost $5_000_ *."]),
        ("Plain prose.\n\nMore of it.", ["Plain prose.", "More of it."]),
    ],
)
def test_markup_is_left_out(markdown: str, paragraphs: list[str]) -> None:
    """Every word a reader sees is kept, and no sign that tells how it looks."""
    assert split_paragraphs(plain(markdown)) == paragraphs
