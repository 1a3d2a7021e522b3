"""The model gives the vectors its published weights define, on any number of threads."""

import importlib.metadata
import math
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embedding.installed import PACKAGE
from index.embedding.minilm import MiniLM
from index.embedding.prepared import GRAPH, prepare
from tests.needs import needs_model

SENTENCES = """\
The council approved forty new homes on the old railway yard.
Rain is expected in the north by Thursday evening.
Shares of the airline fell 7.4% after the strike was announced.
What did the minister say about school meals?
A fire destroyed two warehouses near the harbour; nobody was hurt.
The central bank left interest rates unchanged for the third month running.
"We were not told," said the mayor, "until the bridge was already closed."
Scientists found traces of water ice in a crater that never sees the sun.
Der Bürgermeister eröffnete am Dienstag die neue Brücke.
Le prix du café a doublé en un an.
新しい駅は来年の春に開業する。
cats
When was the last election held in Portugal?
The striker scored twice in the final nine minutes.
An outbreak of measles closed three nurseries in the city.
Inflation eased to 2.1 per cent in October, from 2.6 per cent in September.
The novel, her first in a decade, was shortlisted for the prize.
Police arrested a 34-year-old man in connection with the thefts.
Engineers will inspect every lift of the same make.
The ferry ran aground at 04:15 with 212 people on board.
He denied the charges.
Who owns the paper mill that closed in 2019?
The film opens in cinemas on 3 March.
Farmers blocked the motorway with tractors for a second day.
The museum returned the bronze statue to Cambodia.
Doctors' union votes to accept the pay offer
A software fault grounded flights across Europe on Monday morning.
The lake has lost a third of its volume since 1990.
Turnout was 61 %, the lowest since the war.
She became the first woman to lead the orchestra.
The recall covers 18,000 electric scooters sold between May and July.
Wolves have returned to the valley after ninety years.
How many people were evacuated after the flood?
The company will cut 1,200 jobs, most of them in Leipzig.
Beekeepers report the worst honey harvest in living memory.
The treaty enters into force once thirty states have ratified it.
A court ordered the newspaper to print a correction.
Tickets cost between €12 and €45.
The telescope's mirror was polished to within 20 nanometres.
Residents complain of noise from the new data centre.
No.
The vaccine will be offered to everyone over 65 from October.
The prime minister's party lost its majority by two seats.
Archaeologists uncovered a Roman road beneath the car park.
Oil prices rose above $90 a barrel.
The swimmer broke her own record by four hundredths of a second.
🚲 Cycling to work is up by a fifth.
The rescue team reached the climbers shortly before dawn.
Teachers say the exam was unfair; the board says it wasn't.
Two pandas arrived at the zoo from Chengdu.
""".splitlines()

Array = NDArray[np.float32]

pytestmark = needs_model


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that both variants are made in once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def int8(cache_dir: Path) -> MiniLM:
    """The default model."""
    return MiniLM.load("int8", cache_dir=cache_dir, threads=2)


@pytest.fixture(scope="module")
def fp32(cache_dir: Path) -> MiniLM:
    """The model in full precision."""
    return MiniLM.load("fp32", cache_dir=cache_dir, threads=2)


def test_full_precision_is_the_published_network(fp32: MiniLM) -> None:
    """The graph computes what plain numpy computes from the same weights."""
    files = importlib.metadata.files(PACKAGE) or []
    paths = {file.name: str(file.locate()) for file in files}
    weights = load_file(paths["model.safetensors"])
    tokenizer = Tokenizer.from_file(paths["tokenizer.json"])
    tokenizer.no_padding()
    texts = SENTENCES[::3]
    expected = np.array([_forward(weights, tokenizer.encode(text).ids) for text in texts])
    assert (fp32.embed(texts) * expected).sum(axis=1).min() >= 0.9999


def test_int8_stays_near_full_precision(int8: MiniLM, fp32: MiniLM) -> None:
    """A quarter of the memory costs less than a hundredth of the cosine on average."""
    cosines = (int8.embed(SENTENCES) * fp32.embed(SENTENCES)).sum(axis=1)
    assert cosines.mean() >= 0.99
    assert cosines.min() >= 0.95


def test_attention_is_one_operator_of_small_integers_a_layer(cache_dir: Path) -> None:
    """Written out as matrix products, it would take longer and keep wide numbers in between."""
    graph = onnx.load(prepare("int8", cache_dir=cache_dir).folder / GRAPH).graph
    kinds = Counter(node.op_type for node in graph.node)
    assert (kinds["QAttention"], kinds["MatMul"], kinds["Softmax"]) == (6, 0, 0)


