"""Answers are kept as they were given."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings

from index.answer import Answer
from index.answers import AnswerStore
from tests.bot_answers import ANSWER, answers


@given(answers())
@settings(deadline=None)
def test_an_answer_is_read_back_as_it_was_written(answer: Answer) -> None:
    """Its JSON has all that a source shown later needs."""
    written = json.loads(json.dumps(answer.to_json()))
    assert Answer.from_json(written) == answer
    assert Answer.from_json(written).to_json() == answer.to_json()


def test_an_answer_is_found_by_its_id(tmp_path: Path) -> None:
    """Another process that opens the same file finds it, too."""
    AnswerStore(tmp_path / "answers.sqlite").save(ANSWER)
    kept = AnswerStore(tmp_path / "answers.sqlite")
    assert kept.get(ANSWER.id) == ANSWER
    assert kept.get("nobody asked") is None


def test_the_newest_is_the_last_that_was_saved(tmp_path: Path) -> None:
    """Without an id, a reader means what was answered just now."""
    kept = AnswerStore(tmp_path / "answers.sqlite")
    assert kept.newest() is None
    for number in range(3):
        kept.save(replace(ANSWER, id=f"{number}"))
    newest = kept.newest()
    assert newest
    assert newest.id == "2"


def test_channels_are_kept_apart(tmp_path: Path) -> None:
    """The newest of a channel isn't what another one was told later."""
    kept = AnswerStore(tmp_path / "answers.sqlite")
    kept.save(replace(ANSWER, id="here"), channel="1")
    kept.save(replace(ANSWER, id="there"), channel="2")
    newest = kept.newest("1")
    assert newest
    assert newest.id == "here"
    assert kept.newest("3") is None


def test_answers_given_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    """Nobody's answer waits in vain for another's."""
    kept = AnswerStore(tmp_path / "answers.sqlite")
    given = [replace(ANSWER, id=f"{number}") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(kept.save, given))
    assert [kept.get(answer.id) for answer in given] == given
