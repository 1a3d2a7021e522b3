"""What an index costs a passage, measured on one that is there, and what many would cost.

    python -m benchmarks.scale --data-dir DIR [--passages 10000000] [--sample 1000]

Looked at is the largest segment of the current generation, with its vectors in embedded Chroma,
whose files and memory are those of a Chroma server. Some of its passages are embedded and written
once more, to a folder that is then deleted. Everything is multiplied by the number of passages:
what is extrapolated so is no measurement of an index of that size, and leaves out that a vector
takes longer to put into a larger graph.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from index.library import Library
from index.segment_writing import SegmentWriter
from index.settings import Settings
from index.store.generation import Manifest
from index.store.generations import Generations
from index.store.seal import check_seal
from index.store.segment import ARTICLES, CATALOGUE, CHROMA, PASSAGES, Label, Segment, opened

# What is hidden is put away once it is about so much of everything.
_HIDDEN = 0.25


@dataclass(frozen=True, slots=True)
class Cost:
    """What a passage costs of something, in its unit."""

    what: str
    each: float
    unit: str

    def row(self, passages: int) -> tuple[str, str, str]:
        """Return it as a row: a passage's, and that of so many."""
        return self.what, self._shown(self.each), self._shown(self.each * passages)

    def _shown(self, value: float) -> str:
        if self.unit == "bytes":
            return f"{value / 1e9:,.1f} GB" if value >= 1e9 else _small(value)
        return f"{value / 3600:,.1f} h" if value >= 3600 else _brief(value)


def _small(value: float) -> str:
    return f"{value / 1e6:,.1f} MB" if value >= 1e6 else f"{value:,.1f} bytes"


def _brief(value: float) -> str:
    return f"{value:,.0f} s" if value >= 1 else f"{value * 1e6:,.1f} µs"


def measure(library: Library, *, sample: int) -> list[Cost]:
    """Return what a passage of the current generation costs."""
    generations = Generations(library.settings.data)
    manifest = generations.manifest(generations.current())
    largest = max(manifest.layers, key=lambda layer: layer.passages)
    directory = generations.segments / largest.segment
    passages = largest.passages + largest.wasted
    parts = {name: _size(directory / name) for name in (CATALOGUE, PASSAGES, ARTICLES, CHROMA)}
    fetched = sum(parts.values()) - parts[CHROMA]
    sealed = _seconds(lambda: check_seal(directory))
    [vector] = library.embedder.embed(["A first text, so that the model is loaded."])
    with opened(directory, is_checked=True) as segment:
        memory = _memory_of_vectors(segment, vector)
        written = _seconds_to_write(library, segment, sample)
    return [
        *(Cost(f"disk: {name}", size / passages, "bytes") for name, size in parts.items()),
        Cost("fetched by a machine that follows", fetched / passages, "bytes"),
        Cost("manifest, a quarter of the articles hidden", _manifest(manifest), "bytes"),
        Cost("memory: vectors and their graph", memory / passages, "bytes"),
        Cost("comparing the sums", sealed / passages, "seconds"),
        Cost("embedding and writing", written, "seconds"),
    ]


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def _manifest(manifest: Manifest) -> float:
    """Return how many bytes of a manifest there are a passage, so many articles being hidden."""
    [first, *others] = manifest.layers
    longer = replace(first, hidden=(*first.hidden, "0" * 12))
    grown = replace(manifest, layers=(longer, *others))
    each = len(grown.to_bytes()) - len(manifest.to_bytes())
    return each * _HIDDEN * manifest.articles / manifest.passages


def _memory_of_vectors(segment: Segment, vector: NDArray[np.float32]) -> int:
    """Return how many bytes the process grows by when it first asks for a vector's neighbours."""
    before = _resident()
    segment.vectors.nearest(vector, 10)
    return _resident() - before


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _seconds_to_write(library: Library, segment: Segment, sample: int) -> float:
    """Return how long a passage takes to be embedded and written, without any cache."""
    label = Label(collection="footnote-scale", chroma_url=None)
    with tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        writer = SegmentWriter(
            Path(place), label, embedder=library.embedder, on_progress=lambda _: None
        )
        taken = 0
        for content in segment.catalogue.contents():
            writer.add(*content)
            taken += len(content[2])
            if taken >= sample:
                break
        writer.finish()
        return (time.perf_counter() - began) / taken


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=10_000_000)
    parser.add_argument("--sample", type=int, default=1_000, help="how many are written anew")
    given = parser.parse_args()
    library = Library.open(replace(Settings.from_mapping({}), data=given.data_dir))
    costs = measure(library, sample=given.sample)
    total = library.status().passages
    library.close()
    table = Table(
        "", f"a passage of {total:,}, measured", f"{given.passages:,} passages, extrapolated"
    )
    for cost in costs:
        table.add_row(*cost.row(given.passages))
    Console().print(table)


if __name__ == "__main__":
    main()
