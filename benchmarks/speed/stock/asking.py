"""LlamaIndex's retriever and citing query engine over Chroma, with vectors computed before."""

import json
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import chromadb
import numpy as np
from llama_index.core import VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.response_synthesizers.no_text import NoText
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.embedding import load_embedder
from index.embedding.as_llama_index import EmbedderAsLlamaIndex

# As many passages as `footnote search` shows.
_LIMIT = 10
_AT_ONCE = 500


class Engines:
    """Collections that are open, with an engine of each kind; a class because it keeps them.

    Questions are embedded by Footnote's own model, so that only what comes after it differs.
    """

    def __init__(self, models: Path) -> None:
        self._models = models
        self._model: EmbedderAsLlamaIndex | None = None
        self._open: dict[Path, tuple[BaseRetriever, CitationQueryEngine]] = {}

    def open(self, folder: Path) -> None:
        """Open the collection of the passages exported to a folder, filled if it isn't."""
        if self._model is None:
            embedder = load_embedder("minilm", cache_dir=self._models, environment={})
            self._model = EmbedderAsLlamaIndex(embedder)
        client = chromadb.PersistentClient(str(folder / "chroma"))
        collection = client.get_or_create_collection("stock", metadata={"hnsw:space": "cosine"})
        store = ChromaVectorStore(chroma_collection=collection)
        if not (folder / "filled").exists():
            for nodes in _batches(folder):
                store.add(nodes)
            (folder / "filled").touch()
        index = VectorStoreIndex.from_vector_store(store, embed_model=self._model)
        retriever = index.as_retriever(similarity_top_k=_LIMIT)
        no_model = MockLLM()
        citing = CitationQueryEngine(
            index.as_retriever(), llm=no_model, response_synthesizer=NoText(llm=no_model)
        )
        self._open[folder] = retriever, citing

    def times(self, folder: Path, engine: str, questions: Sequence[str]) -> list[float]:
        """Return how many seconds each question takes."""
        retriever, citing = self._open[folder]
        ask = retriever.retrieve if engine == "retriever" else citing.query
        times = []
        for question in questions:
            began = time.perf_counter()
            ask(question)
            times.append(time.perf_counter() - began)
        return times


def _batches(folder: Path) -> Iterator[list[TextNode]]:
    nodes = _nodes(folder)
    while batch := list(islice(nodes, _AT_ONCE)):
        yield batch


def _nodes(folder: Path) -> Iterator[TextNode]:
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        for line, vector in zip(file, vectors, strict=True):
            article, text = json.loads(line)
            yield TextNode(
                text=text,
                embedding=vector.tolist(),
                relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article)},
            )
