"""The model as Chroma publishes it for its own use: an ONNX export, downloaded when needed."""

from pathlib import Path
from tarfile import TarError
from typing import TYPE_CHECKING

from index.embedding.source import Model, Source, SourceMissing

if TYPE_CHECKING:
    import onnx

# The hash that ONNXMiniLM_L6_V2 of chromadb 1.5.9 demands of the archive.
_ARCHIVE_SHA256 = "913d7300ceae3b2dbc2c50d1de4baacab4be7b9380491c27fab7418616a16ec3"

# A text on its own needs no mask and is a single segment.
_BEFORE = (
    "footnote_shape = Shape(input_ids)",
    "attention_mask = ConstantOfShape <value = int64[1] {1}> (footnote_shape)",
    "token_type_ids = ConstantOfShape <value = int64[1] {0}> (footnote_shape)",
)
# The mean over the tokens and a length of one, in operators that no version of ONNX has changed.
_AFTER = (
    "footnote_features = Transpose <perm = [0, 2, 1]> ({hidden})",
    "footnote_mean = GlobalAveragePool(footnote_features)",
    "footnote_flat = Flatten(footnote_mean)",
    "embedding = LpNormalization(footnote_flat)",
)


def read_chroma_export(scratch: Path) -> Model:
    """Return the export, downloaded into ``scratch`` by Chroma's own code.

    Raises:
        SourceMissing: the download failed.
    """
    import httpx
    import onnx
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

    export = ONNXMiniLM_L6_V2()
    export.DOWNLOAD_PATH = scratch
    export._MODEL_SHA256 = _ARCHIVE_SHA256
    try:
        export._download_model_if_not_exists()
    except (httpx.HTTPError, OSError, TarError, ValueError) as error:
        raise SourceMissing(f"Chroma's copy can't be downloaded: {error}") from error
    folder = scratch / export.EXTRACTED_FOLDER_NAME
    return Model(pooled(onnx.load(folder / "model.onnx")), folder / "tokenizer.json")


def pooled(export: "onnx.ModelProto") -> "onnx.ModelProto":
    """Return the export with our graph's input and output, ``input_ids`` and ``embedding``."""
    from onnx import TensorProto, helper, parser

    hidden = export.graph.output[0].name
    nodes = (
        *(parser.parse_node(text) for text in _BEFORE),
        *export.graph.node,
        *(parser.parse_node(text.format(hidden=hidden)) for text in _AFTER),
    )
    ids = next(each for each in export.graph.input if each.name == "input_ids")
    embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, None])
    graph = helper.make_graph(
        nodes, export.graph.name, [ids], [embedding], export.graph.initializer
    )
    return helper.make_model(graph, opset_imports=export.opset_import, ir_version=export.ir_version)


CHROMA_EXPORT = Source(_ARCHIVE_SHA256, read_chroma_export)
