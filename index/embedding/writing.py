"""The network as a file, its numbers stored one way or another."""

from collections.abc import Callable
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.quant_utils import add_pre_process_metadata

from index.embedding.source import Variant


def write_full(network: onnx.ModelProto, path: Path) -> None:
    """Write the network as it is."""
    onnx.save(network, path)


def write_quantised(network: onnx.ModelProto, path: Path) -> None:
    """Write the network with small integers for its weights: a quarter of the size, and faster.

    Each column of a matrix has a scale of its own; one for the whole matrix would bend the vectors
    visibly (`tests/test_embedding_minilm.py` says how far they may). Seven bits instead of eight
    keep the sums from overflowing on processors without VNNI instructions, where that would cost
    more than the bit does.
    """
    # Says that the graph needs no simplifying first; without it the quantiser logs that advice.
    add_pre_process_metadata(network)
    quantize_dynamic(
        network,
        path,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        # ONNX can't tell the type of what an operator of onnxruntime's own returns.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


WRITERS: dict[Variant, Callable[[onnx.ModelProto, Path], None]] = {
    "int8": write_quantised,
    "fp32": write_full,
}
