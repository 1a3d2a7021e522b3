"""A setting names an embedder, and only what that one needs is loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.embedding.load import load_embedder
from index.errors import ConfigurationError
from tests.needs import needs_model

HEAVY = ("chromadb", "llama_index.core", "onnx", "onnxruntime", "openai", "safetensors")


@pytest.mark.parametrize("setting", ["", "MINILM", "minilm/x", "openai", "openai/", "bert/base"])
def test_an_unknown_embedder_is_refused(setting: str, tmp_path: Path) -> None:
    """The message repeats the value and lists what it can be."""
    with pytest.raises(ConfigurationError) as caught:
        load_embedder(setting, cache_dir=tmp_path, environment={})
    assert str(caught.value) == (
        f"EMBEDDINGS={setting} is unknown; it can be minilm, minilm-fp32, openai/NAME, "
        "ollama/NAME, fastembed/NAME"
    )


def test_importing_loads_nothing_heavy() -> None:
    """A command that embeds nothing doesn't wait for model libraries."""
    assert _loaded_by("import index.embedding") == []


@needs_model
def test_a_prepared_model_needs_only_its_runtime(tmp_path: Path) -> None:
    """From the second start on, what made the model isn't loaded."""
    code = (
        "from pathlib import Path\n"
        "from index.embedding import load_embedder\n"
        f"embedder = load_embedder('minilm', cache_dir=Path({str(tmp_path)!r}), environment={{}})\n"
        "embedder.embed(['oboe'])\n"
    )
    _loaded_by(code)  # the first start makes the model
    assert _loaded_by(code) == ["onnxruntime"]


def _loaded_by(code: str) -> list[str]:
    """Return which heavy libraries a fresh interpreter has loaded after ``code``."""
    ask = f"import sys\nprint(*(name for name in {HEAVY} if name in sys.modules))"
    command = [sys.executable, "-c", f"{code}\n{ask}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.split()
