"""How long a rebuild takes that has nothing to do, and one of a single changed article."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.speed.children import answering, footnote_seconds
from benchmarks.speed.measures import Measure
from benchmarks.speed.place import Place
from benchmarks.speed.real import Source
from benchmarks.speed.timing import median

_VISIBLE = 1.0  # seconds
_UNCHANGED = 2.0  # seconds
_ASKED_OF = 4_758  # articles
_QUESTION = "How many cyclists did the Quellbrook footbridge carry on its first day?"
_FACT = "The Quellbrook footbridge carried {} cyclists on its first day, the council said."
# The clock of a file system may tick every two seconds: a file written within one tick of the last
# look at it is looked into, which is not what a rebuild usually meets.
_TICK = 2.5  # seconds


def measure_rebuilding(
    place: Place, source: Source, *, articles: int, times: int
) -> Iterator[Measure]:
    """Rebuild a folder with a file an article, as a whole process, unchanged and changed."""
    folder = _files(place, source, articles)
    changing = folder / "0000-footbridge.txt"
    _tell(changing, "1,000")
    name = f"{source.name}-files-{articles}"
    library = place.library(name, folder, embedder=place.cached)
    passages = library.rebuild().passages
    library.close()
    where = ("--data-dir", library.settings.data, "--articles", folder)
    rebuild = ("rebuild", "--json", "--progress=none", *where)
    footnote_seconds(*rebuild)
    count = len(list(folder.iterdir()))
    of = f"{count:,} articles in as many files, {passages:,} passages, {times} times"
    unchanged = [footnote_seconds(*rebuild) for _ in range(times)]
    is_asked = count >= _ASKED_OF
    yield Measure(
        name="unchanged rebuild",
        value=median(unchanged),
        unit="s",
        at_most=_UNCHANGED if is_asked else None,
        detail=f"the whole process; {of}",
    )
    commands, delays = _change(changing, library.settings.data, rebuild, times=times)
    yield Measure(
        name="rebuild of one changed article",
        value=median(commands),
        unit="s",
        detail="the whole process, beside one that answers",
    )
    yield Measure(
        name="changed article answers",
        value=median(delays),
        unit="s",
        at_most=_VISIBLE if is_asked else None,
        detail="after the end of that process, in the one that answers",
    )


def _change(
    changing: Path, data: Path, rebuild: Sequence[str | Path], *, times: int
) -> tuple[list[float], list[float]]:
    """Return how long each rebuild took, and after its end the first answer with the new text."""
    commands, delays = [], []
    with answering("watch", data, _QUESTION) as answers:
        next(answers)
        for number in range(times):
            time.sleep(_TICK)
            fact = f"{2_000 + 17 * number:,}"
            _tell(changing, fact)
            commands.append(footnote_seconds(*rebuild))
            ended = time.time()
            delays.append(max(0.0, _first_with(fact, answers) - ended))
    return commands, delays


def _first_with(fact: str, answers: Iterator[object]) -> float:
    """Return when the first answer with this figure came."""
    for answer in answers:
        assert isinstance(answer, list)
        came, text = answer
        if fact in text:
            return float(came)
    raise AssertionError("the answering process ended")


def _tell(path: Path, fact: str) -> None:
    path.write_text(f"---\ntitle: Footbridge opens\n---\n\n{_FACT.format(fact)}\n", "utf-8")


def _files(place: Place, source: Source, articles: int) -> Path:
    """Return a folder with the first of the articles, a file each."""
    chosen = source.articles[: articles - 1]
    folder = place.folder(f"articles/{source.name}-files-{articles}")
    for number, article in enumerate(chosen, start=1):
        path = folder / f"{number:04d}.txt"
        if not path.exists():
            path.write_text(_as_file(article), "utf-8")
    return folder


def _as_file(article: dict[str, str | None]) -> str:
    known = ("title", "publisher", "author", "published", "url")
    head = [f"{name}: {json.dumps(article[name])}" for name in known if article[name]]
    return "\n".join(["---", *head, "---", "", article["text"] or "", ""])
