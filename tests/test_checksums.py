"""Sums are the ones that everybody else computes."""

import shutil
import subprocess
from pathlib import Path

import pytest

from index.checksums import SUMS, file_sha256, sums


def test_a_sum_is_the_standards(tmp_path: Path) -> None:
    """The first example of FIPS 180-2 has the sum that it gives there."""
    (tmp_path / "example").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_sha256(tmp_path / "example") == expected


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum isn't installed")
def test_a_file_of_sums_can_be_checked_from_outside(tmp_path: Path) -> None:
    """``sha256sum --check`` finds every file named and unchanged."""
    names = ["one", "folder/two"]
    (tmp_path / "folder").mkdir()
    for name in names:
        (tmp_path / name).write_text(name, "utf-8")
    (tmp_path / SUMS).write_text(sums(tmp_path, names), "utf-8")
    run = subprocess.run(
        ["sha256sum", "--check", SUMS], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == ["one: OK", "folder/two: OK"]
