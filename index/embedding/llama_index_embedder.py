"""Embedding models of other makers, through LlamaIndex's classes for them."""

from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.embedder import Embeddings
from index.embedding.families import FAMILIES, Wanted
from index.errors import ConfigurationError, NoVectors
from index.failure import LONGEST_REASON, kind_of
from index.secrets import masked, secrets_in

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

# Services refuse an empty text; a full stop says as little.
NOTHING = "."


class LlamaIndexEmbedder:
    """An Embedder over a LlamaIndex embedding model, which is only asked when it is needed."""

    def __init__(
        self, model: "BaseEmbedding", *, name: str, secrets: frozenset[str] = frozenset()
    ) -> None:
        self.name = name
        self._secrets = secrets
        self._model = model

    @cached_property
    def dimensions(self) -> int:
        """The length of a vector, learned from the model's first answer."""
        return int(self.embed([NOTHING]).shape[1])

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one row a text, in the order of the texts.

        Raises:
            NoVectors: the model doesn't answer, or refuses.
        """
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        rows = np.array(self._ask([text.strip() or NOTHING for text in texts]), np.float32)
        unit: Embeddings = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def _ask(self, texts: list[str]) -> list[list[float]]:
        try:
            return self._model.get_text_embedding_batch(texts)
        except Exception as error:  # each maker has errors of its own, and all mean this
            raise NoVectors(
                f"The embedding model {self.name} gives no vectors, {kind_of(error)}: "
                "`footnote doctor` tells what it says.",
                said=shorten(masked(str(error), self._secrets), LONGEST_REASON),
            ) from None


def load_through_llama_index(family: str, wanted: Wanted) -> LlamaIndexEmbedder:
    """Return an embedder of one of the FAMILIES.

    Raises:
        ConfigurationError: its package or its key is missing, or it doesn't know the model.
    """
    row = FAMILIES[family]
    name = f"{family}/{wanted.model}"
    options = row.options(wanted)
    secrets = secrets_in(wanted.environment)
    try:
        model_class: Any = getattr(import_module(row.module), row.class_name)
        return LlamaIndexEmbedder(model_class(**options), name=name, secrets=secrets)
    except ImportError as error:
        raise ConfigurationError(
            f"EMBEDDINGS={name} needs a package that isn't here ({error}): "
            f'pip install "{row.requirement}"'
        ) from error
    except ValueError as error:
        why = shorten(masked(str(error), secrets), LONGEST_REASON)
        raise ConfigurationError(f"EMBEDDINGS={name} can't be loaded: {why}") from error
