"""The embedder that a setting names."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from index.embedding.embedder import Embedder
from index.embedding.families import FAMILIES, Wanted
from index.embedding.llama_index_embedder import load_through_llama_index
from index.embedding.source import Variant
from index.errors import ConfigurationError
from index.telemetry import report_nothing


def load_embedder(
    setting: str,
    *,
    cache_dir: Path,
    environment: Mapping[str, str],
) -> Embedder:
    """Return the embedder that a value of EMBEDDINGS names.

    What it needs on disk is kept in ``cache_dir``; ``environment`` has the keys and addresses of
    services.

    Raises:
        ConfigurationError: no embedder is called that, or something it needs is missing.
    """
    family, _, model = setting.partition("/")
    loader = _LOADERS.get(f"{family}/NAME" if model else setting)
    if loader is None:
        raise ConfigurationError(
            f"EMBEDDINGS={setting} is unknown; it can be {', '.join(_LOADERS)}"
        )
    report_nothing()
    return loader(Wanted(model=model, cache_dir=cache_dir, environment=environment))


def _load_minilm(variant: Variant, wanted: Wanted) -> Embedder:
    from index.embedding.minilm import MiniLM  # takes onnxruntime along

    return MiniLM.load(variant, cache_dir=wanted.cache_dir)


_LOADERS: dict[str, Callable[[Wanted], Embedder]] = {
    "minilm": partial(_load_minilm, "int8"),
    "minilm-fp32": partial(_load_minilm, "fp32"),
} | {f"{family}/NAME": partial(load_through_llama_index, family) for family in FAMILIES}
