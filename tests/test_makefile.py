"""The targets of the Makefile, run with a stand-in for the virtual environment."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.modules import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make isn't installed")

SAYS_ITS_ARGUMENTS = f"""#!{sys.executable}
import json, sys
print(json.dumps(sys.argv[1:]))
"""


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A finished virtual environment whose ``footnote`` prints its arguments."""
    command = tmp_path / "bin" / "footnote"
    command.parent.mkdir()
    command.write_text(SAYS_ITS_ARGUMENTS, encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / ".installed").touch()
    return tmp_path


@pytest.mark.parametrize(
    "question",
    [
        "What's new?",
        'Who said "no"?',
        "What costs $5, $HOME, $(HOME) or ${HOME}?",
        "$(shell false) `false` $(false)",
        "-k and --json; # \\ * é “”",
    ],
)
def test_a_question_arrives_as_it_was_typed(environment: Path, question: str) -> None:
    """Neither make nor the shell reads anything into it."""
    run = _make("ask", f"Q={question}", f"VENV={environment}")
    assert json.loads(run.stdout) == ["ask", "--", question]


def test_asking_nothing_is_told(environment: Path) -> None:
    """Without Q, the error shows how to ask."""
    run = _make("ask", f"VENV={environment}")
    assert run.returncode
    assert 'make ask Q="' in run.stderr


@pytest.mark.parametrize("python", ["no-such-python", "false"])
def test_a_python_that_is_missing_or_too_old_is_named(tmp_path: Path, python: str) -> None:
    """It is refused before anything is made; ``false`` says no as an old one would."""
    run = _make("ask", "Q=Who?", f"VENV={tmp_path / 'new'}", f"PYTHON={python}")
    assert f"{python} is not Python 3.11 or newer" in run.stderr
    assert not (tmp_path / "new").exists()


def test_make_alone_lists_every_target() -> None:
    """Each has a line that says what it does."""
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert targets
    assert re.findall(r"^make (\w+) +\w", _make().stdout, re.MULTILINE) == targets[1].split()


def _make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in the project, free of what a make around the tests passes on."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )
