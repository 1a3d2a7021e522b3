"""What every embedding model looks like to the index."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Embeddings: TypeAlias = NDArray[np.float32]
"""One row of unit length a text: ``(texts, dimensions)``."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how near their meanings are.

    ``name`` is the model's whole identity: two embedders of one name give the same vectors, and
    vectors of two names can't be compared.
    """

    @property
    def name(self) -> str:
        """Model, variant and origin, such as ``all-MiniLM-L6-v2/int8-2/53aa51172d14``."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one row a text, in the order of the texts."""
