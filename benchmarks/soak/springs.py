"""Articles on springs, each telling one figure that says in which version of itself it stands."""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

# The texts of an article are these many, so that the cache of embeddings has an end.
VERSIONS = 4
_TREES = ("Alder", "Aspen", "Birch", "Cedar", "Hazel", "Larch", "Maple", "Rowan", "Willow", "Yew")
_PLACES = ("bank", "dale", "field", "ford", "gate", "hill", "mere", "stone", "wick")
NAMES = tuple("".join(parts) for parts in product(_TREES, _PLACES))
_FACT = re.compile(r"The (\w+) spring gave (\d),\d{3} litres of water")
_TEXT = """---
title: What the {name} Spring Gives
publisher: The Water Gazette
published: 2024-{month:02d}-{day:02d}
url: https://springs.example/{name}
---

The {name} spring gave {version},{number:03d} litres of water an hour, as its warden measured.

Whoever walks to {name} takes the path along the wall. The basin was cut from one stone in the days
of the old mill, and {number} steps lead down to it. In winter the steps are strewn with ash.

Children of the {name} school plant cress below the outflow. What they harvest is sold on the market
at {month} o'clock, and the money pays for the brushes with which the basin is cleaned.
"""

# By name, in which version each article is; one that isn't there is in none.
Versions = Mapping[str, int]


def write(folder: Path, versions: Versions, names: Iterable[str]) -> None:
    """Bring the files of these names in line with the versions."""
    for name in names:
        path = folder / f"{name}.md"
        if name in versions:
            path.write_text(_text(name, versions[name]), "utf-8")
        else:
            path.unlink(missing_ok=True)


def _text(name: str, version: int) -> str:
    number = NAMES.index(name)
    return _TEXT.format(
        name=name, version=version + 1, number=number, month=1 + number % 12, day=1 + number % 28
    )


def question(name: str) -> str:
    """Return a question that the article answers with its figure."""
    return f"How many litres of water did the {name} spring give an hour?"


EVERY_SPRING = "How many litres of water did the springs give an hour?"


def told(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return of which articles, in which version, the figure is told."""
    found = (match for text in texts for match in _FACT.findall(text))
    return sorted({(name, int(digit) - 1) for name, digit in found})
