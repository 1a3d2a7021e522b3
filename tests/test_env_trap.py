"""Chroma reads ``.env`` and the environment of its own accord; our settings mean nothing to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.declared import declared_settings

PROBE = """
import chromadb
chromadb.PersistentClient("store").create_collection("articles", embedding_function=None)
print(chromadb.config.Settings().model_dump_json())
"""

# What would do most harm if Chroma took it for its own.
VALUES = {item.name: item.default or "http://127.0.0.1:1" for item in declared_settings()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Chroma's settings where nothing is set."""
    return _chroma_settings(tmp_path_factory.mktemp("undisturbed"))


def test_our_dotenv_file_changes_nothing_in_chroma(undisturbed: str, tmp_path: Path) -> None:
    """With every setting of ours in ``.env``, Chroma works and has the settings it had."""
    lines = [f"{name}={value}\n" for name, value in VALUES.items()]
    (tmp_path / ".env").write_text("".join(lines), encoding="utf-8")
    assert _chroma_settings(tmp_path) == undisturbed


def test_our_environment_changes_nothing_in_chroma(undisturbed: str, tmp_path: Path) -> None:
    """With every setting of ours in the environment, likewise."""
    assert _chroma_settings(tmp_path, VALUES) == undisturbed


def _chroma_settings(directory: Path, values: dict[str, str] | None = None) -> str:
    """Return Chroma's settings after it made a collection in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=directory,
        env=os.environ | (values or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
