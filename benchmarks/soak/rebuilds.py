"""The rebuilds of a soak: what each changes beforehand, how it is run, and what must come of it."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.children import Child
from benchmarks.soak.history import History, State
from benchmarks.soak.springs import NAMES, VERSIONS, Versions, write

_PATIENCE = 300.0  # seconds
_MOST_ABSENT = 20


@dataclass(slots=True, kw_only=True)
class Rebuilds:
    """Articles, their index, and the rebuilds that keep changing both.

    ``before`` is what the generation before the current one holds; None: there is none.
    """

    articles: Path
    data: Path
    environment: Mapping[str, str]
    chance: random.Random
    history: History = field(default_factory=History)
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    before: Versions | None = None

    def begin(self) -> None:
        """Index the first version of every article."""
        self.articles.mkdir(parents=True)
        self._change(dict.fromkeys(NAMES, 0))
        self._rebuild("first")

    def warm_up(self) -> None:
        """Bring every article through all its versions, so that every text was embedded once."""
        for version in range(1, VERSIONS):
            self._change(dict.fromkeys(NAMES, version))
            self._rebuild("of everything")

    def next(self) -> None:
        """Do one thing of those that people do."""
        [kind] = self.chance.choices(list(_KINDS), [weight for weight, _ in _KINDS.values()])
        _, do = _KINDS[kind]
        do(self, kind)

    def settle(self) -> None:
        """Bring the index in line with the articles at last."""
        self._rebuild("last")

    def change_few(self, kind: str) -> None:
        """One article or a few have changed."""
        self._change_some(self.chance.choice((1, 1, 1, 2, 3, 5)))
        self._rebuild(kind)

    def change_many(self, kind: str) -> None:
        """A third of them have changed."""
        self._change_some(len(NAMES) // 3)
        self._rebuild(kind)

    def remove(self, kind: str) -> None:
        """A few are gone, and one has changed."""
        room = _MOST_ABSENT - (len(NAMES) - len(self.files))
        gone = set(self.chance.sample(sorted(self.files), min(room, self.chance.randint(1, 5))))
        self._change({name: v for name, v in self.files.items() if name not in gone})
        self._change_some(1)
        self._rebuild(kind)

    def add(self, kind: str) -> None:
        """Some of those that were gone are back."""
        absent = [name for name in NAMES if name not in self.files]
        back = absent[: self.chance.randint(1, 10)]
        versions = {name: self.chance.randrange(VERSIONS) for name in back}
        self._change(self.files | versions)
        self._rebuild(kind)

    def full(self, kind: str) -> None:
        """One has changed, and everything is made anew."""
        self._change_some(1)
        self._rebuild(kind, "--full")

    def same(self, kind: str) -> None:
        """Nothing has changed."""
        self._rebuild(kind)

    def twice(self, kind: str) -> None:
        """One has changed, and two rebuilds begin together: one wins, the other says so."""
        self._change_some(1)
        self._rebuild(kind, beside=True)

    def undo(self, kind: str) -> None:
        """The last rebuild was a mistake; the one after it is of the articles as they are."""
        if self.before is None:
            self._rebuild(kind)
            return
        versions, self.before = self.before, None
        state = State(versions=versions, began=time.monotonic())
        self.history.states.append(state)
        self._run(kind, state, "--undo")

    def _change_some(self, count: int) -> None:
        names = self.chance.sample(sorted(self.files), count)
        self._change(self.files | {name: (self.files[name] + 1) % VERSIONS for name in names})

    def _change(self, files: dict[str, int]) -> None:
        names = [name for name in NAMES if files.get(name) != self.files.get(name)]
        write(self.articles, files, names)
        self.files = files

    def _rebuild(self, kind: str, *options: str, beside: bool = False) -> None:
        states = self.history.states
        state = State(versions=dict(self.files), began=time.monotonic())
        is_new = not states or state.versions != states[-1].versions
        if states and (is_new or "--full" in options):
            self.before = states[-1].versions
        if is_new:
            states.append(state)
        self._run(kind, state, *options, beside=beside)

    def _run(self, kind: str, state: State, *options: str, beside: bool = False) -> None:
        """Run the command line, twice at the same time if told so, and judge what it says."""
        children = [self._start(f"told-{number}", *options) for number in range(1 + beside)]
        codes = [child.wait(_PATIENCE) for child in children]
        state.finished = time.monotonic()
        self.counts[kind] = self.counts.get(kind, 0) + 1
        for code, child in zip(codes, children, strict=True):
            told = child.told()
            is_refused = beside and code == 1 and "being rebuilt already" in told.words
            if code != 0 and not (is_refused and 0 in codes):
                self.problems.append(f"a rebuild ({kind}): exit code {code}, {told.words}")
            elif code == 0 and told.report.get("articles") != len(state.versions):
                held = told.report.get("articles")
                self.problems.append(
                    f"a rebuild ({kind}): {held} articles instead of {len(state.versions)}"
                )

    def _start(self, name: str, *options: str) -> Child:
        places = [f"--articles={self.articles}", f"--data-dir={self.data}"]
        return Child.start(
            ["rebuild", "--json", "--progress=none", *places, *options],
            file=self.articles.with_name(name),
            environment=self.environment,
        )


_KINDS: dict[str, tuple[int, Callable[[Rebuilds, str], None]]] = {
    "few changed": (55, Rebuilds.change_few),
    "many changed": (8, Rebuilds.change_many),
    "removed": (8, Rebuilds.remove),
    "added": (10, Rebuilds.add),
    "full": (4, Rebuilds.full),
    "nothing changed": (5, Rebuilds.same),
    "two at once": (5, Rebuilds.twice),
    "undone": (5, Rebuilds.undo),
}
