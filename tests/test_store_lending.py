"""Generations are opened once, switched between questions, and closed when nobody uses them."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from index.answer import Filters
from index.errors import IndexDamaged, IndexMissing
from index.library import Library
from index.store.lending import Lender
from index.store.view import View
from tests.indexes import index_texts
from tests.needs import needs_model

pytestmark = needs_model

MOST_OPEN = 3


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, archive: Library) -> list[Path]:
    """Folders with an index of one article each, whose only number is the folder's."""
    root = tmp_path_factory.mktemp("indexed")
    return [
        index_texts(
            root / str(n), {f"{n}.txt": f"Tram {n} stopped at the depot."}, archive.embedder
        )
        for n in range(5)
    ]


@pytest.fixture
def lender() -> Iterator[Lender]:
    """A lender that keeps few open."""
    with closing(Lender(most_open=MOST_OPEN)) as lender:
        yield lender


def _says(view: View) -> str:
    found = view.best_passages(["tram"], 9, filters=Filters())
    return " ".join(passage.text for passage in view.passages(found).values())


def _open_catalogues(*folders: Path) -> int:
    """Return how many files of catalogues beneath those folders this process has open."""
    opened = Path("/proc/self/fd")
    if not opened.exists():
        pytest.skip("only Linux tells which files are open")
    found = [Path(target) for link in opened.iterdir() if (target := _target(link))]
    catalogues = [path for path in found if path.name == "catalogue.sqlite"]
    return sum(path.is_relative_to(folder) for path in catalogues for folder in folders)


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:  # closed meanwhile, such as the one that lists them
        return ""


def test_of_many_folders_few_stay_open(lender: Lender, indexed: list[Path]) -> None:
    """Those asked last do, and the others are opened anew when they are asked again."""
    for _ in range(2):
        for number, folder in enumerate(indexed):
            with lender.lend([folder]) as view:
                assert f"Tram {number} stopped" in _says(view)
    assert _open_catalogues(*indexed) == MOST_OPEN
    lender.close()
    assert _open_catalogues(*indexed) == 0


def test_what_is_lent_stays_open(lender: Lender, indexed: list[Path]) -> None:
    """However many others are asked, and even if the lender closes, until it is given back."""
    with lender.lend(indexed[:1]) as view:
        for folder in indexed[1:]:
            with lender.lend([folder]):
                pass
        lender.close()
        assert "Tram 0 stopped" in _says(view)
    assert _open_catalogues(*indexed) == 0


def test_a_folder_that_is_forgotten_is_closed(lender: Lender, indexed: list[Path]) -> None:
    """At once, or with the last question on it; the others stay open."""
    with lender.lend(indexed[:1]), lender.lend(indexed[1:2]):
        pass
    lender.forget(indexed[0])
    lender.forget(indexed[4])
    assert (_open_catalogues(indexed[0]), _open_catalogues(indexed[1])) == (0, 1)
    with lender.lend(indexed[1:2]) as view:
        lender.forget(indexed[1])
        assert "Tram 1 stopped" in _says(view)
    assert _open_catalogues(indexed[1]) == 0


def test_a_question_ends_on_what_it_began_with(
    lender: Lender, indexed: list[Path], tmp_path: Path, archive: Library
) -> None:
    """Whichever part switches meanwhile; the next question sees the new one."""
    shared, own = indexed[0], tmp_path / "own"
    shutil.copytree(indexed[1], own)
    with lender.lend([shared, own]) as view:
        index_texts(own, {"77.txt": "Tram 77 stopped at the depot."}, archive.embedder)
        with lender.lend([shared, own]) as later:
            assert "Tram 77 stopped" in _says(later)
        assert "Tram 0 stopped" in _says(view)
        assert "Tram 1 stopped" in _says(view)
    lender.close()
    assert _open_catalogues(*indexed, own) == 0


def test_a_folder_without_an_index_adds_nothing(
    lender: Lender, indexed: list[Path], tmp_path: Path
) -> None:
    """Either part may be missing; if all are, the mend is named."""
    for folders in ([indexed[2], tmp_path], [tmp_path, indexed[2]]):
        with lender.lend(folders) as view:
            assert _says(view) == "Tram 2 stopped at the depot."
    with pytest.raises(IndexMissing, match="footnote rebuild"), lender.lend([tmp_path]):
        pass