def test_rows_have_unit_length(int8: MiniLM) -> None:
    """The dot product of two rows is their cosine."""
    vectors = int8.embed(SENTENCES)
    assert vectors.shape == (50, int8.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("How much did house prices rise?", "Homes cost 8% more than a year ago.", "Pandas sleep."),
        ("Who won the match?", "The visitors beat the champions 2-1.", "Rates stay at 4%."),
        ("Is the bridge open?", "The river crossing is closed to traffic.", "Milk is dearer."),
    ],
)
def test_meaning_decides(int8: MiniLM, question: str, near: str, far: str) -> None:
    """A passage on the question's subject is nearer than one that isn't, without common words."""
    asked, close, distant = int8.embed([question, near, far])
    assert asked @ close > asked @ distant + 0.1


def test_bulk_and_single_vectors_are_the_same(int8: MiniLM) -> None:
    """Threads and order of work leave no trace in the result."""
    one_by_one = np.concatenate([int8.embed([text]) for text in SENTENCES])
    np.testing.assert_array_equal(int8.embed(SENTENCES), one_by_one)


def test_one_model_serves_several_threads(int8: MiniLM) -> None:
    """Callers that embed at the same time get their own texts' vectors."""
    expected = int8.embed(SENTENCES)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(int8.embed, [[text] for text in SENTENCES]))
    np.testing.assert_array_equal(np.concatenate(answers), expected)


def test_only_the_first_256_tokens_count(int8: MiniLM) -> None:
    """What stands behind the model's limit changes nothing; what stands before it does."""
    beginning = "harbour " * 254
    long, longer, other = int8.embed(
        [beginning + "fire", beginning + "flood " * 500, "fire " + beginning]
    )
    np.testing.assert_array_equal(long, longer)
    assert long @ other < 0.9999


def test_accents_and_capitals_do_not_matter(int8: MiniLM) -> None:
    """The tokenizer's own folding is at work."""
    written, folded = int8.embed(["Café in ZÜRICH", "cafe in zurich"])
    np.testing.assert_array_equal(written, folded)


@pytest.mark.parametrize("text", ["", "   ", "\ud83d", "\x00", "漢字かな", "🙂🙃"])
def test_any_string_has_a_vector(int8: MiniLM, text: str) -> None:
    """Empty, unprintable and broken texts are embedded like others."""
    assert np.linalg.norm(int8.embed([text])) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_rows(int8: MiniLM) -> None:
    """Nothing in, an empty matrix out."""
    assert int8.embed([]).shape == (0, int8.dimensions)


def _forward(weights: Mapping[str, Array], ids: list[int]) -> Array:
    """Compute the network as its authors describe it, one operation after another."""

    def linear(hidden: Array, path: str) -> Array:
        return hidden @ weights[f"{path}.weight"].T + weights[f"{path}.bias"]

    def norm(hidden: Array, path: str) -> Array:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt(hidden.var(axis=-1, keepdims=True) + 1e-12)
        moved: Array = scaled * weights[f"{path}.weight"] + weights[f"{path}.bias"]
        return moved

    def heads(hidden: Array, path: str) -> Array:
        return linear(hidden, path).reshape(len(ids), 12, 32).swapaxes(0, 1)

    table = "embeddings.{}_embeddings.weight".format
    hidden = weights[table("word")][ids] + weights[table("position")][: len(ids)]
    hidden = norm(hidden + weights[table("token_type")][0], "embeddings.LayerNorm")
    for layer in range(6):
        path = f"encoder.layer.{layer}"
        query, key, value = (
            heads(hidden, f"{path}.attention.self.{part}") for part in ("query", "key", "value")
        )
        scores = np.exp(query @ key.swapaxes(1, 2) / math.sqrt(32))
        mixed = scores / scores.sum(axis=-1, keepdims=True) @ value
        attended = linear(
            mixed.swapaxes(0, 1).reshape(len(ids), 384), f"{path}.attention.output.dense"
        )
        hidden = norm(hidden + attended, f"{path}.attention.output.LayerNorm")
        wide = linear(hidden, f"{path}.intermediate.dense")
        wide = wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2))) / 2
        hidden = norm(hidden + linear(wide, f"{path}.output.dense"), f"{path}.output.LayerNorm")
    mean = hidden.mean(axis=0)
    unit: Array = mean / np.linalg.norm(mean)
    return unit
