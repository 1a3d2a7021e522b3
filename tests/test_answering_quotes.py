"""An answer in quotes is in the order that its question asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.answer import Answer
from index.library import Library
from tests.articles import write_dated
from tests.conftest import open_library

ARTICLES = {
    "2024-06-03": "A litre of milk costs 1.40 crowns in Velden since June.",
    "2022-05-09": "A litre of milk costs 0.90 crowns in Velden. Butter costs 3 crowns in Velden. "
    "The milk in Velden comes from 900 farms.",
    "2023-08": "A litre of milk costs 1.10 crowns in Velden, the dairy says.",
}
UNDATED = "In Velden, a litre of milk costs more crowns than one of beer."


@pytest.fixture(scope="module")
def dairy(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Three dated articles and an undated one on one price, indexed."""
    directory = tmp_path_factory.mktemp("dairy")
    (directory / "articles").mkdir()
    write_dated(directory / "articles", ARTICLES)
    (directory / "articles" / "undated.md").write_text(UNDATED)
    library = open_library(directory, models)
    library.rebuild()
    yield library
    library.close()


def _paths(answer: Answer) -> list[str]:
    return [citation.article.path for citation in answer.citations]


def test_where_several_are_asked_the_oldest_speaks_first(dairy: Library) -> None:
    """One sentence an article, by date, the undated one last; the numbers run in that order."""
    answer = dairy.ask("How has the price of a litre of milk in Velden changed over time?")
    assert answer.answered
    assert _paths(answer) == ["2022-05-09.md", "2023-08.md", "2024-06-03.md", "undated.md"]
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,), (3,), (4,)]
    assert answer.citations[0].quote == "A litre of milk costs 0.90 crowns in Velden."


def test_a_change_is_told_as_one(dairy: Library) -> None:
    """The figures stand in one line, from the first to the last."""
    [conflict] = dairy.ask("How has the price of a litre of milk in Velden changed?").conflicts
    assert conflict.over_time
    assert conflict.citations == (1, 2, 3)


def test_otherwise_the_best_speaks_first(dairy: Library) -> None:
    """One article may have several sentences, and its age is none of its merits."""
    answer = dairy.ask("From how many farms does the milk in Velden come?")
    assert answer.citations[0].quote == "The milk in Velden comes from 900 farms."
