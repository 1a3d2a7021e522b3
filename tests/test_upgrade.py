"""Whoever installs this version over an earlier one's data loses nothing of it.

In `earlier/` are the data directories of two earlier versions, as these left them: one from before
there was a database, and one from before an index was made of segments. Both had indexed seeds/.
"""

import json
import shutil
import tarfile
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.command_line.cli import cli
from bot.state.answers import Occasion
from bot.state.feeds import WatchedFeed
from bot.state.state import State
from index.errors import IndexDamaged
from index.library import Library
from index.settings import Settings
from index.store.vectors import Vectors
from tests.bot_fixtures import Newsroom
from tests.eventually import eventually
from tests.modules import ROOT
from tests.test_bot_run import LONG_ENOUGH, Running, running

EARLIER = Path(__file__).with_name("earlier")
VERSIONS = ("before-database", "before-segments")
SEEDS = ROOT / "seeds"
SERVER = 1311000000000000000
FEED = WatchedFeed(
    server=SERVER,
    url="https://example.org/feed",
    watched_since=datetime(2024, 11, 18, 9, 30, tzinfo=UTC),
)
TROOPS = "How many North Korean troops has Moscow hired?"
LANTERN = "What will the harbour museum lend to the town of Wexmoor?"

Footnote = Callable[..., Any]


def left_by(version: str, place: Path, models: Path) -> Path:
    """Return a data directory as an earlier version left it, the embedding model made ready."""
    with tarfile.open(EARLIER / f"{version}.tar.xz") as archive:
        # Python 3.11.3 and earlier know no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(place)
    (place / "models").symlink_to(models)
    return place


@pytest.fixture(params=VERSIONS)
def data(request: pytest.FixtureRequest, tmp_path: Path, models: Path) -> Path:
    """What each version left."""
    return left_by(request.param, tmp_path / "data", models)


@pytest.fixture
def before_segments(tmp_path: Path, models: Path) -> Path:
    """What the later of them left: it has servers' own articles, settings and feeds."""
    return left_by("before-segments", tmp_path / "data", models)


@pytest.fixture
def footnote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Footnote:
    """Run a command on the data directory; returns its JSON, or its complaint if it fails."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Any:
        places = ["--articles", str(SEEDS), "--data-dir", str(tmp_path / "data"), "--json"]
        result = CliRunner().invoke(cli, [arguments[0], *places, *arguments[1:]])
        return result.stderr if result.exit_code else json.loads(result.stdout)

    return run


def expected(data: Path) -> list[dict[str, Any]]:
    """Return the answers that were given there, oldest first."""
    answers: list[dict[str, Any]] = json.loads((data / "expected.json").read_text("utf-8"))
    return answers


def test_an_earlier_index_is_told_with_its_mend(data: Path, footnote: Footnote) -> None:
    """Asking, the state and the doctor name the same command, and that mends it."""
    for command in (("ask", TROOPS), ("status",)):
        complaint = footnote(*command)
        assert "made by another version" in complaint
        assert "run `footnote rebuild`." in complaint
    report = footnote("rebuild")
    assert (report["articles"], report["failed"]) == (4, [])
    answer = footnote("ask", TROOPS)
    assert answer["answered"]
    assert "12,000" in answer["answer"]
    assert not [path for path in (data / "generations").iterdir() if path.is_dir()]


def test_old_answers_and_their_sources_are_still_there(data: Path, footnote: Footnote) -> None:
    """Before the rebuild and after it, as they were given."""
    for answer in expected(data):
        shown = footnote("sources", answer["id"])
        assert shown.items() >= answer.items()
    footnote("rebuild")
    for answer in expected(data):
        assert footnote("sources", answer["id"]).items() >= answer.items()


def test_feedback_settings_and_feeds_are_still_there(before_segments: Path) -> None:
    """Everything that people left behind is found by what it was kept under."""
    given, private = expected(before_segments)
    with closing(State.open("", data=before_segments)) as state:
        kept = state.answers.kept(private["id"])
        assert kept
        assert kept.occasion == Occasion(
            server=SERVER, channel=5, asker=7, is_private=True, follows=given["id"]
        )
        assert state.answers.messages(given["id"]) == [11, 12]
        [opinion] = state.feedback.of(given["id"])
        assert (opinion.user, opinion.is_good, opinion.reason) == (7, False, "stale")
        assert state.server_settings.get(SERVER).private_by_default
        assert state.feeds.of(SERVER) == [FEED]
        assert state.feeds.unseen(FEED, ["one", "two"]) == ["two"]


@pytest.mark.usefixtures("before_segments")
def test_a_servers_own_articles_answer_again(footnote: Footnote) -> None:
    """Their index is named with the option that rebuilds it; what was added is not lost."""
    footnote("rebuild")
    mend = f"rebuild --collection {SERVER}"
    assert f"run `footnote {mend}`." in footnote("ask", "--collection", str(SERVER), LANTERN)
    assert footnote(*mend.split())["articles"] == 1
    assert "lantern" in footnote("ask", "--collection", str(SERVER), LANTERN)["answer"]
    assert not footnote("ask", LANTERN)["answered"]


@pytest.fixture
async def upgraded(newsroom: Newsroom, before_segments: Path) -> AsyncIterator[Running]:
    """The bot, begun on an earlier version's data."""
    settings = Settings.from_mapping({"ARTICLES_DIR": str(SEEDS), "DATA_DIR": str(before_segments)})
    async with running(newsroom.discord.token, settings) as process:
        await newsroom.discord.gateway.attended(within=LONG_ENOUGH)
        yield process


