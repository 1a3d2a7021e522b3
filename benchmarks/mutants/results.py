"""What became of mutants, as mutmut wrote it down."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.stats import status_by_exit_code

# An endless loop is noticed too.
_KILLED = {"killed", "timeout", "segfault"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A mutant by mutmut's name, and what became of it."""

    module: str
    name: str
    status: str

    @property
    def is_killed(self) -> bool:
        """Whether a test noticed it."""
        return self.status in _KILLED


def read(place: Path, module: str) -> Iterator[Mutant]:
    """Yield the mutants of a module that were tried in a place."""
    written = json.loads(_kept(place, module).read_text("utf-8"))
    for name, exit_code in written["exit_code_by_key"].items():
        yield Mutant(module=module, name=name, status=status_by_exit_code[exit_code])


def forget_survivors(place: Path, module: str) -> None:
    """Have those tried again that no test killed, with the tests as they are now."""
    (place / "mutants/mutmut-stats.json").unlink(missing_ok=True)  # which test reaches what
    if not _kept(place, module).exists():
        return
    written = json.loads(_kept(place, module).read_text("utf-8"))
    written["exit_code_by_key"] = {
        name: exit_code if status_by_exit_code[exit_code] == "killed" else None
        for name, exit_code in written["exit_code_by_key"].items()
    }
    _kept(place, module).write_text(json.dumps(written), "utf-8")


def _kept(place: Path, module: str) -> Path:
    return place / "mutants" / f"{module}.meta"


def table(mutants: Iterable[Mutant]) -> str:
    """Return what became of the mutants of each module, and of all, as Markdown."""
    modules: dict[str, Counter[bool]] = {}
    for mutant in mutants:
        modules.setdefault(mutant.module, Counter())[mutant.is_killed] += 1
    total = sum(modules.values(), Counter[bool]())
    rows = [_row(f"`{module}`", counts) for module, counts in modules.items()]
    head = ["| module | mutants | killed | survived | killed of all |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, _row("all", total)])


def _row(name: str, counts: Counter[bool]) -> str:
    share = counts[True] / (counts.total() or 1)
    return f"| {name} | {counts.total()} | {counts[True]} | {counts[False]} | {share:.1%} |"
