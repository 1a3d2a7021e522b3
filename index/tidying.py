"""Which segments are put together: a question asks every one, and each passage takes writing."""

from collections.abc import Sequence
from itertools import accumulate

from index.store.generation import Layer

# Each further segment costs a question some milliseconds.
_MOST = 6
# The smallest ones are put together, and with them every next one that isn't this many times as
# large as they are. So sizes stay apart by powers, and a passage is written once a power.
_RATIO = 4
# Hidden passages are looked at and passed over. From here on they are worth getting rid of.
_MUCH, _SHARE = 1_000, 0.25


def untidy(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers that ought to become one segment; mostly none."""
    if len(layers) > _MOST:
        return _smallest(layers)
    wasted = sum(layer.wasted for layer in layers)
    if wasted > _MUCH and wasted > _SHARE * sum(layer.passages + layer.wasted for layer in layers):
        return [layer for layer in layers if layer.wasted > _SHARE * layer.passages]
    return []


def _smallest(layers: Sequence[Layer]) -> list[Layer]:
    by_size = sorted(layers, key=lambda layer: layer.passages)
    together = accumulate(layer.passages for layer in by_size)
    ends = (
        number
        for number, (total, layer) in enumerate(zip(together, by_size[1:], strict=False), 1)
        if number > 1 and layer.passages >= _RATIO * total
    )
    return by_size[: next(ends, len(by_size))]
