"""Our embedding models serve LlamaIndex."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from index.embedding import Embeddings
from index.embedding.as_llama_index import EmbedderAsLlamaIndex

TEXTS = [f"{'la ' * number}la" for number in range(300)]


class LengthEmbedder:
    """An Embedder whose vectors tell a text's length."""

    name = "lengths/1"
    dimensions = 2

    def __init__(self) -> None:
        self.threads: set[int] = set()

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return a point of the unit circle a text."""
        self.threads.add(threading.get_ident())
        angles = np.array([len(text) for text in texts]) / 1000
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.fixture
def embedder() -> LengthEmbedder:
    """An embedder that needs no model."""
    return LengthEmbedder()


async def test_every_way_of_asking_gives_the_embedders_vectors(embedder: LengthEmbedder) -> None:
    """Texts and questions, alone and in batches, now and later."""
    model = EmbedderAsLlamaIndex(embedder)
    expected = embedder.embed(TEXTS).tolist()
    assert model.get_text_embedding_batch(TEXTS) == expected
    assert await model.aget_text_embedding_batch(TEXTS) == expected
    one_by_one = [
        model.get_text_embedding(TEXTS[7]),
        model.get_query_embedding(TEXTS[7]),
        await model.aget_text_embedding(TEXTS[7]),
        await model.aget_query_embedding(TEXTS[7]),
    ]
    assert one_by_one == [expected[7]] * 4


async def test_embedding_leaves_the_event_loop(embedder: LengthEmbedder) -> None:
    """Whatever is awaited runs on another thread."""
    model = EmbedderAsLlamaIndex(embedder)
    await asyncio.gather(
        model.aget_text_embedding("oboe"),
        model.aget_query_embedding("oboe"),
        model.aget_text_embedding_batch(TEXTS),
    )
    assert embedder.threads
    assert threading.get_ident() not in embedder.threads


def test_the_model_is_known_by_the_embedders_name(embedder: LengthEmbedder) -> None:
    """A pipeline's cache tells two embedders apart."""
    described = EmbedderAsLlamaIndex(embedder).to_dict()
    assert described["model_name"] == "lengths/1"
    assert described["class_name"] == "EmbedderAsLlamaIndex"