@pytest.mark.usefixtures("upgraded")
async def test_the_bot_makes_earlier_indexes_anew_by_itself(
    newsroom: Newsroom, before_segments: Path
) -> None:
    """Whoever asks at once is told to ask again in a moment, and is then answered."""
    shown = await (await newsroom.ask(TROOPS)).reply(within=30)
    assert (
        shown.text == "The index is being built: ask again in a moment." or "12,000" in shown.text
    )
    library = Library.open(Settings.from_mapping({"DATA_DIR": str(before_segments)}))
    own = library.of(str(SERVER))
    await eventually(lambda: library.is_of_now() and own.is_of_now())
    assert "12,000" in (await (await newsroom.ask(TROOPS)).reply(within=30)).text
    assert "lantern" in (await own.answer(LANTERN)).text


def test_vectors_that_an_earlier_version_left_on_a_server_are_dropped(
    before_segments: Path, footnote: Footnote, chroma_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its generations named their collections elsewhere; the first rebuild looks there."""
    for folder, name in (
        (before_segments, "footnote-old"),
        (_own(before_segments), "footnote-own"),
    ):
        Vectors.create(before_segments, name, url=chroma_url).close()
        manifest = folder / "generations/000001/manifest.json"
        told = json.loads(manifest.read_text("utf-8"))
        manifest.write_text(json.dumps(told | {"collection": name, "chroma_url": chroma_url}))
    monkeypatch.setenv("CHROMA_URL", chroma_url)
    footnote("rebuild")
    footnote("rebuild", "--collection", str(SERVER))
    for name in ("footnote-old", "footnote-own"):
        with pytest.raises(IndexDamaged, match="aren't in"):
            Vectors.open(before_segments, name, url=chroma_url).count()
    assert "12,000" in footnote("ask", TROOPS)["answer"]


def _own(data: Path) -> Path:
    return data / f"collections/{SERVER}"


def test_an_earlier_manifest_that_is_nonsense_is_in_nobodys_way(
    before_segments: Path, footnote: Footnote
) -> None:
    """A generation that can't be read is deleted like any other."""
    (before_segments / "generations/000001/manifest.json").write_text("[]")
    shutil.copytree(before_segments / "generations/000001", before_segments / "generations/000002")
    (before_segments / "generations/000002/manifest.json").unlink()
    assert footnote("rebuild")["articles"] == 4
    assert not [path for path in (before_segments / "generations").iterdir() if path.is_dir()]
