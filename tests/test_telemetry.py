"""Nothing that Footnote is made of reports to anybody what it does."""

import os
import subprocess
import sys
from pathlib import Path

from index.library import Library
from tests.articles import QUESTIONS
from tests.modules import ROOT


def test_the_machine_gets_no_id(own_archive: Library, tmp_path: Path) -> None:
    """Onnxruntime writes one before its first report, unless it is kept from both."""
    command = [sys.executable, "-m", "bot", "ask", f"--data-dir={own_archive.settings.data}"]
    # Without the rest of the environment: in tests and on CI it keeps still by itself.
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    subprocess.run([*command, QUESTIONS[0]], cwd=ROOT, env=environment, check=True)
    assert not list(tmp_path.rglob("deviceid*"))
