"""Nothing is kept for longer than the settings say: answers by age, what left servers left."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.retention import forget_server
from bot.settings import BotSettings, StateSettings
from bot.state.answers import Occasion
from bot.state.feeds import WatchedFeed
from bot.state.state import State
from index.errors import ConfigurationError, IndexDamaged, StoreUnreachable
from index.library import Library
from index.store.segment import Label
from index.store.vectors import Vectors
from tests.bot_answers import ANSWER
from tests.bot_fixtures import Newsroom, at_work, eventually
from tests.conftest import chroma_server
from tests.indexes import segment_folders

NOTE = b"The harbour museum lends its oldest lantern to the town of Wexmoor."
OWN = "What does the harbour museum lend?"


def keep_aged(state: State, **days: int) -> None:
    """Keep answers that were given so many days ago, by id."""
    for answer_id, age in days.items():
        state.answers.save(replace(ANSWER, id=answer_id), Occasion(server=1, channel=2, asker=3))
        moment = (datetime.now(UTC) - timedelta(days=age)).replace(tzinfo=None)
        with state.database.writing() as session:
            statement = text("UPDATE answers SET given_at = :moment WHERE id = :id")
            session.execute(statement, {"moment": moment, "id": answer_id})


def test_by_default_answers_are_kept() -> None:
    """And what a server left behind for a month."""
    settings = StateSettings.from_mapping({})
    assert (settings.keep_answers, settings.keep_left_servers.days) == (None, 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEEP_ANSWERS_DAYS", "0"),
        ("KEEP_ANSWERS_DAYS", "-1"),
        ("KEEP_ANSWERS_DAYS", "a week"),
        ("KEEP_ANSWERS_DAYS", "99999999999"),
        ("KEEP_LEFT_SERVERS_DAYS", "1.5"),
    ],
)
def test_what_is_no_number_of_days_is_named(name: str, value: str) -> None:
    """Rather than that something is deleted, or nothing is."""
    with pytest.raises(ConfigurationError, match=rf"^{name} is '{value}': set it to a number"):
        StateSettings.from_mapping({name: value})
    assert BotSettings.from_mapping({name: value})


async def test_old_answers_go_when_the_bot_starts(newsroom: Newsroom, own_archive: Library) -> None:
    """Where that is set, and the others stay."""
    with closing(State.open("", data=own_archive.settings.data)) as state:
        keep_aged(state, old=8, new=6)
        async with at_work(newsroom, own_archive):
            await asyncio.sleep(0.2)
            assert state.answers.get("old")
        async with at_work(newsroom, own_archive, KEEP_ANSWERS_DAYS="7"):
            await eventually(lambda: state.answers.get("old") is None)
            assert state.answers.get("new")


async def test_old_answers_go_while_the_bot_runs(
    newsroom: Newsroom, own_archive: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day is a moment here."""
    monkeypatch.setattr("bot.retention._A_DAY", 0.05)
    with closing(State.open("", data=own_archive.settings.data)) as state:
        async with at_work(newsroom, own_archive, KEEP_ANSWERS_DAYS="7"):
            for answer_id in ("first", "second"):
                keep_aged(state, **{answer_id: 9})
                await eventually(lambda: state.answers.get("first") is None)
            await eventually(lambda: state.answers.get("second") is None)


@pytest.fixture
def left(newsroom: Newsroom, own_archive: Library) -> Iterator[State]:
    """The database, where a server has articles, a feed and an answer of its own."""
    server = int(newsroom.channel.guild.id)
    library = own_archive.of(str(server))
    library.add("note.txt", NOTE)
    library.rebuild()
    assert library.ask(OWN).answered
    with closing(State.open("", data=own_archive.settings.data)) as state:
        state.answers.save(ANSWER, Occasion(server=server, channel=2, asker=3))
        feed = WatchedFeed(server=server, url="https://a.example/", watched_since=datetime.now(UTC))
        state.feeds.watch(feed)
        yield state


