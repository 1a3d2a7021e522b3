"""Footnote's embedding models as LlamaIndex's."""

import asyncio

from llama_index.core.base.embeddings.base import BaseEmbedding, Embedding

from index.embedding.embedder import Embedder

# Enough for every core to have some; how many a service takes is the embedder's business.
_TEXTS_AT_ONCE = 128


class EmbedderAsLlamaIndex(BaseEmbedding):
    """A LlamaIndex embedding model over an Embedder; it embeds questions as it embeds texts."""

    _embedder: Embedder

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.name, embed_batch_size=_TEXTS_AT_ONCE)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """Return the name that tells this class from others in a pipeline's cache."""
        return "EmbedderAsLlamaIndex"

    def _get_text_embeddings(self, texts: list[str]) -> list[Embedding]:
        rows: list[Embedding] = self._embedder.embed(texts).tolist()
        return rows

    async def _aget_text_embeddings(self, texts: list[str]) -> list[Embedding]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)

    def _get_text_embedding(self, text: str) -> Embedding:
        return self._get_text_embeddings([text])[0]

    async def _aget_text_embedding(self, text: str) -> Embedding:
        return await asyncio.to_thread(self._get_text_embedding, text)

    def _get_query_embedding(self, query: str) -> Embedding:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> Embedding:
        return await self._aget_text_embedding(query)
