"""A collection so small that a question is cheap: wells, and how much water each gives."""

import re
from pathlib import Path

NAMES = ("Alderbank", "Birchford", "Hazelmere")
# The texts of a well are these many, so that the cache of embeddings has an end.
VERSIONS = 4
_FIGURE = re.compile(r"\d,\d{3} litres")
_TEXT = """---
title: What the {name} Well Gives
publisher: The Water Gazette
published: 2024-0{month}-11
---

The {name} well gave {version},{month}00 litres of water an hour, its warden said.
"""


def write(folder: Path, version: int) -> None:
    """Write one article a well."""
    folder.mkdir(parents=True, exist_ok=True)
    for month, name in enumerate(NAMES, start=1):
        text = _TEXT.format(name=name, month=month, version=1 + version % VERSIONS)
        (folder / f"{name}.md").write_text(text, "utf-8")


def question(name: str) -> str:
    """Return a question that the article answers with its figure."""
    return f"How many litres of water did the {name} well give an hour?"


def tells_a_figure(text: str) -> bool:
    """Tell whether the figure of a well is told."""
    return _FIGURE.search(text) is not None