async def test_a_server_that_removes_the_bot_is_forgotten(
    newsroom: Newsroom, own_archive: Library, left: State
) -> None:
    """At once where that is set: its articles and their index, its feeds and its answers."""
    guild = newsroom.channel.guild
    folder = own_archive.settings.data / "collections" / guild.id
    async with at_work(newsroom, own_archive, KEEP_LEFT_SERVERS_DAYS="0") as bot:
        await eventually(lambda: _present(left) == [(int(guild.id), True)])
        assert bot.library.of(guild.id).own_articles()
        newsroom.discord.world.throw_out(guild)
        await eventually(lambda: not folder.exists())
        await eventually(lambda: left.answers.get(ANSWER.id) is None)
        assert not bot.library.of(guild.id).own_articles()
        assert not left.feeds.of(int(guild.id))
        await eventually(lambda: not _present(left))


async def test_a_server_that_was_left_lately_may_come_back(
    newsroom: Newsroom, own_archive: Library, left: State
) -> None:
    """Also where the bot was removed while it didn't run, it is only noted."""
    guild = newsroom.channel.guild
    server = int(guild.id)
    async with at_work(newsroom, own_archive):
        await eventually(lambda: _present(left) == [(server, True)])
    del newsroom.discord.world.guilds[guild.id]
    async with at_work(newsroom, own_archive):
        await eventually(lambda: _present(left) == [(server, False)])
        assert left.answers.get(ANSWER.id)
        newsroom.discord.world.guilds[guild.id] = guild
        newsroom.discord.world.hub.publish("GUILD_CREATE", guild.payload())
        await eventually(lambda: _present(left) == [(server, True)])
    assert own_archive.of(guild.id).own_articles()


async def test_a_server_that_was_left_long_ago_is_forgotten_at_the_start(
    newsroom: Newsroom, own_archive: Library, left: State
) -> None:
    """A month after, whatever happened in between."""
    guild = newsroom.channel.guild
    left.presence.note(int(newsroom.discord.bot.id), {int(guild.id)})
    left.presence.note(int(newsroom.discord.bot.id), set())
    month = (datetime.now(UTC) - timedelta(days=31)).replace(tzinfo=None)
    with left.database.writing() as session:
        session.execute(text("UPDATE presences SET left_at = :moment"), {"moment": month})
    del newsroom.discord.world.guilds[guild.id]
    async with at_work(newsroom, own_archive):
        await eventually(lambda: left.answers.get(ANSWER.id) is None)
    assert not (own_archive.settings.data / "collections" / guild.id).exists()


def _present(state: State) -> list[tuple[int, bool]]:
    with state.database.reading() as session:
        rows = session.execute(text("SELECT server, left_at FROM presences"))
        return [(row.server, row.left_at is None) for row in rows]


def test_what_is_on_a_chroma_server_goes_too(own_archive: Library, tmp_path: Path) -> None:
    """While it is away nothing is deleted, so that it can be done later."""
    data = own_archive.settings.data
    with closing(State.open("", data=data)) as state:
        with chroma_server(tmp_path / "server") as url:
            library = Library.open(replace(own_archive.settings, chroma_url=url))
            own = library.of("1")
            own.add("note.txt", NOTE)
            own.rebuild()
            [segment] = segment_folders(data / "collections" / "1")
            name = Label.load(segment).collection
            Vectors.open(Path(), name, url=url).count()
        with pytest.raises(StoreUnreachable):
            forget_server(1, library, state)
        assert own.own_articles()
        with chroma_server(tmp_path / "server", port=int(url.rpartition(":")[2])):
            assert forget_server(1, library, state)[1]
            assert not (data / "collections" / "1").exists()
            with pytest.raises(IndexDamaged):
                Vectors.open(Path(), name, url=url).count()
            assert not forget_server(1, library, state)[1]
        library.close()
