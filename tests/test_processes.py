"""Several processes share an index: what one rebuilds, the others answer from."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from index.library import Library
from tests.test_rebuild import LATER, QUESTION

# Asks for ever, and tells of each answer when the question began.
_ASKING = """
import json, sys, time
from pathlib import Path
from dataclasses import replace
from index.library import Library
from index.settings import Settings

library = Library.open(replace(Settings.from_mapping({}), data=Path(sys.argv[1])))
while True:
    began = time.time()
    answer = library.ask(sys.argv[2])
    print(json.dumps([began, answer.text]), flush=True)
"""
_TAKEN_UP_WITHIN = 2.0  # seconds


@contextmanager
def _asking(library: Library) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", _ASKING, str(library.settings.data), QUESTION]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdout
        assert "2,600" in child.stdout.readline()
        yield child
        child.kill()


def _answers(child: subprocess.Popen[str], until: float) -> Iterator[tuple[float, str]]:
    """Yield when each question was asked and its answer, up to one that began after that time."""
    assert child.stdout
    for line in child.stdout:
        began, text = json.loads(line)
        yield began, text
        if began > until:
            return


def _rebuilding(library: Library, *options: str) -> list[str]:
    """Return the command that rebuilds a library's index."""
    [articles] = library.settings.articles
    places = [f"--articles={articles}", f"--data-dir={library.settings.data}"]
    return [sys.executable, "-m", "bot", "rebuild", "--progress=none", *places, *options]


def _change(library: Library) -> None:
    [articles] = library.settings.articles
    tram = articles / "tram.md"
    tram.write_text(tram.read_text("utf-8").replace("2,600", "3,100"), "utf-8")


def _assert_taken_up(children: Sequence[subprocess.Popen[str]], rebuilt: float) -> None:
    for child in children:
        answers = list(_answers(child, rebuilt + _TAKEN_UP_WITHIN))
        assert all("2,600" in text or "3,100" in text for _, text in answers)
        assert "3,100" in answers[-1][1]


def test_a_rebuild_elsewhere_is_taken_up_by_all_at_once(own_archive: Library) -> None:
    """Two processes ask all the while: none fails, and each soon tells what is new."""
    _change(own_archive)
    with ExitStack() as stack:
        children = [stack.enter_context(_asking(own_archive)) for _ in range(2)]
        subprocess.run(_rebuilding(own_archive), check=True, stdout=subprocess.DEVNULL)
        _assert_taken_up(children, time.time())


def test_processes_share_an_index_on_a_server(
    own_archive: Library, chroma_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three ask from the vectors that one rebuild put on the server, and take up the next."""
    monkeypatch.setenv("CHROMA_URL", chroma_url)
    subprocess.run(_rebuilding(own_archive), check=True, stdout=subprocess.DEVNULL)
    assert own_archive.status().store == chroma_url
    _change(own_archive)
    with ExitStack() as stack:
        children = [stack.enter_context(_asking(own_archive)) for _ in range(3)]
        subprocess.run(_rebuilding(own_archive), check=True, stdout=subprocess.DEVNULL)
        _assert_taken_up(children, time.time())


def test_of_two_rebuilds_one_wins_and_the_other_says_so(own_archive: Library) -> None:
    """It fails with a sentence, and the index is what the winner made of it."""
    [articles] = own_archive.settings.articles
    _write_long(articles / "long.txt")
    (articles / "later.txt").write_text(LATER, "utf-8")
    command = _rebuilding(own_archive, "--json")
    with ExitStack() as stack:
        children = [
            stack.enter_context(
                subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            )
            for _ in range(2)
        ]
        said = [(child.communicate(), child.returncode) for child in children]
    [((won, _), _), ((_, refusal), exit_code)] = sorted(said, key=lambda each: each[1])
    assert json.loads(won)["added"] == 2
    assert exit_code == 1
    assert refusal.decode() == (
        "footnote: The index is being rebuilt already: wait until that is done.\n"
    )
    assert "77 passengers" in own_archive.ask("How many passengers walked in the snow?").text


def _write_long(path: Path) -> None:
    """Write an article that takes seconds to embed, so that the second rebuild meets the first."""
    lamps = (
        f"Number {n} of the {n * 7919 % 1009} lamps was lit at {n} o'clock." for n in range(4000)
    )
    path.write_text(" ".join(lamps), "utf-8")
