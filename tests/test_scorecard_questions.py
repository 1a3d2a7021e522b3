"""Question files are read as they are meant, and what is wrong with one is told."""

from datetime import date
from pathlib import Path

import pytest

from index.article import Reference
from index.errors import QuestionError
from index.scorecard.questions import ScoredQuestion, keys_of, load_questions


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a question file may be written."""
    return tmp_path / "questions.jsonl"


def test_a_question_needs_no_more_than_its_words(file: Path) -> None:
    """Everything else has a default, and blank lines are passed over."""
    file.write_text('\n{"id": 1, "question": "Who?"}\n\n', "utf-8")
    assert load_questions(file) == [ScoredQuestion(id="1", text="Who?")]


@pytest.mark.parametrize("key", ["as_of", "asked_on"])
def test_the_day_goes_by_two_names(file: Path, key: str) -> None:
    """Both mean the day on which the question is asked."""
    file.write_text(f'{{"id": "a", "question": "Who?", "{key}": "2024-11-18"}}', "utf-8")
    assert load_questions(file)[0].as_of == date(2024, 11, 18)


@pytest.mark.parametrize("name", ["0f3a", "folder/a.txt", "https://example.org/a"])
def test_gold_may_be_an_id_a_path_or_an_address(name: str) -> None:
    """An article is recognised by any of them."""
    article = Reference(id="0f3a", path="folder/a.txt", url="https://example.org/a")
    assert ScoredQuestion(id="1", text="Who?", gold=frozenset({name})).is_gold(article)


def test_an_article_is_named_by_what_it_has() -> None:
    """Having no address is no name."""
    assert keys_of(Reference(id="0f3a", path="a.txt")) == {"0f3a", "a.txt"}


def test_an_article_without_an_address_is_not_gold_by_lacking_it() -> None:
    """Another article stays another article."""
    question = ScoredQuestion(id="1", text="Who?", gold=frozenset({"b.txt"}))
    assert not question.is_gold(Reference(id="0f3a", path="a.txt"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[]", "no attribute"),
        ('{"id": "a"}', "has no 'question'"),
        ('{"id": "a", "question": "Who?", "answer": "Ida"}', '"answer" is no list'),
        ('{"id": "a", "question": "Who?", "as_of": "Monday"}', "Monday"),
    ],
)
def test_a_wrong_line_is_named(file: Path, line: str, reason: str) -> None:
    """The error has the file, the line's number and what is wrong with it."""
    file.write_text(f'{{"id": 1, "question": "Who?"}}\n{line}', "utf-8")
    with pytest.raises(QuestionError, match=rf"questions\.jsonl:2 .*{reason}"):
        load_questions(file)


def test_a_missing_file_is_named(file: Path) -> None:
    """The error says which file can't be read."""
    with pytest.raises(QuestionError, match=r"questions\.jsonl can't be read"):
        load_questions(file)


def test_a_file_without_questions_is_refused(file: Path) -> None:
    """A mean over nothing would be no measure."""
    file.write_text("\n", "utf-8")
    with pytest.raises(QuestionError, match="has no question"):
        load_questions(file)
