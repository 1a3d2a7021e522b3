"""Chroma's export becomes a graph like ours, and a failed download is only a missing source."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import checker, parser

from index.embedding.chroma_export import pooled, read_chroma_export
from index.embedding.source import SourceMissing

# As the export is: three inputs, one vector a token, an older version of ONNX.
EXPORT = """
<ir_version: 6, opset_import: ["" : 11]>
export (int64[batch, tokens] input_ids, int64[batch, tokens] attention_mask,
        int64[batch, tokens] token_type_ids) => (float[batch, tokens, 2] last_hidden_state)
<
    float[3, 2] words = {1, 2, 3, 1, 3, 8},
    float[2, 2] segments = {0, 1, 50, 90}
>
{
    word = Gather(words, input_ids)
    segment = Gather(segments, token_type_ids)
    both = Add(word, segment)
    mask = Cast <to = 1> (attention_mask)
    column = Unsqueeze <axes = [2]> (mask)
    last_hidden_state = Mul(both, column)
}
"""


@pytest.fixture
def export() -> onnx.ModelProto:
    """A small network of the export's shape."""
    return parser.parse_model(EXPORT)


def test_the_tokens_are_averaged_to_unit_length(export: onnx.ModelProto) -> None:
    """Every token counts, all are of the first segment, and the mean is normalised."""
    graph = pooled(export)
    checker.check_model(graph, full_check=True)
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    # Mean of (1, 3) and (3, 9), which is (2, 6).
    (embedding,) = session.run(None, {"input_ids": np.array([[0, 2]])})
    np.testing.assert_allclose(embedding, [[10**-0.5, 3 * 10**-0.5]], rtol=1e-6)


def test_the_export_itself_is_not_changed(export: onnx.ModelProto) -> None:
    """The caller's graph is left as it was."""
    before = export.SerializeToString()
    pooled(export)
    assert export.SerializeToString() == before


def test_what_chroma_downloaded_is_read(tmp_path: Path, export: onnx.ModelProto) -> None:
    """Files in Chroma's own layout give the graph and the tokenizer."""
    folder = tmp_path / "onnx"
    folder.mkdir()
    for name in ("config", "special_tokens_map", "tokenizer_config", "tokenizer"):
        (folder / f"{name}.json").write_text("{}")
    (folder / "vocab.txt").touch()
    onnx.save(export, folder / "model.onnx")

    model = read_chroma_export(tmp_path)

    assert [each.name for each in model.network.graph.output] == ["embedding"]
    assert model.tokenizer == folder / "tokenizer.json"


def test_without_a_network_the_source_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unreachable host is told apart from a fault."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # the discard port: nobody answers
    with pytest.raises(SourceMissing, match="can't be downloaded"):
        read_chroma_export(tmp_path)
