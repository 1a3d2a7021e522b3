"""A file that breaks or holds up whatever reads it costs itself, and nobody else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ArticleError
from index.reading import Apart, find, read
from index.reading.apart import BREAKS
from tests import hostile_pdf
from tests.articles import ARTICLES
from tests.modules import ROOT
from tests.test_reading_pdf import PARAGRAPHS, printed

LONG = 100_000
GOOD = bytes(printed(*PARAGRAPHS).output())
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")


def _read(path: Path, apart: Apart | None) -> list[Article | ArticleError]:
    return list(read(find([path])[0], apart=apart))


def _told(items: list[Article | ArticleError]) -> list[object]:
    return [str(item) if isinstance(item, ArticleError) else item for item in items]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of every kind that is read apart, some broken."""
    (tmp_path / "good.pdf").write_bytes(GOOD)
    (tmp_path / "cut off.pdf").write_bytes(GOOD[:400])
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "page.html").write_text(ARTICLES["library.html"] + " " * LONG, "utf-8")
    (tmp_path / "nothing.htm").write_text(" " * LONG)
    (tmp_path / "tram.md").write_text(ARTICLES["tram.md"] + "\n" * LONG, "utf-8")
    (tmp_path / "latin.md").write_bytes("café ".encode("latin-1") * LONG)
    return tmp_path


def test_what_is_read_apart_is_what_is_read_here(folder: Path) -> None:
    """Articles and failures are the same, one file after the other."""
    paths = sorted(folder.iterdir())
    with Apart() as apart:
        there = [_told(_read(path, apart)) for path in paths]
    assert there == [_told(_read(path, None)) for path in paths]
    assert sum(isinstance(item, Article) for items in there for item in items) == 3


@linux
def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """In the time of a core that it may take, and the next one is read."""
    (tmp_path / "slow.pdf").write_bytes(hostile_pdf.same_page(3_000))
    (tmp_path / "good.pdf").write_bytes(GOOD)
    with Apart(seconds=1) as apart:
        [error] = _read(tmp_path / "slow.pdf", apart)
        [article] = _read(tmp_path / "good.pdf", apart)
    assert isinstance(error, ArticleError)
    assert error.reason == "it takes longer than 1 seconds to read"
    assert isinstance(article, Article)


@linux
def test_the_limits_hold_where_others_hold_already(tmp_path: Path) -> None:
    """As in a service whose limits its administrator has set."""
    (tmp_path / "slow.pdf").write_bytes(hostile_pdf.same_page(3_000))
    probe = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from index.reading import Apart, find, read\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (500, 500))\n"
        "with Apart(seconds=1) as apart:\n"
        "    print(*read(find([Path(sys.argv[1])])[0], apart=apart))\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)\n"
    )
    command = [sys.executable, "-c", probe, str(tmp_path / "slow.pdf")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told, seconds = run.stdout.splitlines()
    assert told == "slow.pdf: it takes longer than 1 seconds to read"
    assert float(seconds) < 10


@linux
@pytest.mark.trust
def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    """Whatever comes of it is one failure, and the next file is read."""
    (tmp_path / "large.md").write_text("*a* " * 500_000)
    (tmp_path / "good.pdf").write_bytes(GOOD)
    with Apart(memory=400_000_000) as apart:
        [error] = _read(tmp_path / "large.md", apart)
        [article] = _read(tmp_path / "good.pdf", apart)
    assert isinstance(error, ArticleError)
    assert error.reason.startswith("it ")
    assert isinstance(article, Article)


def test_a_process_that_was_killed_is_followed_by_another(tmp_path: Path) -> None:
    """Whatever it was that killed it, the file at hand is told as a failure."""
    (tmp_path / "good.pdf").write_bytes(GOOD)
    with Apart() as apart:
        assert isinstance(_read(tmp_path / "good.pdf", apart)[0], Article)
        assert apart._process
        apart._process.kill()
        [error] = _read(tmp_path / "good.pdf", apart)
        assert isinstance(error, ArticleError)
        assert error.reason == BREAKS
        assert isinstance(_read(tmp_path / "good.pdf", apart)[0], Article)
        last = apart._process
    assert last.returncode is not None


@linux
def test_what_reads_the_files_of_strangers_has_no_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token and the language model's key aren't in its environment."""
    for name in ("DISCORD_TOKEN", "LANGUAGE_MODEL_KEY", "OPENAI_API_KEY"):
        monkeypatch.setenv(name, "a secret")
    (tmp_path / "good.pdf").write_bytes(GOOD)
    with Apart() as apart:
        _read(tmp_path / "good.pdf", apart)
        assert apart._process
        environment = Path(f"/proc/{apart._process.pid}/environ").read_bytes()
    assert b"PYTHONPATH" in environment
    assert b"a secret" not in environment


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="handles are counted in /proc")
def test_no_handle_is_left_open(tmp_path: Path) -> None:
    """However a file ends."""
    (tmp_path / "good.pdf").write_bytes(GOOD)
    (tmp_path / "bad.pdf").write_bytes(GOOD[:400])
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        with Apart() as apart:
            _read(tmp_path / "good.pdf", apart)
            _read(tmp_path / "bad.pdf", apart)
    assert len(os.listdir("/proc/self/fd")) == before
