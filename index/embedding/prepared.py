"""The model as files that load at once: derived from the weights one time, then only checked.

A prepared model is a folder named for the model's identity::

    all-MiniLM-L6-v2-int8-2-53aa51172d14/
        model.onnx
        tokenizer.json
        SHA256SUMS

It is made aside and renamed, so it is there whole or not at all. The sums are compared at each
start: a graph with a flipped bit would load, and answer wrongly without an error.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from index.checksums import SUMS, sums
from index.embedding.chroma_export import CHROMA_EXPORT
from index.embedding.installed import INSTALL, INSTALLED
from index.embedding.source import Source, SourceMissing, Variant
from index.errors import ConfigurationError

MODEL = "all-MiniLM-L6-v2"
_SOURCES = (INSTALLED, CHROMA_EXPORT)

# A part of the identity: it goes up when the same weights begin to give other vectors.
_RECIPE = 2

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
_FILES = (GRAPH, TOKENIZER)


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A model's identity and the folder with its files."""

    name: str
    folder: Path

    @property
    def is_whole(self) -> bool:
        """Whether the files are there as they were made."""
        try:
            return (self.folder / SUMS).read_text("utf-8") == sums(self.folder, _FILES)
        except OSError:
            return False


def prepare(
    variant: Variant, *, cache_dir: Path, sources: Sequence[Source] = _SOURCES
) -> PreparedModel:
    """Return the model's files in ``cache_dir``, made from the first source that has the model.

    What was made before wins over an earlier source, so that an index keeps its embedder.

    Raises:
        ConfigurationError: no source has the model.
    """
    candidates = {_place(source, variant, cache_dir): source for source in sources}
    if made := _whole_one(candidates):
        return made
    cache_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(cache_dir / f"{MODEL}.lock"):
        return _whole_one(candidates) or _make_first(candidates, variant)


def _place(source: Source, variant: Variant, cache_dir: Path) -> PreparedModel:
    name = f"{MODEL}/{variant}-{_RECIPE}/{source.sha256[:12]}"
    return PreparedModel(name, cache_dir / name.replace("/", "-"))


def _whole_one(models: Iterable[PreparedModel]) -> PreparedModel | None:
    return next((model for model in models if model.is_whole), None)


def _make_first(candidates: Mapping[PreparedModel, Source], variant: Variant) -> PreparedModel:
    reasons = []
    for model, source in candidates.items():
        try:
            _make(model.folder, source, variant)
        except SourceMissing as reason:
            reasons.append(str(reason))
        else:
            return model
    raise ConfigurationError(
        f"The embedding model isn't here ({'; '.join(reasons)}). Run `{INSTALL}`, "
        "or set EMBEDDINGS to another model."
    )


def _make(folder: Path, source: Source, variant: Variant) -> None:
    from index.embedding.writing import WRITERS  # takes along what only the first start needs

    with _scratch(folder.parent) as scratch:
        model = source.read(scratch)
        made = scratch / folder.name
        made.mkdir()
        WRITERS[variant](model.network, made / GRAPH)
        shutil.copyfile(model.tokenizer, made / TOKENIZER)
        (made / SUMS).write_text(sums(made, _FILES), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)


@contextmanager
def _scratch(cache_dir: Path) -> Iterator[Path]:
    """Lend an empty folder; a killed process may have left its own there."""
    folder = cache_dir / "making"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
