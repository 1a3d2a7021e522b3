"""What is installed is what was locked, byte for byte, and may be used as it is."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy.licences import LicenceUnknown, document, pins
from index.embedding.installed import PACKAGE
from tests.modules import ROOT

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
PIN = re.compile(r"[\w.-]+==[\w.]+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+")

# Whoever has Footnote may pass it on with what these ask for: that their notices go along, and
# their own changed files where those are MPL's.
PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC",
    "MIT", "MIT-0", "MIT-CMU", "MPL-1.1", "MPL-2.0", "PSF-2.0", "Zlib",
}  # fmt: skip


@pytest.mark.parametrize("lock", LOCKS)
def test_every_lock_is_nothing_but_pins_with_hashes(lock: str) -> None:
    """That goes for what tests, benchmarks and the audit install, too."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", "")
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    assert not [
        line for line in lines if line and not line.startswith("#") and not PIN.fullmatch(line)
    ]
    assert "://" not in text


def test_every_lock_is_installed_by_hash_and_from_wheels() -> None:
    """No recipe of the Makefile or the container names a lock in another way."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^LOCKED = --only-binary :all: --require-hashes$", makefile, re.MULTILINE)
    installed = re.findall(r"(\S+) -r (requirements\S*\.lock) >&2", makefile)
    assert sorted(lock for _, lock in installed) == LOCKS
    assert {option for option, _ in installed} == {"$(LOCKED)"}
    container = (ROOT / "deploy/Containerfile").read_text("utf-8").replace("\\\n", " ")
    [recipe] = re.findall(r"^RUN .* install .*requirements\.lock$", container, re.MULTILINE)
    assert {"--no-deps", "--require-hashes", "--only-binary"} <= set(recipe.split())


def _wheel(folder: Path, name: str, content: str = "") -> Path:
    """Write the wheel of a package, whose module holds the content."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    record = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", content)
        wheel.writestr(f"{record}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{record}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n")
        wheel.writestr(f"{record}/RECORD", "")
    return path


def _pin(wheel: Path) -> str:
    name = wheel.name.partition("-")[0]
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Makefile with an environment, in which nothing is installed."""
    if not shutil.which("make"):
        pytest.skip("make isn't installed")
    project = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "Makefile", project)
    venv = [sys.executable, "-m", "venv", "--without-pip", ".venv"]
    subprocess.run(venv, cwd=project, check=True)
    (project / "requirements.lock").touch()
    (project / "pyproject.toml").touch()
    return project


def _install(project: Path, lock: str, wheels: Path) -> subprocess.CompletedProcess[str]:
    """Have the Makefile install a lock from a folder of files, and no other place."""
    (project / ".venv/.installed").touch()
    (project / "requirements-dev.lock").write_text(lock, "utf-8")
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PIP_"))
    }
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        ["make", f"PYTHON={sys.executable}", ".venv/.installed-dev"],
        cwd=project,
        env=inherited | offline,
        capture_output=True,
        text=True,
        check=False,
    )


def _imports(project: Path, module: str) -> bool:
    command = [str(project / ".venv/bin/python"), "-c", f"import {module}"]
    return not subprocess.run(command, check=False, capture_output=True).returncode


def test_what_was_locked_is_installed(project: Path, tmp_path: Path) -> None:
    """The command works; else that it refuses would say nothing."""
    run = _install(project, _pin(_wheel(tmp_path, "honest")), tmp_path)
    assert run.returncode == 0, run.stderr
    assert _imports(project, "honest")
    assert (project / ".venv/.installed-dev").exists()


def test_a_file_that_was_tampered_with_is_refused(project: Path, tmp_path: Path) -> None:
    """One byte more than was locked, under the same name and version, and nothing is installed."""
    lock = _pin(_wheel(tmp_path, "tampered")) + _pin(_wheel(tmp_path, "beside"))
    _wheel(tmp_path, "tampered", "#")
    run = _install(project, lock, tmp_path)
    assert run.returncode
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in run.stderr
    assert not _imports(project, "tampered")
    assert not _imports(project, "beside")


def test_a_pin_without_a_hash_is_refused(project: Path, tmp_path: Path) -> None:
    """Whoever strikes a hash from the lock doesn't get past it."""
    lock = _pin(_wheel(tmp_path, "hashed")) + "bare==1.0\n"
    _wheel(tmp_path, "bare")
    run = _install(project, lock, tmp_path)
    assert run.returncode
    assert "--require-hashes" in run.stderr
    assert not _imports(project, "bare")


def test_what_would_have_to_be_built_is_refused(project: Path, tmp_path: Path) -> None:
    """A source distribution whose hash is right doesn't get to run its own code."""
    ran = tmp_path / "ran"
    source = tmp_path / "source-1.0.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("source-1.0/setup.py", f"open({str(ran)!r}, 'w')")
        archive.writestr(
            "source-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: source\nVersion: 1.0\n"
        )
    run = _install(project, _pin(source), tmp_path)
    assert run.returncode
    assert not ran.exists()


def test_the_licences_are_those_of_what_is_locked() -> None:
    """`make licences` would write the same again."""
    written = (ROOT / "docs/licences.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| (\d[\w.]*) \| [^|]+ \|$", written, re.MULTILINE)
    locked = [*pins("requirements.lock"), *pins("requirements-dev.lock")]
    assert sorted(rows) == sorted(set(locked)), "run `make licences`"
    try:
        assert document() == written, "run `make licences`"
    except LicenceUnknown as unknown:
        pytest.skip(str(unknown))


def test_no_licence_keeps_footnote_from_being_passed_on() -> None:
    """Of a choice of licences one will do, of several that hold together all have to."""
    written = (ROOT / "docs/licences.md").read_text("utf-8")
    product, _, _ = written.partition("## What its tests need")
    stated = re.findall(r"^\| [\w.-]+ \| \d[\w.]* \| ([^|]+) \|$", product, re.MULTILINE)
    assert len(stated) == len(pins("requirements.lock"))
    for licence in stated:
        for part in licence.split(" AND "):
            assert PERMISSIVE & set(part.strip("()").split(" OR ")), licence


def test_the_weights_are_pinned_to_what_their_publisher_states() -> None:
    """Whoever changes the pin has to change what SECURITY.md says of where it is from."""
    pinned = (ROOT / "index/embedding/installed.py").read_text("utf-8")
    sums = set(re.findall(r'"([0-9a-f]{64})"', pinned))
    said = (ROOT / "SECURITY.md").read_text("utf-8")
    assert len(sums) == 2
    assert sums == set(re.findall(r"`([0-9a-f]{64})`", said))
    assert PACKAGE in said


def test_updates_are_proposed_for_every_lock() -> None:
    """The configuration is Renovate's, finds the locks, and names no place to fetch from."""
    text = (ROOT / "renovate.json").read_text("utf-8")
    config = json.loads(text)
    [pattern] = config["pip_requirements"]["managerFilePatterns"]
    assert set(config["enabledManagers"]) >= {"pip_requirements", "dockerfile"}
    assert [lock for lock in LOCKS if re.search(pattern.strip("/"), lock)] == LOCKS
    assert "://" not in text
