"""The graph of all-MiniLM-L6-v2 as ONNX: token ids in, one unit vector out.

The network is BERT (Devlin et al. 2018, arXiv:1810.04805) with six layers, followed by the mean
over all tokens and a normalisation, as the model's ``modules.json`` prescribes. A run takes one
text without padding, so no attention mask is needed.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_LAYERS = 6
_HEADS = 12
_DIMENSIONS = 384
_NORM_EPSILON = 1e-12  # config.json: layer_norm_eps

_OPSET = 20  # the first with Gelu
_IR_VERSION = 10  # what belongs to opset 20; newer ones need a newer onnxruntime
# The operators that onnxruntime adds to the standard's. One Attention does what takes eighteen of
# those, and there is one for small integers too.
_ONNXRUNTIME = "com.microsoft"

Weights = Mapping[str, NDArray[np.float32]]


def build_graph(weights: Weights) -> onnx.ModelProto:
    """Return the network with these weights: ``input_ids`` (1, tokens) → ``embedding`` (1, 384)."""
    return _GraphBuilder(weights).build()


class _GraphBuilder:
    """Collects nodes and constants while the network is written down from input to output."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._start = self._constant("start", np.array([0], np.int64))
        self._token_axis = self._constant("token_axis", np.array([1], np.int64))

    def build(self) -> onnx.ModelProto:
        hidden = self._embeddings("input_ids")
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}")
        mean = self._node("ReduceMean", hidden, self._token_axis, keepdims=0)
        self._node("LpNormalization", mean, output="embedding", axis=-1, p=2)
        return self._model()

    def _embeddings(self, ids: str) -> str:
        words = self._node("Gather", self._weight("embeddings.word_embeddings.weight"), ids)
        # Every token is of segment 0, so that row joins the positions.
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        positions = self._constant(
            "positions", self._weights["embeddings.position_embeddings.weight"] + segment
        )
        tokens = self._node("Shape", ids, start=1)
        places = self._node("Slice", positions, self._start, tokens)
        return self._norm(self._node("Add", words, places), "embeddings.LayerNorm")

    def _layer(self, hidden: str, path: str) -> str:
        attended = self._linear(self._attention(hidden, path), f"{path}.attention.output.dense")
        hidden = self._norm(
            self._node("Add", hidden, attended), f"{path}.attention.output.LayerNorm"
        )
        wide = self._node("Gelu", self._linear(hidden, f"{path}.intermediate.dense"))
        narrow = self._linear(wide, f"{path}.output.dense")
        return self._norm(self._node("Add", hidden, narrow), f"{path}.output.LayerNorm")

    def _attention(self, hidden: str, path: str) -> str:
        roles = [f"{path}.attention.self.{role}" for role in ("query", "key", "value")]
        kernels = np.concatenate([self._weights[f"{role}.weight"].T for role in roles], axis=1)
        biases = np.concatenate([self._weights[f"{role}.bias"] for role in roles])
        return self._node(
            "Attention",
            hidden,
            self._constant(f"{path}.attention.self.kernel", kernels),
            self._constant(f"{path}.attention.self.bias", biases),
            domain=_ONNXRUNTIME,
            num_heads=_HEADS,
        )

    def _linear(self, hidden: str, path: str) -> str:
        kernel = self._constant(f"{path}.kernel", self._weights[f"{path}.weight"].T)
        return self._node("Add", self._node("MatMul", hidden, kernel), self._weight(f"{path}.bias"))

    def _norm(self, hidden: str, path: str) -> str:
        scale, bias = self._weight(f"{path}.weight"), self._weight(f"{path}.bias")
        return self._node("LayerNormalization", hidden, scale, bias, epsilon=_NORM_EPSILON)

    def _weight(self, path: str) -> str:
        return self._constant(path, self._weights[path])

    def _constant(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _node(self, kind: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        name = output or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def _model(self) -> onnx.ModelProto:
        ids = helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, [1, "tokens"])
        embedding = helper.make_tensor_value_info(
            "embedding", onnx.TensorProto.FLOAT, [1, _DIMENSIONS]
        )
        graph = helper.make_graph(
            self._nodes, "all-MiniLM-L6-v2", [ids], [embedding], self._constants
        )
        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_ONNXRUNTIME, 1)],
            ir_version=_IR_VERSION,
        )
