"""Whoever asks too much waits, and nobody else."""

import pytest

from bot.allowances import Allowances
from bot.refusal import Refusal, ToldAlready
from bot.state.answers import Occasion
from bot.state.server_settings import Cooldown, ServerSettings

TWO = Cooldown(questions=2, seconds=60)
MANY = Cooldown(questions=100, seconds=60)
HERE = Occasion(server=1, asker=1)


def test_a_users_allowance_is_their_own_in_each_server() -> None:
    """The refusal says what was too much and how long to wait."""
    allowances, settings = Allowances(), ServerSettings(user_cooldown=TWO)
    for occasion in (HERE, Occasion(server=1, asker=2), Occasion(server=2, asker=1)):
        for _ in range(2):
            allowances.charge(occasion, settings)
        with pytest.raises(Refusal, match="2 questions within 60 seconds: ask again in 60 s"):
            allowances.charge(occasion, settings)


def test_a_server_has_an_allowance_for_all() -> None:
    """Outside of servers there is none to share."""
    settings = ServerSettings(user_cooldown=MANY, server_cooldown=TWO)
    allowances = Allowances()
    for asker in (1, 2):
        allowances.charge(Occasion(server=1, asker=asker), settings)
    with pytest.raises(Refusal, match="This server asked 2 questions"):
        allowances.charge(Occasion(server=1, asker=3), settings)
    for _ in range(3):
        allowances.charge(Occasion(asker=4), settings)


def test_new_settings_hold_at_once() -> None:
    """A slower pace than before as well as a faster one."""
    allowances = Allowances()
    for _ in range(2):
        allowances.charge(HERE, ServerSettings(user_cooldown=TWO))
    allowances.charge(HERE, ServerSettings(user_cooldown=MANY))
    with pytest.raises(Refusal):
        allowances.charge(HERE, ServerSettings(user_cooldown=TWO))


def test_whoever_goes_on_asking_is_told_once() -> None:
    """And again after a minute, or once they have waited; others are nothing to that."""
    now = [0.0]
    settings = ServerSettings(user_cooldown=Cooldown(questions=1, seconds=1_000))
    allowances = Allowances(clock=lambda: now[0])
    allowances.require_patience(1, 1)
    allowances.charge(HERE, settings)
    with pytest.raises(Refusal) as first:
        allowances.charge(HERE, settings)
    assert not isinstance(first.value, ToldAlready)
    with pytest.raises(ToldAlready):
        allowances.charge(HERE, settings)
    now[0] = 59
    with pytest.raises(ToldAlready, match="1 question within 1,000 seconds: ask again in 941 s"):
        allowances.require_patience(1, 1)
    for server, asker in ((1, 2), (2, 1), (None, 1)):
        allowances.require_patience(server, asker)
    now[0] = 61
    allowances.require_patience(1, 1)
    with pytest.raises(Refusal) as again:
        allowances.charge(HERE, settings)
    assert not isinstance(again.value, ToldAlready)


def test_those_who_have_waited_are_forgotten() -> None:
    """However many come, what is remembered are those who still have to wait."""
    now = [0.0]
    settings = ServerSettings(user_cooldown=Cooldown(questions=1, seconds=10))
    allowances = Allowances(clock=lambda: now[0])
    for asker in range(50):
        now[0] += 20
        occasion = Occasion(server=1, asker=asker)
        allowances.charge(occasion, settings)
        with pytest.raises(Refusal):
            allowances.charge(occasion, settings)
    assert len(allowances._told) == 1
