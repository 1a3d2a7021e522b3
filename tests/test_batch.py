"""Every line of a batch gets its line, an answer or an error."""

import io
import json
from datetime import date
from typing import Any

import pytest

from bot.command_line.batch import answer_batch
from index.answer import Filters
from index.errors import FootnoteError, IndexDamaged, QuestionError

GOOD = b'{"id": "a", "question": "Who?"}\n'


def _answered(question: str, filters: Filters, question_id: str | None) -> dict[str, Any]:
    if not question:
        raise QuestionError("The question is empty.")
    return {"question_id": question_id, "question": question, "as_of": filters.as_of}


def _emitted(*lines: bytes, filters: Filters | None = None) -> list[dict[str, Any]]:
    emitted: list[dict[str, Any]] = []
    answer_batch(io.BytesIO(b"".join(lines)), filters or Filters(), _answered, emitted.append)
    return emitted


def test_each_line_is_answered_in_order() -> None:
    """Ids come back as they were given, and blank lines are passed over."""
    lines = [GOOD, b"\n", b"  \r\n", b'{"id": 7, "question": "When?"}\n', b'{"question": "Why?"}']
    answers = _emitted(*lines)
    assert [answer["question_id"] for answer in answers] == ["a", 7, None]
    assert [answer["question"] for answer in answers] == ["Who?", "When?", "Why?"]


def test_an_answer_is_emitted_before_the_next_line_is_read() -> None:
    """A program that writes questions one by one gets its answers one by one."""
    events: list[str] = []

    class Lines(io.BytesIO):
        def __next__(self) -> bytes:
            events.append("read")
            return super().__next__()

    answer_batch(Lines(GOOD * 2), Filters(), _answered, lambda _: events.append("emitted"))
    assert events == ["read", "emitted", "read", "emitted", "read"]


def test_a_line_may_say_on_which_day_it_is_asked() -> None:
    """Its day goes before the day given for all."""
    today, earlier = date(2024, 11, 18), date(2023, 1, 2)
    lines = [GOOD, b'{"question": "Who?", "as_of": "2023-01-02"}']
    answers = _emitted(*lines, filters=Filters(as_of=today))
    assert [answer["as_of"] for answer in answers] == [today, earlier]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"not json", "not JSON"),
        (b'{"id": "x", "question": "Who?"', "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'["Who?"]', 'not {"id", "question"'),
        (b'{"id": "x"}', '"question" is not a text'),
        (b'{"id": "x", "question": 5}', '"question" is not a text'),
        (b'{"id": "x", "question": ""}', "question is empty"),
        (b'{"id": "x", "question": "Who?", "as_of": "soon"}', "\"as_of\" is 'soon'"),
        (b'{"id": "x", "question": "Who?", "as_of": [1]}', '"as_of" is [1]'),
    ],
)
def test_a_bad_line_does_not_cost_the_others(line: bytes, error: str) -> None:
    """It gets an error with its number in place of an answer, and the batch ends with a failure."""
    emitted: list[dict[str, Any]] = []
    lines = io.BytesIO(GOOD + line + b"\n" + GOOD)
    with pytest.raises(FootnoteError, match=r"^1 of the questions"):
        answer_batch(lines, Filters(), _answered, emitted.append)
    first, bad, last = emitted
    assert first == last == {"question_id": "a", "question": "Who?", "as_of": None}
    assert bad.keys() == {"question_id", "question", "answered", "error"}
    assert bad["error"].startswith("Line 2: ")
    assert error in bad["error"]
    assert bad["answered"] is False
    assert json.dumps(bad)


def test_a_bad_line_keeps_its_id_where_it_has_one() -> None:
    """Whoever sent it knows which question to mend."""
    emitted: list[dict[str, Any]] = []
    with pytest.raises(FootnoteError):
        answer_batch(io.BytesIO(b'{"id": "x"}'), Filters(), _answered, emitted.append)
    assert emitted[0]["question_id"] == "x"


def test_what_would_befall_every_line_ends_the_batch() -> None:
    """An index that can't be read is told once."""

    def damaged(*_: object) -> dict[str, Any]:
        raise IndexDamaged("The index is damaged.")

    emitted: list[dict[str, Any]] = []
    with pytest.raises(IndexDamaged):
        answer_batch(io.BytesIO(GOOD * 3), Filters(), damaged, emitted.append)
    assert emitted == []
