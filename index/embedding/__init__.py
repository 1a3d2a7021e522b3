"""Texts as vectors: the embedding models and the cache in front of them."""

from index.embedding.cache import CachedEmbedder
from index.embedding.embedded_text import embedded_text
from index.embedding.embedder import Embedder, Embeddings
from index.embedding.load import load_embedder

__all__ = ["CachedEmbedder", "Embedder", "Embeddings", "embedded_text", "load_embedder"]
