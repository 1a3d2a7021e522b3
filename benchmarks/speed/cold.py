"""How long ``footnote ask`` takes from nothing, beside what it can't do without."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.children import footnote_seconds, python_code, python_seconds
from benchmarks.speed.measures import Measure
from benchmarks.speed.real import Asked
from benchmarks.speed.sizes import Sized
from benchmarks.speed.timing import interleaved, median

_MOST = 1.3
# What reads a generation and a question; click and sqlite3 for the command and its records.
_NEEDED = ("chromadb", "click", "numpy", "onnxruntime", "sqlite3", "tantivy", "tokenizers")
_IMPORTS = [f"import {name}" for name in _NEEDED]


def measure_cold(sized: Sized, asked: Asked, *, times: int) -> Iterator[Measure]:
    """Time whole processes: the command, and the bare imports with one query through `Library`."""
    taken = cold_seconds(sized.data, sized.articles, asked.text, times=times)
    command, bare = median(taken["command"]), median(taken["bare"])
    at = f"the whole process, at {sized.size:,} passages, {times} times"
    yield Measure(name="footnote ask", value=command, unit="s", detail=at)
    yield Measure(
        name="imports and one query",
        value=bare,
        unit="s",
        detail=f"{', '.join(_NEEDED)}, then one question through `Library`, in one process",
    )
    alone = [python_seconds(*python_code(_IMPORTS)) for _ in range(times)]
    yield Measure(name="imports alone", value=median(alone), unit="s", detail="the same libraries")
    yield Measure(
        name="footnote ask against imports and one query",
        value=command / bare,
        unit="ratio",
        at_most=_MOST,
    )


def cold_seconds(
    data: Path, articles: Path, question: str, *, times: int
) -> dict[str, list[float]]:
    """Return how long each kind of process took, each time."""
    where = ("--data-dir", data, "--articles", articles)
    query = [
        "from index.library import Library",
        "from index.settings import Settings",
        f"settings = Settings.from_mapping({{'DATA_DIR': {str(data)!r}}})",
        f"Library.open(settings).ask({question!r})",
    ]
    return interleaved(
        {
            "command": lambda: footnote_seconds("ask", "--json", *where, question),
            "bare": lambda: python_seconds(*python_code([*_IMPORTS, *query])),
        },
        times=times,
    )
