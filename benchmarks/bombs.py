"""Reads files that were made to take all time and memory, and tells how much they get.

    python -m benchmarks.bombs [--scale 1.0] [NAME]...

Each file is read, cleaned and cut into passages as a rebuild does it, in a process of its own whose
seconds of a core and peak of memory are told, both with those of the process that it has read
apart. The harmless files of the same sizes come first. At scale 1 the texts have as many characters
as an article may have, and what is told to be too large has 50 MB; at 0.1 all is a tenth of that.
"""

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from index.article import Article
from index.reading import Apart, find, read
from index.text.splitting import split_passages
from tests.hostile_pdf import BOMBS

_LONGEST = 10_000_000  # characters
_LARGEST = 50_000_000  # bytes
_SENTENCE = "The council of Ashford voted on Tuesday to close the old bridge until spring. "
_PAGE = "<html><body><article><p>{}</p>" + f"<p>{_SENTENCE}</p></article></body></html>"

# What is written to the file of a name, for a scale.
Writer = Callable[[float], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What reading a file took and brought; ``megabytes`` is the larger process's peak."""

    seconds: float
    megabytes: int
    articles: int
    passages: int
    reason: str


def _text(unit: str, *, longest: int = _LONGEST) -> Writer:
    return lambda scale: (unit * (int(longest * scale) // len(unit))).encode()


def _page(unit: str, *, longest: int = _LONGEST) -> Writer:
    return lambda scale: _PAGE.format(unit * (int(longest * scale) // len(unit))).encode()


def _line(unit: str, *, longest: int = _LONGEST) -> Writer:
    return lambda scale: json.dumps({"text": unit * (int(longest * scale) // len(unit))}).encode()


def _nested(unit: str) -> Writer:
    parts = int(_LARGEST / 2)
    return lambda scale: (
        f'{{"text": "x", "more": [{unit * (int(parts * scale) // len(unit))}0]}}'.encode()
    )


def _packed(unit: bytes, *, gigabytes: int) -> Writer:
    """Pack so many GB of the unit, as parts of 10 MB one after the other."""

    def write(scale: float) -> bytes:
        part = gzip.compress(unit * (10_000_000 // len(unit)))
        return part * int(gigabytes * 100 * scale)

    return write


def _always(make: Callable[[], bytes]) -> Writer:
    return lambda _: make()


def _attributes(scale: float) -> bytes:
    many = " ".join(f"a{number}=1" for number in range(int(1_000_000 * scale)))
    return f"<html><body><article><p {many}>{_SENTENCE}</p></article></body></html>".encode()


HARMLESS: dict[str, Writer] = {
    "prose in paragraphs.txt": _text(f"{_SENTENCE * 4}\n\n"),
    "prose in paragraphs.md": _text(f"{_SENTENCE * 4}\n\n"),
    "prose in paragraphs.html": _page(f"<p>{_SENTENCE * 4}</p>\n"),
    "prose in a line.jsonl": _line(_SENTENCE),
}
HOSTILE: dict[str, Writer] = {
    **{f"a line of 50 MB{end}": _text(_SENTENCE, longest=_LARGEST) for end in (".txt", ".md")},
    "a line of 50 MB.html": _page(_SENTENCE, longest=_LARGEST - 200),
    "a line of 50 MB.jsonl": _line(_SENTENCE, longest=_LARGEST - 20),
    "a line of prose.txt": _text(_SENTENCE),
    "a line of prose.html": _page(_SENTENCE),
    "a line that is one word.txt": _text("x"),
    "a line that is one word.md": _text("x"),
    "a line that is one word.html": _page("x"),
    "a line that is one word.jsonl": _line("x"),
    "a line of opening quotation marks.txt": _text("“"),
    "a line of apostrophes.txt": _text("'"),
    "a line of Chinese.txt": _text("谈判。"),
    "a line of initials.txt": _text("J. D. "),
    "a million paragraphs.txt": _text("Yes, no.\n\n"),
    "a million paragraphs.md": _text("Yes, no.\n\n"),
    "a million paragraphs.html": _page("<p>Yes</p>"),
    "one letter a line.txt": _text("a\n"),
    "blank lines.txt": _text(" \n"),
    "list items.md": _text("- a\n"),
    "images that never end.md": _text("!["),
    "links that never end.md": _text("[a]("),
    "backticks.md": _text("`a``b```"),
    "quotations in quotations.md": _text("> "),
    "emphasis.md": _text("*a "),
    "pieces of HTML.md": _text("<p>\n\n"),
    "divisions in divisions.html": _page("<div>a"),
    "tables in tables.html": _page("<table><tr><td>a"),
    "emphasis in emphasis.html": _page("<b>a"),
    "line breaks.html": _page("<br>"),
    "attributes.html": _attributes,
    "comments.html": _page("<!-- 2024-01-02 -->"),
    "empty lists.jsonl": _nested("[],"),
    "empty objects.jsonl": _nested('{"":0},'),
    "numbers.jsonl": _nested("1.5,"),
    "brackets.jsonl": _text("[", longest=_LARGEST),
    "lines of nonsense.jsonl": _text("x\n", longest=_LARGEST),
    "lines of nothing.jsonl": _text("\n", longest=_LARGEST),
    "10 GB of zeros.jsonl.gz": _packed(b"\0", gigabytes=10),
    "10 GB of blank lines.jsonl.gz": _packed(b"\n", gigabytes=10),
    "10 GB of nonsense.jsonl.gz": _packed(b"x\n", gigabytes=10),
    **{f"{name}.pdf": _always(make) for name, make in BOMBS.items()},
}


def costs(
    names: Sequence[str], *, scale: float, seconds: int | None = None, together: bool = False
) -> Iterator[tuple[str, Cost]]:
    """Yield what each of the files costs; its reader apart has so many ``seconds``.

    ``together`` they are read by one process, which takes less; the peak is that until then, and
    the time without what was read apart.
    """
    writers = HARMLESS | HOSTILE
    groups = [list(names)] if together else [[name] for name in names]
    for group in groups:
        with tempfile.TemporaryDirectory() as folder:
            for name in group:
                Path(folder, name).write_bytes(writers[name](scale))
            paths = [str(Path(folder, name)) for name in group]
            yield from zip(group, _measured(paths, seconds), strict=True)


def _measured(paths: Sequence[str], seconds: int | None) -> Iterator[Cost]:
    command = [sys.executable, "-m", "benchmarks.bombs", "--child", str(seconds or 0), *paths]
    root = Path(__file__).parents[1]
    run = subprocess.run(command, capture_output=True, check=True, cwd=root)  # noqa: S603 (ours)
    for line in run.stdout.splitlines():
        yield Cost(**json.loads(line))


def _read(path: Path, apart: Apart, *, closes: bool) -> Cost:
    before = _spent()
    articles = passages = 0
    reasons = []
    for item in read(find([path])[0], apart=apart):
        if isinstance(item, Article):
            articles += 1
            passages += len(split_passages(item.text))
        else:
            reasons.append(item.reason)
    if closes:
        apart.close()  # only then what it took is counted
    took = _spent() - before
    return Cost(
        seconds=round(took, 1),
        megabytes=_peak(),
        articles=articles,
        passages=passages,
        reason=reasons[-1] if reasons else "",
    )


def _spent() -> float:
    import resource

    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak() -> int:
    """Return the peak of this process or of the largest that it waited for, in MB."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    return max(_own_peak(unit), children) // 1_000_000


def _own_peak(unit: int) -> int:
    """Return the peak of this process in bytes; Linux counts that of who began it as its own."""
    import resource

    with suppress(FileNotFoundError):
        for line in Path("/proc/self/status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _table(found: Iterator[tuple[str, Cost]]) -> Iterator[Table]:
    for name, cost in found:
        table = Table(box=None, show_header=False)
        outcome = cost.reason or f"{cost.articles} article, {cost.passages:,} passages"
        table.add_row(f"{name:<40}", f"{cost.seconds:6.1f} s", f"{cost.megabytes:5} MB", outcome)
        yield table


@click.command()
@click.argument("names", nargs=-1)
@click.option("--scale", default=1.0, show_default=True)
@click.option("--child", "seconds", type=int, hidden=True)
def main(names: tuple[str, ...], scale: float, seconds: int | None) -> None:
    """Tell what files cost that were made to cost all there is."""
    if seconds is not None:
        with Apart(seconds=seconds) if seconds else Apart() as apart:
            for name in names:
                cost = _read(Path(name), apart, closes=len(names) == 1)
                click.echo(json.dumps(asdict(cost)))
        return
    chosen = names or (*HARMLESS, *HOSTILE)
    console = Console(width=160)
    for table in _table(costs(chosen, scale=scale)):
        console.print(table)


if __name__ == "__main__":
    main()
