"""What there is already that a rebuild can build upon."""

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import IndexDamaged, IndexMissing
from index.store.catalogue import Catalogue, Sketch
from index.store.generation import PIPELINE, Layer, Manifest
from index.store.generations import Generations
from index.store.seal import check_seal
from index.store.segment import CATALOGUE, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The current generation's manifest, and what its sound segments hold that counts, by id.

    There is no manifest where there is no generation, or none that can be built upon: it is
    damaged, or was made with something else. ``is_whole`` tells whether all its segments are sound.
    """

    manifest: Manifest | None = None
    segments: Mapping[str, Mapping[str, Sketch]] = field(default_factory=dict)
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, generations: Generations, *, embedder: Callable[[], str], chroma_url: str | None
    ) -> "Stock":
        """Take stock; of the embedder its name counts, asked for only if there is an index.

        Raises:
            StoreUnreachable: the Chroma server doesn't answer.
        """
        try:
            manifest = generations.manifest(generations.current())
        except (IndexMissing, IndexDamaged):
            return cls()
        if (manifest.pipeline, manifest.chroma_url) != (PIPELINE, chroma_url):
            return cls()
        if manifest.embedder != embedder():
            return cls()
        segments, hidden = {}, {}
        for layer in manifest.layers:
            sketches = _sketches(generations, layer, on_server=chroma_url is not None)
            if sketches is not None:
                hidden[layer.segment] = frozenset(layer.hidden)
                segments[layer.segment] = sketches
        return cls(manifest=manifest, segments=segments, hidden=hidden)

    @classmethod
    def as_written(cls, generations: Generations) -> "Stock":
        """Take stock of the current generation as far as it can be read, and check nothing."""
        segments, hidden = {}, {}
        with suppress(IndexMissing, IndexDamaged):
            for layer in generations.manifest(generations.current()).layers:
                hidden[layer.segment] = frozenset(layer.hidden)
                segments[layer.segment] = _read_sketches(generations.segments / layer.segment)
        return cls(segments=segments, hidden=hidden)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the current generation is damaged."""
        return self.manifest is not None and len(self.segments) == len(self.manifest.layers)

    @property
    def articles(self) -> dict[str, Sketch]:
        """Every article that counts, by id."""
        return {
            key: sketch
            for name, sketches in self.segments.items()
            for key, sketch in sketches.items()
            if key not in self.hidden[name]
        }

    @property
    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of every article that counts, by id."""
        return {key: sketch.fingerprint for key, sketch in self.articles.items()}

    @property
    def paths(self) -> dict[str, str]:
        """The path of every article that counts, by id."""
        return {key: sketch.path for key, sketch in self.articles.items()}

    def layers(self, *, without: frozenset[str]) -> list[Layer]:
        """Return what is left of its segments without these articles; none that holds nothing."""
        layers = (
            _layer(name, sketches, self.hidden[name] | (sketches.keys() & without))
            for name, sketches in self.segments.items()
        )
        return [layer for layer in layers if layer.passages]


def _layer(name: str, sketches: Mapping[str, Sketch], hidden: frozenset[str]) -> Layer:
    wasted = sum(sketches[key].passages for key in hidden)
    return Layer(
        segment=name,
        hidden=tuple(sorted(hidden)),
        passages=sum(sketch.passages for sketch in sketches.values()) - wasted,
        wasted=wasted,
    )


def _sketches(
    generations: Generations, layer: Layer, *, on_server: bool
) -> Mapping[str, Sketch] | None:
    """Return what a segment holds; nothing if it is damaged."""
    directory = generations.segments / layer.segment
    try:
        check_seal(directory)
        if on_server:  # whose files nobody seals
            key = generations.chroma_key
            with opened(directory, is_checked=True, chroma_key=key) as segment:
                segment.verify()
        return _read_sketches(directory)
    except IndexDamaged:
        return None


def _read_sketches(directory: Path) -> Mapping[str, Sketch]:
    with closing(Catalogue.open(directory / CATALOGUE)) as catalogue:
        return catalogue.sketches()
