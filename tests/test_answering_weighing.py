"""What speaks for a sentence makes it worth more, and an answer likelier."""

from dataclasses import fields, replace

import pytest

from index.answering.evidence import Signals
from index.answering.weighing import confidence, is_answer, worth

NOTHING = Signals(**{field.name: 0.0 for field in fields(Signals)})
EVERYTHING = Signals(**{field.name: 1.0 for field in fields(Signals)})


@pytest.mark.parametrize("name", [field.name for field in fields(Signals)])
def test_every_signal_makes_a_sentence_worth_more(name: str) -> None:
    """One that counted nothing would be computed for nothing."""
    assert worth(replace(NOTHING, **{name: 1.0})) > worth(NOTHING)


@pytest.mark.parametrize("name", [field.name for field in fields(Signals)])
def test_no_signal_makes_an_answer_less_likely(name: str) -> None:
    """What speaks for a sentence never speaks against its being an answer."""
    assert confidence(replace(NOTHING, **{name: 1.0})) >= confidence(NOTHING)


def test_everything_is_an_answer_and_nothing_is_none() -> None:
    """Confidence is a probability, and the threshold lies between."""
    assert 0 < confidence(NOTHING) < confidence(EVERYTHING) < 1
    assert is_answer(EVERYTHING)
    assert not is_answer(NOTHING)


def test_a_near_miss_is_no_answer() -> None:
    """Near in meaning, but about another name and without the kind of thing asked for."""
    near = replace(EVERYTHING, meaning=0.6, flow=0.6, passage=0.6, names=0.5, known=0.5, fits=0.0)
    assert not is_answer(near)
