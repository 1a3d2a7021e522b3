"""A cross-encoder gives each passage a score; what it lacks is said with its mend."""

import importlib.util
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnx
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from index.article import Passage, Reference
from index.errors import ConfigurationError
from index.ranking import RankingSignals
from index.reranking import Reranker, load_reranker, rerank
from index.retrieval import Candidate

MODEL = "Xenova/ms-marco-MiniLM-L-6-v2"

# Scores a pair by how many tokens of the question stand in the passage.
OVERLAP = """
    <ir_version: 8, opset_import: ["": 17]>
    overlap (int64[pairs, tokens] input_ids, int64[pairs, tokens] token_type_ids)
        => (float[pairs, 1] logits)
    {
        one = Constant <value = int64[1] {1}> ()
        two = Constant <value = int64[1] {2}> ()
        across = Unsqueeze (input_ids, one)
        down = Unsqueeze (input_ids, two)
        same = Equal (across, down)
        in_passage = Cast <to = 9> (token_type_ids)
        in_question = Not (in_passage)
        passage = Unsqueeze (in_passage, one)
        question = Unsqueeze (in_question, two)
        pair = And (passage, question)
        shared = And (same, pair)
        found = Cast <to = 1> (shared)
        by_token = ReduceSum <keepdims = 0> (found, two)
        logits = ReduceSum <keepdims = 1> (by_token, one)
    }
"""
QUESTION = "who opened the bridge"
PASSAGES = ["the market moved to the pier", "it rained", "ada opened the bridge today"]

needs_fastembed = pytest.mark.skipif(
    not importlib.util.find_spec("fastembed"), reason='needs `pip install "footnote[fastembed]"`'
)


@pytest.fixture
def reranker(tmp_path: Path) -> Reranker:
    """The overlap model, where fastembed keeps what it has downloaded."""
    repository = tmp_path / "fastembed" / f"models--{MODEL.replace('/', '--')}"
    snapshot = repository / "snapshots" / "0"
    (snapshot / "onnx").mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0")
    onnx.save(onnx.parser.parse_model(OVERLAP), snapshot / "onnx" / "model.onnx")
    _tokenizer().save(str(snapshot / "tokenizer.json"))
    limits = {"model_max_length": 64, "pad_token": "[PAD]"}
    (snapshot / "tokenizer_config.json").write_text(json.dumps(limits))
    loaded = load_reranker(f"fastembed/{MODEL}", cache_dir=tmp_path)
    assert loaded
    return loaded


@needs_fastembed
def test_the_passage_that_answers_scores_highest(reranker: Reranker) -> None:
    """One number a passage, in the order of the passages."""
    nothing, some, most = (reranker.scores(QUESTION, [PASSAGES[place]])[0] for place in (1, 0, 2))
    assert nothing < some < most
    assert list(reranker.scores(QUESTION, PASSAGES)) == [some, nothing, most]


@needs_fastembed
def test_no_passages_have_no_scores(reranker: Reranker) -> None:
    """Nothing found is nothing to rank."""
    assert list(reranker.scores(QUESTION, [])) == []


@needs_fastembed
def test_a_question_with_half_a_character_is_scored(reranker: Reranker) -> None:
    """JSON may bring what no encoding can write."""
    assert len(reranker.scores("who opened \ud800 the bridge", PASSAGES)) == len(PASSAGES)


@needs_fastembed
def test_one_reranker_serves_several_threads(reranker: Reranker) -> None:
    """Callers at the same time get their own passages' scores."""
    lists = [PASSAGES[place:] + PASSAGES[:place] for place in range(3)] * 20
    expected = [list(reranker.scores(QUESTION, passages)) for passages in lists]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda some: list(reranker.scores(QUESTION, some)), lists)) == expected


def test_the_best_change_places_and_scores_stay_where_they_are() -> None:
    """What is beyond the first twenty isn't read again."""

    class Backwards:
        def scores(self, _: str, passages: Sequence[str]) -> Sequence[float]:
            return [float(passage) for passage in passages]

    candidates = [_candidate(place) for place in range(25)]
    ranked = rerank(candidates, QUESTION, Backwards())
    places = [int(candidate.passage.text) for candidate in ranked]
    assert places == [*reversed(range(20)), *range(20, 25)]
    assert [each.score for each in ranked] == [each.score for each in candidates]


def _candidate(place: int) -> Candidate:
    text = str(place)
    passage = Passage(Reference(id=text, path=f"{text}.md"), 0, len(text), text)
    signals = RankingSignals(words=0, article=0, meaning=0, support=0, lead=0)
    return Candidate(passage=passage, signals=signals, score=100.0 - place)


def test_an_empty_setting_is_none() -> None:
    """Reranking is off by default, and nothing is loaded for it."""
    assert load_reranker("", cache_dir=Path()) is None


@pytest.mark.parametrize("setting", ["fastembed", "fastembed/", "cohere/rerank", MODEL])
def test_an_unknown_reranker_is_refused(setting: str, tmp_path: Path) -> None:
    """The message repeats the value and tells what it can be."""
    with pytest.raises(ConfigurationError) as caught:
        load_reranker(setting, cache_dir=tmp_path)
    assert str(caught.value) == (
        f"RERANKER={setting} is unknown; it can be fastembed/NAME, or empty for none"
    )


@pytest.mark.skipif(bool(importlib.util.find_spec("fastembed")), reason="fastembed is installed")
def test_a_missing_package_is_named(tmp_path: Path) -> None:
    """The message carries the line that installs it."""
    with pytest.raises(ConfigurationError) as caught:
        load_reranker(f"fastembed/{MODEL}", cache_dir=tmp_path)
    assert f"RERANKER=fastembed/{MODEL}" in str(caught.value)
    assert 'pip install "footnote[fastembed]"' in str(caught.value)


@needs_fastembed
def test_a_name_that_fastembed_does_not_know_is_refused(tmp_path: Path) -> None:
    """The message says whose name it isn't, and that the setting may be left empty."""
    with pytest.raises(ConfigurationError, match="no-such/model is not supported") as caught:
        load_reranker("fastembed/no-such/model", cache_dir=tmp_path)
    assert "leave RERANKER empty" in str(caught.value)


@needs_fastembed
def test_a_model_that_cannot_be_downloaded_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a connection the setting is named, with what to check."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr(time, "sleep", lambda _: None)  # fastembed waits between its attempts
    with pytest.raises(ConfigurationError, match=f"RERANKER=fastembed/{MODEL}") as caught:
        load_reranker(f"fastembed/{MODEL}", cache_dir=tmp_path)
    assert "connection to the model hub" in str(caught.value)


@needs_fastembed
@pytest.mark.usefixtures("reranker")
def test_a_damaged_model_is_told(tmp_path: Path) -> None:
    """A file that onnxruntime can't read is a matter of configuration too."""
    [graph] = tmp_path.rglob("model.onnx")
    graph.write_bytes(b"damaged")
    with pytest.raises(ConfigurationError, match=f"RERANKER=fastembed/{MODEL} can't be loaded"):
        load_reranker(f"fastembed/{MODEL}", cache_dir=tmp_path)


def _tokenizer() -> Tokenizer:
    """Return one that knows the words above and joins question and passage as BERT does."""
    words = dict.fromkeys(" ".join([QUESTION, *PASSAGES]).split())
    vocabulary = {
        token: place for place, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])
    }
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer
