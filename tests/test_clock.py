"""Clocks that jump by an hour or a day, forth or back, change nothing that anybody notices."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.allowances import Allowances
from bot.refusal import Refusal
from bot.state.answers import Occasion
from bot.state.feeds import WatchedFeed
from bot.state.server_settings import ServerSettings
from bot.state.state import State
from index.library import Library
from tests.test_rebuild import QUESTION

HOUR, DAY = 3_600.0, 86_400.0
JUMPS = (-DAY, -HOUR, HOUR, DAY)


def jump(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Put the clock on, or back, for everything in this process that looks at it."""
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + seconds)
    monkeypatch.setattr(time, "time_ns", lambda: int((real() + seconds) * 1e9))


def put_back(folder: Path, seconds: float) -> None:
    """Make all files in a folder as old as if the clock had been put on by that since."""
    for path in folder.rglob("*"):
        moment = path.stat().st_mtime - seconds
        os.utime(path, (moment, moment))


@pytest.mark.parametrize("seconds", JUMPS)
def test_who_asked_much_waits_no_longer(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The wait is what it is without a jump, and no allowance is lost or won."""
    allowances, settings = Allowances(), ServerSettings()
    occasion = Occasion(server=1, channel=2, asker=3)
    for _ in range(3):
        allowances.charge(occasion, settings)
    jump(monkeypatch, seconds)
    for _ in range(2):
        allowances.charge(occasion, settings)
    with pytest.raises(Refusal, match=r"ask again in (1\d|20) s"):
        allowances.charge(occasion, settings)


@pytest.mark.parametrize("seconds", JUMPS)
def test_rebuilds_go_on_whatever_the_time(
    own_archive: Library, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    """What changed is taken up, what didn't isn't, and who is reading reads on."""
    [articles] = own_archive.settings.articles
    own_archive.rebuild()
    tram = articles / "tram.md"
    with own_archive.view() as view:
        jump(monkeypatch, seconds)
        for number in range(4):
            text = tram.read_text("utf-8")
            old, new = f"{2_600 + number:,}", f"{2_601 + number:,}"
            tram.write_text(text.replace(old, new), "utf-8")
            moment = time.time()
            os.utime(tram, (moment, moment))
            report = own_archive.rebuild()
            assert (report.changed, report.unchanged) == (1, 5)
            assert new in own_archive.ask(QUESTION).text
        assert view.article(view.references()[0].id)
        assert view.nearest(own_archive.embedder.embed(["tram"])[0], 1)
    assert own_archive.rebuild().changed == 0


@pytest.mark.parametrize("seconds", JUMPS)
def test_generations_do_not_pile_up(own_archive: Library, seconds: float) -> None:
    """Only those of before the jump may stay for longer than they need to."""
    data = own_archive.settings.data
    for _ in range(2):
        own_archive.rebuild(full=True)
    put_back(data / "generations", seconds)
    before = len(list((data / "generations").iterdir()))
    for _ in range(3):
        own_archive.rebuild(full=True)
        put_back(data / "generations", 200)  # longer than anybody reads in an old one
    assert len(list((data / "generations").iterdir())) <= before + 2
    assert own_archive.ask(QUESTION).answered


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """An empty database."""
    opened = State.open("", data=tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("seconds", [-DAY, -HOUR])
def test_a_feed_is_not_forgotten_when_the_clock_is_put_back(state: State, seconds: float) -> None:
    """It would be visited at a time that comes only after what was put back has passed again."""
    now = datetime.now(UTC)
    feed = WatchedFeed(
        server=1,
        url="https://example.org/feed",
        watched_since=now,
        last_poll=now,
        next_poll=now + timedelta(minutes=30),
    )
    state.feeds.watch(feed)
    assert not state.feeds.due(now + timedelta(minutes=1))
    assert state.feeds.due(now + timedelta(seconds=seconds)) == [feed]
    state.feeds.save(replace(feed, next_poll=None))  # given up
    assert not state.feeds.due(now + timedelta(seconds=seconds))
