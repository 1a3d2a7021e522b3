"""Whatever lies in the folder of articles is read or reported, and holds nobody up."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.article import Article
from index.errors import ArticleError, ConfigurationError
from index.gathering import gather
from index.reading import SourceFile, find, read
from index.reading.known import content_sha256
from index.text.paragraphs import is_invisible
from tests.modules import ROOT

TEXT = "The council of Ashford voted on Tuesday to close the old bridge until spring."
SECRET = "The launch code is swordfish, and nobody may read it here or there."
FEW = 20  # seconds in which a child that isn't held up ends, on a busy machine

ODD_NAMES = {
    "line break": b"two\nlines.md",
    "carriage return": b"over\rwritten.md",
    "escape": b"\x1b]0;owned\x07\x1b[31mred.md",
    "eight-bit escape": "\x9b31mred.md".encode(),
    "turned around": "safe\u202edm.exe.md".encode(),
    "zero width": "a\u200bb.md".encode(),
    "blank letter": "a\u3164b.md".encode(),
    "no UTF-8": b"caf\xe9.md",
    "half a letter": b"\xed\xa0\x80.md",
    "as long as can be": b"a" * 252 + b".md",
    "mentions": b"@everyone <@&7> [a](b).md",
    "only its ending": b" .md",
}


def _write(folder: Path, name: bytes, text: str = TEXT) -> None:
    with open(os.path.join(os.fsencode(folder), name), "w", encoding="utf-8") as file:
        file.write(text)


def _outcome(folder: Path) -> tuple[list[str], list[ArticleError]]:
    """Return the names of the articles there and what can't be read."""
    items = [item for source in find([folder]) for item in read(source)]
    failed = [item for item in items if isinstance(item, ArticleError)]
    return [item.path for item in items if isinstance(item, Article)], failed


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_an_odd_name_is_read_and_can_be_shown(tmp_path: Path, name: bytes) -> None:
    """Nothing is left in it that a terminal would obey or that can't be seen or stored."""
    _write(tmp_path, name)
    [shown], failed = _outcome(tmp_path)
    assert not failed
    assert not any(map(is_invisible, shown))
    assert shown.encode().decode() == shown


def test_no_file_is_lost_because_its_name_looks_like_another(tmp_path: Path) -> None:
    """Where what tells names apart can't be shown, its code is."""
    names = [b"caf\xe9.md", b"caf\xe8.md", "caf\u200b.md".encode(), "caf\ufffd.md".encode()]
    for number, name in enumerate(names):
        _write(tmp_path, name, f"{TEXT} {number}")
    shown, failed = _outcome(tmp_path)
    assert not failed
    assert len(set(shown)) == len(names)
    assert any("caf\\xe9.md" in name for name in shown)


def test_an_odd_name_is_known_the_next_time(tmp_path: Path) -> None:
    """Nothing is read twice because of what its file is called."""
    for number, name in enumerate(ODD_NAMES.values()):
        _write(tmp_path, name, f"{TEXT} It is bridge {number}.")
    first = gather(find([tmp_path]), known={}, stored={})
    assert len(first.articles) == len(ODD_NAMES)
    again = gather(
        find([tmp_path]),
        known=first.known,
        stored={key: each.fingerprint for key, each in first.articles.items()},
        on_read=lambda *_: pytest.fail("it is known"),
    )
    assert again.articles == first.articles


def test_a_pipe_in_a_files_place_holds_nobody_up(tmp_path: Path) -> None:
    """It may have taken the place of a file since that was found; reading it would never end."""
    for name in ("a.txt", "a.md", "a.html", "a.pdf", "a.jsonl", "a.jsonl.gz"):
        os.mkfifo(tmp_path / name)
    probe = (
        "import sys; from pathlib import Path\n"
        "from index.reading import SourceFile, read\n"
        "from index.reading.known import content_sha256\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    assert content_sha256(path) is None\n"
        "    print(*read(SourceFile(path, path.name)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=FEW,
        check=True,
    )
    lines = run.stdout.splitlines()
    assert len(lines) == 6
    assert all("can't be read: it is a pipe, a device or a folder" in line for line in lines)


