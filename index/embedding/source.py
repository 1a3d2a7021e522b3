"""A place that has the genuine all-MiniLM-L6-v2."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import onnx


Variant = Literal["int8", "fp32"]
"""How the numbers of a prepared model are stored."""


class SourceMissing(Exception):
    """The model can't be had from this source; another may have it."""


@dataclass(frozen=True, slots=True)
class Model:
    """The network in full precision, ``input_ids`` to ``embedding``, and its tokenizer's file."""

    network: "onnx.ModelProto"
    tokenizer: Path


@dataclass(frozen=True, slots=True)
class Source:
    """Where the model is read from.

    ``sha256`` is that of the published file and a part of the model's identity. ``read`` returns
    the model, with the given folder for what is only needed meanwhile; it raises SourceMissing
    where the model isn't there.
    """

    sha256: str
    read: Callable[[Path], Model]