def test_many_threads_each_get_their_own_folders(lender: Lender, indexed: list[Path]) -> None:
    """With more folders than stay open, nobody is lent another's or a closed one."""

    def ask(number: int) -> tuple[int, str]:
        with lender.lend([indexed[number]]) as view:
            return number, _says(view)

    numbers = [number % len(indexed) for number in range(100)]
    with ThreadPoolExecutor(8) as pool:
        for number, text in pool.map(ask, numbers):
            assert text == f"Tram {number} stopped at the depot."


def _open_indexes() -> list[Path]:
    """Return the folder of each index of which a catalogue is open, once for each segment."""
    links = (_target(link) for link in Path("/proc/self/fd").iterdir())
    return sorted(Path(link).parents[2] for link in links if link.endswith("catalogue.sqlite"))


def test_those_asked_last_stay_open(lender: Lender, indexed: list[Path]) -> None:
    """To ask again counts, too; none of them is closed for one that was asked long ago."""
    before = _open_indexes()
    for number in (0, 1, 2, 0, 3):
        with lender.lend([indexed[number]]):
            pass
    assert [path for path in _open_indexes() if path not in before] == [
        indexed[0],
        indexed[2],
        indexed[3],
    ]


def test_what_was_replaced_is_closed_at_once(
    lender: Lender, tmp_path: Path, archive: Library
) -> None:
    """If nobody is on it; a segment that the new one has, too, stays open, and once only."""
    texts = {"1.txt": "Tram 1 stopped at the depot."}
    index_texts(tmp_path, texts, archive.embedder)
    for number in (2, 3):
        with lender.lend([tmp_path]) as view:
            assert "Tram 1 stopped" in _says(view)
        assert _open_catalogues(tmp_path) == number - 1
        texts[f"{number}.txt"] = f"Tram {number} stopped at the depot."
        index_texts(tmp_path, texts, archive.embedder)
    with lender.lend([tmp_path]) as view:
        assert all(f"Tram {number} stopped" in _says(view) for number in (1, 2, 3))
    assert _open_catalogues(tmp_path) == 3
    index_texts(tmp_path, {"4.txt": "Tram 4 stopped at the depot."}, archive.embedder)
    with lender.lend([tmp_path]) as view:
        assert _says(view) == "Tram 4 stopped at the depot."
        assert _open_catalogues(tmp_path) == 1


def test_what_two_generations_share_is_closed_with_the_last(
    lender: Lender, tmp_path: Path, archive: Library
) -> None:
    """Whichever of them is given back first."""
    texts = {"1.txt": "Tram 1 stopped at the depot."}
    index_texts(tmp_path, texts, archive.embedder)
    with ExitStack() as early, ExitStack() as late:
        old = early.enter_context(lender.lend([tmp_path]))
        texts["2.txt"] = "Tram 2 stopped at the depot."
        index_texts(tmp_path, texts, archive.embedder)
        new = late.enter_context(lender.lend([tmp_path]))
        assert _says(old) == "Tram 1 stopped at the depot."
        early.close()
        assert "Tram 1 stopped" in _says(new)
        assert "Tram 2 stopped" in _says(new)
        assert _open_catalogues(tmp_path) == 2
        lender.close()
        assert "Tram 1 stopped" in _says(new)
    assert _open_catalogues(tmp_path) == 0


def test_an_index_that_cannot_be_opened_leaves_nothing_open(
    lender: Lender, indexed: list[Path], tmp_path: Path
) -> None:
    """Neither it nor what was lent beside it; whole again, it is lent."""
    shutil.copytree(indexed[4], tmp_path / "own")
    pointer = tmp_path / "own" / "CURRENT"
    current = pointer.read_text("utf-8")
    pointer.write_text("000099", "utf-8")
    for _ in range(2):
        with pytest.raises(IndexDamaged), lender.lend([indexed[0], tmp_path / "own"]):
            pytest.fail("it was lent")
    pointer.write_text(current, "utf-8")
    with lender.lend([indexed[0], tmp_path / "own"]) as view:
        assert "Tram 4 stopped" in _says(view)
    lender.close()
    assert _open_catalogues(*indexed, tmp_path) == 0
