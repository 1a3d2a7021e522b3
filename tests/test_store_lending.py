"""Generations are opened once, switched between questions, and closed when nobody uses them."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.answer import Filters
from index.errors import IndexMissing
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


def _open_catalogues() -> int:
    """Return how many files of catalogues this process has open."""
    opened = Path("/proc/self/fd")
    if not opened.exists():
        pytest.skip("only Linux tells which files are open")
    return sum(_target(link).endswith("catalogue.sqlite") for link in opened.iterdir())


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:  # closed meanwhile, such as the one that lists them
        return ""


def test_of_many_folders_few_stay_open(lender: Lender, indexed: list[Path]) -> None:
    """Those asked last do, and the others are opened anew when they are asked again."""
    before = _open_catalogues()
    for _ in range(2):
        for number, folder in enumerate(indexed):
            with lender.lend([folder]) as view:
                assert f"Tram {number} stopped" in _says(view)
    assert _open_catalogues() - before == MOST_OPEN
    lender.close()
    assert _open_catalogues() == before


def test_what_is_lent_stays_open(lender: Lender, indexed: list[Path]) -> None:
    """However many others are asked, and even if the lender closes, until it is given back."""
    before = _open_catalogues()
    with lender.lend(indexed[:1]) as view:
        for folder in indexed[1:]:
            with lender.lend([folder]):
                pass
        lender.close()
        assert "Tram 0 stopped" in _says(view)
    assert _open_catalogues() == before


def test_a_question_ends_on_what_it_began_with(
    lender: Lender, indexed: list[Path], tmp_path: Path, archive: Library
) -> None:
    """Whichever part switches meanwhile; the next question sees the new one."""
    shared, own = indexed[0], tmp_path / "own"
    shutil.copytree(indexed[1], own)
    before = _open_catalogues()
    with lender.lend([shared, own]) as view:
        index_texts(own, {"77.txt": "Tram 77 stopped at the depot."}, archive.embedder)
        with lender.lend([shared, own]) as later:
            assert "Tram 77 stopped" in _says(later)
        assert "Tram 0 stopped" in _says(view)
        assert "Tram 1 stopped" in _says(view)
    lender.close()
    assert _open_catalogues() == before


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
