"""Answers are kept as they were given, and found again by whom they concern."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from bot.state.answers import AnswerStore, Kept, Occasion
from bot.state.state import State
from index.answer import Answer
from tests.bot_answers import ANSWER, answers

# Hypothesis asks the same database again and again.
IN_ONE_DATABASE = [HealthCheck.function_scoped_fixture]


def save(kept: AnswerStore, *ids: str, occasion: Occasion | None = None) -> None:
    """Keep an answer under each id."""
    for answer_id in ids:
        kept.save(replace(ANSWER, id=answer_id), occasion)


@given(answer=answers())
@settings(max_examples=30, deadline=None, suppress_health_check=IN_ONE_DATABASE)
def test_any_answer_is_kept_as_it_was_given(state: State, answer: Answer) -> None:
    """Whatever it says."""
    state.answers.delete(answer.id)
    state.answers.save(answer)
    assert state.answers.get(answer.id) == answer


def test_another_process_finds_an_answer(tmp_path: Path) -> None:
    """Whoever opens the same file has the same answers."""
    State.open("", data=tmp_path).answers.save(ANSWER)
    kept = State.open("", data=tmp_path).answers
    assert kept.get(ANSWER.id) == ANSWER
    assert kept.get("nobody asked") is None


def test_an_answer_keeps_its_occasion(state: State) -> None:
    """Where, by whom and after what it was asked; ids of Discord need more than 32 bits."""
    save(state.answers, "before")
    occasion = Occasion(server=1 << 60, channel=2, asker=3, is_private=True, follows="before")
    state.answers.save(ANSWER, occasion)
    assert state.answers.kept(ANSWER.id) == Kept(ANSWER, occasion)


def test_the_newest_is_the_last_that_was_saved(state: State) -> None:
    """Without an id, a reader means what was answered just now."""
    assert state.answers.newest() is None
    save(state.answers, "0", "1", "2")
    newest = state.answers.newest()
    assert newest
    assert newest.id == "2"


def test_channels_are_kept_apart(state: State) -> None:
    """Neither the newest of a channel nor its questions are what another one was told."""
    save(state.answers, "here", occasion=Occasion(channel=1))
    save(state.answers, "there", occasion=Occasion(channel=2))
    newest = state.answers.newest(1)
    assert newest
    assert newest.id == "here"
    assert state.answers.newest(3) is None
    assert state.answers.asked(1, reader=9, limit=9) == [("here", ANSWER.question)]


def test_what_is_private_is_its_askers(state: State) -> None:
    """Nobody else in the channel comes upon it."""
    save(state.answers, "secret", occasion=Occasion(channel=1, asker=7, is_private=True))
    assert state.answers.newest(1, reader=7)
    assert state.answers.newest(1, reader=8) is None
    assert state.answers.asked(1, reader=7, limit=9)
    assert not state.answers.asked(1, reader=8, limit=9)
    assert not state.answers.recent(1, limit=9)


def test_a_message_leads_to_the_answer_it_shows(state: State) -> None:
    """Each of an answer's messages does, and no other."""
    save(state.answers, "here")
    state.answers.show("here", [10, 11], channel=1)
    state.answers.show("unknown", [12], channel=1)
    for message in (10, 11):
        kept = state.answers.shown_by(message)
        assert kept
        assert kept.answer.id == "here"
    assert state.answers.shown_by(12) is None
    assert state.answers.messages("here") == [10, 11]


def test_follow_ups_make_a_chain(state: State) -> None:
    """It is read oldest first, from its newest end."""
    for before, answer_id in zip([None, "0", "1", "2"], "0123", strict=True):
        save(state.answers, answer_id, occasion=Occasion(follows=before))
    assert [answer.id for answer in state.answers.chain("3", limit=3)] == ["1", "2", "3"]
    assert [answer.id for answer in state.answers.chain("1", limit=3)] == ["0", "1"]
    assert not state.answers.chain("unknown", limit=3)


def test_recent_answers_are_those_within_the_time(state: State) -> None:
    """The last so many, oldest first."""
    save(state.answers, *"012", occasion=Occasion(channel=1))
    recent = state.answers.recent(1, limit=2, within=timedelta(hours=1))
    assert [answer.id for answer in recent] == ["1", "2"]
    assert not state.answers.recent(1, limit=2, within=timedelta(0))


def test_a_deleted_answer_is_forgotten(state: State) -> None:
    """Its messages lead nowhere, and what followed it begins a conversation of its own."""
    save(state.answers, "first")
    state.answers.show("first", [10], channel=1)
    save(state.answers, "second", occasion=Occasion(follows="first"))
    state.answers.delete("first")
    assert state.answers.get("first") is None
    assert state.answers.shown_by(10) is None
    assert [answer.id for answer in state.answers.chain("second", limit=9)] == ["second"]
    save(state.answers, "third", occasion=Occasion(follows="first"))
    assert state.answers.get("third")


def test_answers_given_at_the_same_time_are_all_kept(state: State) -> None:
    """Nobody's answer waits in vain for another's."""
    given_at_once = [replace(ANSWER, id=f"{number}") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(state.answers.save, given_at_once))
    assert [state.answers.get(answer.id) for answer in given_at_once] == given_at_once
