"""The embedder a setting names."""
from collections.abc import Mapping
from pathlib import Path
from index.embedding.embedder import Embedder
def load_embedder(setting: str, *, cache_dir: Path, threads: int | None = None, environment: Mapping[str, str] = {}) -> Embedder:
    """x."""
    from index.embedding.minilm import MiniLM
    return MiniLM.load("int8", cache_dir=cache_dir, threads=threads)