def test_a_pipe_is_no_location(tmp_path: Path) -> None:
    """Named by itself, it is a wrong setting."""
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ConfigurationError, match="not a kind of article"):
        find([tmp_path / "pipe.txt"])


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
def test_a_device_is_no_article(tmp_path: Path) -> None:
    """It has no end: a link to it is passed over, and reading it is refused."""
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    assert find([tmp_path]) == []
    with pytest.raises(ConfigurationError):
        find([tmp_path / "zero.txt"])
    [error] = read(SourceFile(tmp_path / "zero.txt", "zero.txt"))
    assert "a device" in str(error)
    assert content_sha256(tmp_path / "zero.txt") is None


def test_a_link_out_of_the_folder_is_reported_and_not_followed(tmp_path: Path) -> None:
    """Whoever may add articles doesn't get to quote the machine's other files."""
    outside = tmp_path / "home"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "good.txt").write_text(TEXT)
    (articles / "secret.txt").symlink_to(outside / "secret.txt")
    (articles / "up.txt").symlink_to("../home/../home/secret.txt")
    (articles / "folder").symlink_to(outside)
    gathered = gather(find([articles]), known={}, stored={})
    assert [each.path for each in gathered.articles.values()] == ["good.txt"]
    assert [error.path for error in gathered.failed] == ["secret.txt", "up.txt"]
    assert all("leads out of the folder" in error.reason for error in gathered.failed)


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    """As folders have them that are put in place at once; the file counts once."""
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").symlink_to(".data/a.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    paths, failed = _outcome(tmp_path)
    assert len(paths) == 1
    assert not failed


def test_a_file_that_became_a_link_is_not_known_any_more(tmp_path: Path) -> None:
    """What is known of it from before isn't taken for what it is now."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(TEXT)
    first = gather(find([articles]), known={}, stored={})
    (articles / "a.txt").rename(tmp_path / "a.txt")
    (articles / "a.txt").symlink_to(tmp_path / "a.txt")
    stored = {key: each.fingerprint for key, each in first.articles.items()}
    again = gather(find([articles]), known=first.known, stored=stored)
    assert not again.articles
    assert [error.path for error in again.failed] == ["a.txt"]


def test_links_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    """Of files or of folders: the others are read."""
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "around").symlink_to(".")
    assert _outcome(tmp_path) == (["good.txt"], [])
    with pytest.raises(ConfigurationError, match="There is no file"):
        find([tmp_path / "a.txt"])


def test_a_path_too_long_to_open_is_reported(tmp_path: Path) -> None:
    """The others are read."""
    (tmp_path / "good.txt").write_text(TEXT)
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(20):
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
        Path("deep.txt").write_text(TEXT)
    finally:
        os.chdir(here)
    paths, failed = _outcome(tmp_path)
    assert paths == ["good.txt"]
    [error] = failed
    assert "can't be read: File name too long" in error.reason


def test_a_link_to_a_file_of_another_location_is_no_flaw(tmp_path: Path) -> None:
    """That file is found where it lies."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "a.txt").write_text(TEXT)
    (tmp_path / "other" / "b.txt").symlink_to(tmp_path / "one" / "a.txt")
    for locations in (["one", "other"], ["other", "one"]):
        found = find([tmp_path / name for name in locations])
        assert [(source.name, source.flaw) for source in found] == [("a.txt", None)]


def test_what_may_not_be_opened_is_reported() -> None:
    """A folder or a file of somebody else's; the others are read."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        for name in ("good.txt", "closed.txt", "closed/a.txt", "listed/a.txt"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(TEXT)
        (folder / "closed.txt").chmod(0)
        (folder / "closed").chmod(0)
        (folder / "listed").chmod(0o444)
        try:
            good, *failed = _gathered_by_nobody(folder).splitlines()
        finally:
            (folder / "closed").chmod(0o755)
            (folder / "listed").chmod(0o755)
    assert good == "good.txt"
    reason = "can't be read: Permission denied"
    assert set(failed) == {f"{name}: {reason}" for name in ("closed", "closed.txt", "listed/a.txt")}


def _gathered_by_nobody(folder: Path) -> str:
    """Return what somebody without rights gathers: the articles on one line, then each failure."""
    probe = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from index.gathering import gather\n"
        "from index.reading import find, read\n"
        "folder = Path(sys.argv[1])\n"
        "list(read(find([folder / 'good.txt'])[0]))\n"  # what is imported late is there then
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "found = gather(find([folder]), known={}, stored={})\n"
        "print(*(each.path for each in found.articles.values()))\n"
        "print(*found.failed, sep='\\n')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout
