"""What can't be made again survives in one file, copied while the bot works and put back whole."""

import asyncio
import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.backups.backup import back_up
from bot.backups.form import FORMAT, LABEL
from bot.backups.restoring import put_back
from bot.command_line.cli import cli
from bot.rebuilding import Rebuilder
from bot.state.answers import Occasion
from bot.state.feedback import Feedback
from bot.state.feeds import WatchedFeed
from bot.state.server_settings import ServerSettings
from bot.state.state import State
from index.errors import BackupFailed, BackupUnusable
from index.library import Library
from tests.articles import QUESTIONS
from tests.bot_answers import ANSWER
from tests.bot_fixtures import Newsroom, at_work, kept_answer
from tests.conftest import open_library
from tests.modules import ROOT
from tests.test_bot_adding import QUESTION as OF_LANTERN
from tests.test_bot_adding import TEXT as LANTERN
from tests.test_bot_adding import outcome
from tests.test_rebuild import LATER

SERVER = "1311000000000000000"
ARTICLE = f"collections/{SERVER}/articles/lantern-0123abcd.txt"
NOW = datetime(2024, 11, 18, 9, 30, tzinfo=UTC)
FEED = WatchedFeed(server=int(SERVER), url="https://example.org/feed", watched_since=NOW)


def fill(data: Path) -> None:
    """Leave behind what a bot does: an answer, feedback, settings, a feed, a server's article."""
    with closing(State.open("", data=data)) as state:
        state.answers.save(ANSWER, Occasion(server=int(SERVER), channel=5, asker=7))
        state.answers.show(ANSWER.id, [11, 12], channel=5)
        state.feedback.save(Feedback(answer_id=ANSWER.id, user=7, is_good=False, reason="stale"))
        state.server_settings.save(int(SERVER), ServerSettings(private_by_default=True))
        state.feeds.watch(FEED)
        state.feeds.mark_seen(FEED, ["one"])
    (data / ARTICLE).parent.mkdir(parents=True)
    (data / ARTICLE).write_text(LANTERN, "utf-8")


def assert_filled(data: Path) -> None:
    """See that all of that is there, and the article as it was."""
    with closing(State.open("", data=data)) as state:
        kept = state.answers.kept(ANSWER.id)
        assert kept
        assert kept.answer == ANSWER
        assert kept.occasion == Occasion(server=int(SERVER), channel=5, asker=7)
        assert state.answers.messages(ANSWER.id) == [11, 12]
        [opinion] = state.feedback.of(ANSWER.id)
        assert opinion.reason == "stale"
        assert state.server_settings.get(int(SERVER)).private_by_default
        assert state.feeds.of(int(SERVER)) == [FEED]
        assert state.feeds.unseen(FEED, ["one", "two"]) == ["two"]
    assert (data / ARTICLE).read_text("utf-8") == LANTERN


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with something of everything; not to be changed."""
    filled = tmp_path_factory.mktemp("filled")
    fill(filled)
    return filled


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    """The same, for the test to change."""
    return shutil.copytree(filled, tmp_path / "data")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An empty data directory."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    return elsewhere


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """A good backup."""
    back_up(data, tmp_path / "good.tar.gz")
    return tmp_path / "good.tar.gz"


def test_what_was_left_behind_is_there_again(backup: Path, elsewhere: Path) -> None:
    """Every store finds what it kept, and a server's own article is the same file."""
    restored = put_back(backup, elsewhere)
    assert (restored.database, restored.articles, restored.collections) == (True, 1, (SERVER,))
    assert_filled(elsewhere)
    assert not (elsewhere / "restoring").exists()


def test_only_its_owner_reads_a_backup(backup: Path) -> None:
    """It holds what people asked."""
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_nothing_else_of_the_directory_is_in_a_backup(data: Path, tmp_path: Path) -> None:
    """Indexes and models are made again, locks and what is being written are nobody's."""
    folder = data / f"collections/{SERVER}"
    for name in ("articles/.half.txt", "articles.lock", "CURRENT", "../.abc/article.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("nothing")
    back_up(data, tmp_path / "backup")
    with tarfile.open(tmp_path / "backup") as archive:
        assert archive.getnames() == ["answers.sqlite", ARTICLE, LABEL]


def test_a_name_that_no_backup_can_hold_is_told(data: Path, tmp_path: Path) -> None:
    """An article that was put there by hand isn't left out in silence."""
    (data / ARTICLE).with_name("a\\b.txt").write_text(LANTERN)
    with pytest.raises(BackupFailed, match=r"a\\b\.txt has a name .* rename it"):
        back_up(data, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_an_empty_directory_never_takes_the_place_of_a_backup(
    backup: Path, elsewhere: Path
) -> None:
    """Whoever names the wrong one loses nothing."""
    before = backup.read_bytes()
    with pytest.raises(BackupFailed, match=r"nothing to back up .* DATA_DIR"):
        back_up(elsewhere, backup)
    assert backup.read_bytes() == before


@pytest.mark.parametrize("target", ["nowhere/backup", "data"])
def test_where_nothing_can_be_written_that_is_said(data: Path, tmp_path: Path, target: str) -> None:
    """No other error than ours comes out, and nothing is left lying about."""
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BackupFailed, match=r"can't be written .* try again"):
        back_up(data, tmp_path / target)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_database_that_is_damaged_is_told(data: Path, tmp_path: Path) -> None:
    """No backup is made of what can't be read."""
    (data / "answers.sqlite").write_bytes(b"my diary " * 1_000)
    with pytest.raises(BackupFailed, match="not a database"):
        back_up(data, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_a_backup_is_of_one_moment(data: Path, tmp_path: Path, elsewhere: Path) -> None:
    """Four threads keep answers meanwhile: each in it has the feedback of its time."""
    over = threading.Event()

    def keep(writer: int) -> None:
        with closing(State.open("", data=data)) as state:
            for number in range(100_000):
                if over.is_set():
                    return
                name = f"{writer}-{number}"
                state.answers.save(replace(ANSWER, id=name))
                state.feedback.save(Feedback(answer_id=name, user=1, is_good=True))

    threads = [threading.Thread(target=keep, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(8):
            back_up(data, tmp_path / f"{number}")
    finally:
        over.set()
        for thread in threads:
            thread.join()
    counts = []
    for number in range(8):
        place = elsewhere / f"{number}"
        place.mkdir()
        put_back(tmp_path / f"{number}", place)
        with closing(sqlite3.connect(place / "answers.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert not database.execute("PRAGMA foreign_key_check").fetchall()
            [(answers,)] = database.execute("SELECT count(*) FROM answers")
            [(opinions,)] = database.execute("SELECT count(*) FROM feedback")
        assert answers - 4 <= opinions <= answers
        counts.append(answers)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


async def test_a_bot_at_work_is_backed_up_and_goes_on_elsewhere(
    newsroom: Newsroom, own_archive: Library, models: Path, tmp_path: Path
) -> None:
    """Backed up while it answers and rebuilds; on another machine it answers the same."""
    discord, file = newsroom.discord, tmp_path / "backup"
    server = str(newsroom.channel.guild.id)
    [articles] = own_archive.settings.articles
    async with at_work(newsroom, own_archive) as bot:
        added = await discord.slash(
            newsroom.editor,
            newsroom.channel,
            "add",
            file=discord.upload("lantern.txt", LANTERN.encode()),
        )
        assert "Added" in await outcome(added)
        shown = await (await newsroom.ask(OF_LANTERN)).reply(within=30)
        kept = await kept_answer(bot, shown)
        (articles / "later.txt").write_text(LATER, "utf-8")
        rebuild = Rebuilder(own_archive.settings).start()
        asked = await newsroom.ask()
        await asyncio.to_thread(back_up, own_archive.settings.data, file)
        assert not rebuild.done()
        assert (await rebuild).added == 1
        assert await asked.reply()
    # An index of one segment ranks equals in another order than one that grew segment by segment.
    for library in (own_archive, own_archive.of(server)):
        library.rebuild(full=True)
    here = await _answers(own_archive.of(server))
    there = open_library(_folder(tmp_path / "there", articles), models)
    put_back(file, there.settings.data)
    there.rebuild()
    there.of(server).rebuild()
    assert await _answers(there.of(server)) == here
    with closing(State.open("", data=there.settings.data)) as state:
        assert state.answers.get(kept.answer.id) == kept.answer
    assert [own.title for own in there.of(server).own_articles()] == [
        own.title for own in own_archive.of(server).own_articles()
    ]
    there.close()


def _folder(place: Path, articles: Path) -> Path:
    place.mkdir()
    (place / "articles").symlink_to(articles)
    return place


async def _answers(library: Library) -> list[dict[str, Any]]:
    """Return the answers to many questions, but for what is another each time."""
    answers = [(await library.answer(each)).to_json() for each in (*QUESTIONS, OF_LANTERN)]
    return [answer | {"id": None, "seconds": None} for answer in answers]


@pytest.fixture
def archived(
    own_archive: Library, models: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Run a command on a data directory, with the archive's articles."""
    [articles] = own_archive.settings.articles
    monkeypatch.chdir(own_archive.settings.data.parent)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(data: Path, *arguments: str, exit_code: int = 0) -> Any:
        places = ["--articles", str(articles), "--data-dir", str(data), "--json"]
        data.mkdir(exist_ok=True)
        if not (data / "models").exists():
            (data / "models").symlink_to(models)
        result = CliRunner().invoke(cli, [arguments[0], *places, *arguments[1:]])
        assert result.exit_code == exit_code, result.output
        return json.loads(result.stdout) if not exit_code else result.stderr

    return run


def test_the_commands_take_a_bot_to_another_machine(
    own_archive: Library, tmp_path: Path, archived: Callable[..., Any]
) -> None:
    """`backup` there and `restore` here: sources of an old answer, and the servers' articles."""
    data, file = own_archive.settings.data, str(tmp_path / "backup")
    fill(data)
    told = archived(data, "backup", file)
    assert (told["database"], told["articles"], told["servers"]) == (True, 1, 1)
    new = tmp_path / "new"
    assert archived(new, "restore", file)["collections"] == [SERVER]
    assert archived(new, "sources", ANSWER.id) == archived(data, "sources", ANSWER.id)
    assert archived(new, "ask", OF_LANTERN)["answered"] is False
    own = archived(new, "ask", "--collection", SERVER, OF_LANTERN)
    assert "lantern" in own["answer"]
    refusal = archived(new, "restore", file, exit_code=1)
    assert "answers.sqlite is there already: restore to an empty DATA_DIR" in refusal


def test_with_a_database_elsewhere_a_backup_is_of_articles_alone(
    own_archive: Library,
    tmp_path: Path,
    archived: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file that nobody reads is neither copied nor put back as if somebody would."""
    data, file = own_archive.settings.data, tmp_path / "backup"
    fill(data)
    back_up(data, file)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite")
    refusal = archived(tmp_path / "new", "restore", str(file), exit_code=1)
    assert "leave that empty" in refusal
    told = archived(data, "backup", str(file))
    assert (told["database"], told["articles"]) == (False, 1)
    assert archived(tmp_path / "new", "restore", str(file))["database"] is False


def test_nothing_that_is_there_is_overwritten(backup: Path, data: Path, elsewhere: Path) -> None:
    """Neither a database nor a single server's folder."""
    with pytest.raises(BackupFailed, match="is there already"):
        put_back(backup, data)
    (elsewhere / "collections/9").mkdir(parents=True)
    with pytest.raises(BackupFailed, match="is there already"):
        put_back(backup, elsewhere)
    assert_filled(data)
    assert sorted(elsewhere.rglob("*")) == [elsewhere / "collections", elsewhere / "collections/9"]


Files = dict[str, bytes]


def _label(files: Mapping[str, bytes], **others: Any) -> bytes:
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return json.dumps({"format": FORMAT, "made": "2024", "files": sums} | others).encode()


@contextmanager
def _archive(path: Path) -> Iterator[Callable[..., None]]:
    """Lend what puts a member into an archive, whatever it is."""
    with tarfile.open(path, "w:gz") as archive:

        def add(name: str, content: bytes = b"", **fields: Any) -> None:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            for field, value in fields.items():
                setattr(member, field, value)
            archive.addfile(member, io.BytesIO(content))

        yield add


@pytest.mark.parametrize(
    "name",
    [
        "../escaped",
        "/tmp/escaped",
        "collections/../../escaped",
        "collections/1/articles/../../../../escaped",
        "collections/1/articles/.hidden",
        "collections/1/articles/..\\escaped.txt",
        "collections/1/articles//escaped.txt",
        "collections/A/articles/a.txt",
        "collections/1/CURRENT",
        "answers.sqlite-wal",
        "./answers.sqlite",
        "CURRENT",
        "models/model.onnx",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, elsewhere: Path, name: str) -> None:
    """Nothing is written, there or here, though the label vouches for it."""
    before = sorted(tmp_path.rglob("*"))
    with _archive(tmp_path / "bad") as add:
        add(name, b"harm")
        add(LABEL, _label({name: b"harm"}))
    with pytest.raises(BackupUnusable, match="nothing was changed"):
        put_back(tmp_path / "bad", elsewhere)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "bad"])


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE],
)
def test_what_is_no_plain_file_is_refused(tmp_path: Path, elsewhere: Path, kind: bytes) -> None:
    """A link would let what follows it be written elsewhere."""
    with _archive(tmp_path / "bad") as add:
        add(ARTICLE, type=kind, linkname=str(tmp_path / "good"))
        add(LABEL, _label({}))
    with pytest.raises(BackupUnusable, match="is no plain file"):
        put_back(tmp_path / "bad", elsewhere)
    assert not list(elsewhere.iterdir())


GOOD: Files = {ARTICLE: b"It rained."}


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([(LABEL, _label(GOOD, format=99)), *GOOD.items()], "its layout is 99, and this"),
        ([*GOOD.items(), (LABEL, _label(GOOD, format=99))], "its layout is 99, and this"),
        ([*GOOD.items()], "cut off"),
        ([], "cut off"),
        ([(LABEL, _label(GOOD))], "doesn't hold what its label says"),
        ([(ARTICLE, b"It shone."), (LABEL, _label(GOOD))], "doesn't hold what its label says"),
        ([*GOOD.items(), *GOOD.items(), (LABEL, _label(GOOD))], "doesn't belong into one"),
        ([*GOOD.items(), (LABEL, _label({}))], "doesn't hold what its label says"),
        ([*GOOD.items(), (LABEL, _label(GOOD)), (ARTICLE, b"")], "comes after its label"),
        ([*GOOD.items(), (LABEL, b"[]")], "label can't be read"),
        ([*GOOD.items(), (LABEL, b'{"format": 1}')], "label can't be read"),
        ([*GOOD.items(), (LABEL, b"\xff")], "can't decode"),
        ([*GOOD.items(), (LABEL, b"nonsense")], "Expecting value"),
    ],
)
def test_what_its_label_does_not_vouch_for_is_refused(
    tmp_path: Path, elsewhere: Path, members: list[tuple[str, bytes]], reason: str
) -> None:
    """Another layout, a file too many, too few, twice or changed: the reason says which."""
    with _archive(tmp_path / "bad") as add:
        for name, content in members:
            add(name, content)
    with pytest.raises(BackupUnusable, match=reason):
        put_back(tmp_path / "bad", elsewhere)
    assert not list(elsewhere.iterdir())


def test_a_newer_footnotes_answers_are_refused(data: Path, tmp_path: Path, elsewhere: Path) -> None:
    """Before anything takes its place."""
    with closing(sqlite3.connect(data / "answers.sqlite")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    back_up(data, tmp_path / "newer")
    with pytest.raises(BackupUnusable, match="schema is 9999, newer than"):
        put_back(tmp_path / "newer", elsewhere)
    assert not list(elsewhere.iterdir())


def test_a_backup_that_is_cut_off_or_changed_is_refused(backup: Path, elsewhere: Path) -> None:
    """Wherever that is: what isn't refused is the whole of it."""
    whole = backup.read_bytes()
    places = [*range(0, len(whole) - 20, 211), *range(len(whole) - 20, len(whole))]
    for place in places:
        cut_off = whole[:place]
        changed = bytearray(whole)
        changed[place] ^= 0x10
        for content in (cut_off, bytes(changed)):
            backup.write_bytes(content)
            try:
                put_back(backup, elsewhere)
            except BackupUnusable:
                assert not list(elsewhere.iterdir())
            else:
                assert_filled(elsewhere)
                _empty(elsewhere)


@pytest.mark.parametrize(
    "content", [b"", b"my diary", b"\x1f\x8b" + b"\0" * 100, b"PK\x03\x04" * 99]
)
def test_what_is_no_backup_is_refused(tmp_path: Path, elsewhere: Path, content: bytes) -> None:
    """Whatever it is, the sentence says so."""
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(BackupUnusable, match="is not a backup that can be restored"):
        put_back(tmp_path / "bad", elsewhere)
    assert not list(elsewhere.iterdir())


def test_a_file_that_is_not_there_is_told(tmp_path: Path, elsewhere: Path) -> None:
    """The sentence names it."""
    with pytest.raises(BackupFailed, match="nowhere can't be restored"):
        put_back(tmp_path / "nowhere", elsewhere)


def test_what_says_it_is_larger_than_the_disk_is_refused(tmp_path: Path, elsewhere: Path) -> None:
    """Before the disk is full."""
    header = tarfile.TarInfo(ARTICLE)
    header.size = 1 << 60
    with tarfile.open(tmp_path / "bad", "w:gz") as archive:
        assert archive.fileobj
        archive.fileobj.write(header.tobuf())
    with pytest.raises(BackupFailed, match="No space left"):
        put_back(tmp_path / "bad", elsewhere)
    assert not list(elsewhere.iterdir())


RESTORING = """
import sys
from pathlib import Path
from bot.backups.restoring import put_back

print("ready", flush=True)
sys.stdin.readline()
put_back(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.trust
def test_killed_at_any_moment_a_restore_can_be_run_again(backup: Path, elsewhere: Path) -> None:
    """It left nothing, or everything; and what it left aside is in nobody's way."""
    outcomes = set()
    for delay in range(0, 60, 4):
        command = [sys.executable, "-c", RESTORING, str(backup), str(elsewhere)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as child:
            assert child.stdin
            assert child.stdout
            child.stdout.readline()
            child.stdin.write(b"\n")
            child.stdin.flush()
            threading.Event().wait(delay / 1_000)
            child.kill()
        has_answers = (elsewhere / "answers.sqlite").exists()
        outcomes.add(has_answers)
        if not has_answers and not (elsewhere / "collections").exists():
            put_back(backup, elsewhere)
        if has_answers or not (elsewhere / "collections").exists():
            assert_filled(elsewhere)
        _empty(elsewhere)
    assert False in outcomes


def _empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else os.unlink(path)
