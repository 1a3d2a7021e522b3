"""The network as a file, its numbers stored one way or another."""

from collections.abc import Callable
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.quant_utils import add_pre_process_metadata

from index.embedding.source import Variant


def write_full(network: onnx.ModelProto, path: Path) -> None:
    """Write the network as it is: 90 MB."""
    onnx.save(network, path)


def write_quantised(network: onnx.ModelProto, path: Path) -> None:
    """Write the network with small integers for its weights: 23 MB, and twice as fast.

    A scale for each column of a matrix keeps the cosine to full precision at .99; one for the
    whole matrix brings it to .89. Seven bits instead of eight cost .001 of it, and keep the sums
    from overflowing on processors without VNNI instructions, where that would cost twice as much.
    """
    # Says that the graph needs no simplifying first; without it the quantiser logs that advice.
    add_pre_process_metadata(network)
    quantize_dynamic(
        network, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
    )


WRITERS: dict[Variant, Callable[[onnx.ModelProto, Path], None]] = {
    "int8": write_quantised,
    "fp32": write_full,
}
