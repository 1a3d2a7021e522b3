"""Generations lent to questions: opened once, switched between questions, closed when unused."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.chroma_key import ChromaKey
from index.errors import IndexDamaged, IndexMissing, StoreUnreachable, TooManyOpenFiles
from index.handles import handles_are_used_up
from index.store.generation import Generation
from index.store.generations import Generations
from index.store.segment import Segment
from index.store.view import View

# An open one costs threads and files, mostly Chroma's; to open it anew is a matter of an instant.
_MOST_OPEN = 32


class Lender:
    """Lends what is current in folders that have an index; one object serves any number of threads.

    A class because it keeps generations open from one question to the next. When another process
    has switched a folder to a new generation, the next question uses it, and the old one is closed
    when the last question that began on it is done. Of many folders, those asked last stay open.
    """

    def __init__(self, *, most_open: int = _MOST_OPEN, chroma_key: ChromaKey | None = None) -> None:
        self._most_open = most_open
        self._chroma_key = chroma_key
        self._lock = threading.Lock()
        self._shelves: OrderedDict[Path, _Shelf] = OrderedDict()

    @contextmanager
    def lend(self, folders: Sequence[Path]) -> Iterator[View]:
        """Lend a view of those folders' indexes that are there, the same for a whole question.

        Raises:
            IndexMissing: none is there.
            IndexDamaged, StoreUnreachable: one can't be used.
            TooManyOpenFiles: it can't be read for want of handles, now or in the block.
        """
        indexed = [folder for folder in folders if Generations(folder).exist]
        if not indexed:
            raise IndexMissing("There is no index yet: run `footnote rebuild`.")
        with _want_of_handles_named(), ExitStack() as loans:
            yield View([loans.enter_context(self._generation(each)) for each in indexed])

    def close(self) -> None:
        """Close every generation, as soon as it is given back."""
        with self._lock:
            shelves, self._shelves = self._shelves, OrderedDict()
            for shelf in shelves.values():
                if not shelf.borrowers:
                    shelf.close()

    def forget(self, folder: Path) -> None:
        """Close what is open of a folder that is about to go, as soon as it is given back."""
        with self._lock:
            shelf = self._shelves.pop(folder, None)
            if shelf and not shelf.borrowers:
                shelf.close()

    @contextmanager
    def _generation(self, folder: Path) -> Iterator[Generation]:
        with self._lock:
            generations = Generations(folder, chroma_key=self._chroma_key)
            shelf = self._shelves.setdefault(folder, _Shelf(generations))
            self._shelves.move_to_end(folder)
            shelf.borrowers += 1
        try:
            with shelf.lend() as generation:
                yield generation
        finally:
            with self._lock:
                shelf.borrowers -= 1
                if self._shelves.get(folder) is shelf:
                    self._close_longest_idle()
                elif not shelf.borrowers:
                    shelf.close()

    def _close_longest_idle(self) -> None:
        idle = [folder for folder, shelf in self._shelves.items() if not shelf.borrowers]
        for folder in idle[: max(0, len(self._shelves) - self._most_open)]:
            self._shelves.pop(folder).close()


@contextmanager
def _want_of_handles_named() -> Iterator[None]:
    """Say so where an index can't be read for want of handles, while it is opened or later on.

    Without them, whole files look damaged; a rebuild wouldn't mend that.
    """
    try:
        yield
    except (IndexDamaged, StoreUnreachable, OSError) as error:
        if handles_are_used_up():
            raise TooManyOpenFiles from error
        raise


class _Shelf:
    """Where one folder's current generation stands open, and how many questions are at it.

    Generations share segments: one is opened once, and closed with the last that has it.
    """

    def __init__(self, generations: Generations) -> None:
        self.borrowers = 0
        self._generations = generations
        self._lock = threading.Lock()
        self._current: _Open | None = None
        self._retired: list[_Open] = []

    @contextmanager
    def lend(self) -> Iterator[Generation]:
        """Lend the current generation."""
        with self._lock:
            lent = self._take_up(self._generations.current())
            lent.users += 1
        try:
            yield lent.generation
        finally:
            with self._lock:
                lent.users -= 1
                self._close_unused()

    def close(self) -> None:
        """Close what is open; nobody may be using it."""
        with self._lock:
            self._retire()
            self._close_unused()

    def _take_up(self, name: str) -> "_Open":
        """Return the generation of this name, opened in place of another one if need be."""
        written = self._generations.written(name)
        if self._current is None or self._current.written != written:
            fresh = _Open(self._generations.open(name, kept=self._segments), written)
            self._retire()
            self._current = fresh
            self._close_unused()
        return self._current

    @property
    def _segments(self) -> dict[str, Segment]:
        return self._current.generation.segments if self._current else {}

    def _retire(self) -> None:
        if self._current:
            self._retired.append(self._current)
            self._current = None

    def _close_unused(self) -> None:
        used = [each for each in self._retired if each.users]
        unused = [each for each in self._retired if not each.users]
        self._retired = used
        needed = set(self._segments).union(*(each.generation.segments for each in used))
        gone = {name: s for each in unused for name, s in each.generation.segments.items()}
        for name in gone.keys() - needed:
            gone[name].close()


@dataclass(slots=True)
class _Open:
    """A generation lent to questions."""

    generation: Generation
    written: tuple[str, int]
    users: int = 0
