"""A batch of questions, one JSON object a line, each answered as soon as it is read."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import IO, Any

from index.answer import Filters
from index.errors import FootnoteError, QuestionError


def answer_batch(
    lines: IO[bytes],
    filters: Filters,
    answer: Callable[[str, Filters, Any], dict[str, Any]],
    emit: Callable[[dict[str, Any]], None],
) -> None:
    """Emit the answer to each line; one that can't be answered gets an ``error`` in its place.

    Raises:
        FootnoteError: some lines got an error.
    """
    failed = 0
    for number, text in enumerate(lines, start=1):
        if text.isspace():
            continue
        line: dict[str, Any] = {}
        try:
            line = _parse(text)
            asked = replace(filters, as_of=_day(line.get("as_of")) or filters.as_of)
            emit(answer(_question(line), asked, line.get("id")))
        except QuestionError as error:
            failed += 1
            emit(
                {
                    "question_id": line.get("id"),
                    "question": line.get("question"),
                    "answered": False,
                    "error": f"Line {number}: {error}",
                }
            )
    if failed:
        raise FootnoteError(f'{failed} of the questions got an "error" in place of an answer.')


def _parse(text: bytes) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"it is not JSON ({error}).") from None
    if not isinstance(line, dict):
        raise QuestionError('it is not {"id", "question", "as_of"?}.')
    return line


def _question(line: dict[str, Any]) -> str:
    question = line.get("question")
    if not isinstance(question, str):
        raise QuestionError('its "question" is not a text.')
    return question


def _day(text: object) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise QuestionError(f'its "as_of" is {text!r}, not a day such as 2024-11-18.') from None
