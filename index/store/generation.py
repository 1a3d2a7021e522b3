"""Generations: complete, consistent, immutable states of the index, one of them current.

A generation is a manifest: a list of segments, and of each which articles a later one replaces or
nothing does. Neither changes once it is written. A generation is invisible until the pointer file
``CURRENT`` names it, and replacing that file is atomic: a reader finds the old one or the new one,
whole, and whatever a killed rebuild leaves behind is never looked at.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from index.chroma_key import ChromaKey
from index.collection import rebuild_command
from index.errors import IndexDamaged, IndexUnreadable
from index.store.segment import Segment

# Raised whenever articles are read, cleaned, split or stored differently: the next rebuild then
# makes every passage anew.
PIPELINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A segment's place in a generation.

    ``hidden`` are the ids of its articles that don't count; ``passages`` is how many passages do,
    and ``wasted`` how many don't.
    """

    segment: str
    hidden: tuple[str, ...] = ()
    passages: int
    wasted: int = 0

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Return the layer that was written so."""
        return cls(**{**fields, "hidden": tuple(fields["hidden"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation is made of.

    ``previous`` is the name of the generation to go back to: the one that it replaced, unless it
    is that one put together differently. ``locations`` are the absolute paths that the articles
    were read from, ``built`` is UTC, ``articles`` and ``passages`` are what counts.
    """

    name: str
    previous: str | None
    chroma_url: str | None
    embedder: str
    pipeline: int
    locations: tuple[str, ...]
    articles: int
    passages: int
    built: str
    layers: tuple[Layer, ...]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a generation's manifest.

        Raises:
            IndexDamaged: it isn't there, isn't as it was written or is another version's.
        """
        try:
            stated, _, content = path.read_bytes().partition(b"\n")
            if _sha256(content) != stated:
                raise ValueError("its sum is another")
            fields = json.loads(content)
            layers = tuple(Layer.from_json(each) for each in fields["layers"])
            return cls(**fields | {"layers": layers, "locations": tuple(fields["locations"])})
        except (LookupError, TypeError):
            reason = "it was made by another version"
        except FileNotFoundError:
            reason = "it is missing, or was made by another version"
        except OSError as error:
            raise IndexUnreadable(
                f"The index {path} can't be read ({error.strerror}): see that it may be read, or "
                f"run {rebuild_command(path)}."
            ) from error
        except ValueError as error:
            reason = str(error)
        raise IndexDamaged(
            f"The index {path} can't be read ({reason}): run {rebuild_command(path)}."
        )

    def to_bytes(self) -> bytes:
        """Return the manifest as it is written: the sum of all that follows, then that."""
        content = json.dumps(asdict(self), indent=2).encode()
        return _sha256(content) + b"\n" + content


@dataclass(frozen=True, kw_only=True)
class OpenLayer:
    """A layer whose segment is open."""

    segment: Segment
    hidden: frozenset[str]

    @cached_property
    def hidden_numbers(self) -> tuple[frozenset[int], frozenset[int]]:
        """The numbers of the articles that don't count, and those of their passages."""
        return self.segment.catalogue.numbers(self.hidden)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the articles that count."""
        return self.segment.catalogue.ids - self.hidden

    def having(self, ids: frozenset[str]) -> frozenset[str]:
        """Return which of these ids are those of articles of the segment."""
        return self.segment.catalogue.ids & ids  # takes as long as the smaller one is large


@dataclass(frozen=True, kw_only=True)
class Generation:
    """One generation, open for reading."""

    manifest: Manifest
    layers: tuple[OpenLayer, ...]

    @classmethod
    def open(
        cls,
        manifest: Manifest,
        segments: Path,
        *,
        kept: Mapping[str, Segment],
        chroma_key: ChromaKey | None = None,
    ) -> Self:
        """Open what a manifest names in the folder of segments, but for those ``kept`` open.

        Raises:
            IndexDamaged: a segment can't be read.
            StoreUnreachable: the Chroma server doesn't answer.
        """
        with ExitStack() as opened:
            layers = []
            for layer in manifest.layers:
                segment = kept.get(layer.segment)
                if segment is None:
                    segment = Segment.open(segments / layer.segment, chroma_key=chroma_key)
                    opened.callback(segment.close)
                layers.append(OpenLayer(segment=segment, hidden=frozenset(layer.hidden)))
            opened.pop_all()
        return cls(manifest=manifest, layers=tuple(layers))

    @property
    def segments(self) -> dict[str, Segment]:
        """Its segments by name."""
        return {layer.segment.name: layer.segment for layer in self.layers}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The id of every article."""
        return frozenset[str]().union(*(layer.ids for layer in self.layers))

    def close(self) -> None:
        """Release its files."""
        for layer in self.layers:
            layer.segment.close()


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
