"""Several processes share an index: what one rebuilds, the others answer from."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from index.library import Library
from tests.test_rebuild import QUESTION

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


def test_a_rebuild_elsewhere_is_taken_up_by_all_at_once(own_archive: Library) -> None:
    """Two processes ask all the while: none fails, and each soon tells what is new."""
    [articles] = own_archive.settings.articles
    tram = articles / "tram.md"
    tram.write_text(tram.read_text("utf-8").replace("2,600", "3,100"), "utf-8")
    places = [f"--articles={articles}", f"--data-dir={own_archive.settings.data}"]
    command = [sys.executable, "-m", "bot", "rebuild", "--progress=none", *places]
    with ExitStack() as stack:
        children = [stack.enter_context(_asking(own_archive)) for _ in range(2)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        rebuilt = time.time()
        for child in children:
            answers = list(_answers(child, rebuilt + _TAKEN_UP_WITHIN))
            assert all("2,600" in text or "3,100" in text for _, text in answers)
            assert "3,100" in answers[-1][1]
