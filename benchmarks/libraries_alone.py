"""Finds passages for a question with the libraries alone: none of Footnote's code is run.

    python -m benchmarks.libraries_alone DATA_DIR QUESTION

It is what `benchmarks.start` compares with: everything that is needed is imported, the index is
opened and asked once, with no more than the libraries' own calls.
"""

import sys
from pathlib import Path

import chromadb
import numpy as np
import onnxruntime
import tantivy
import tokenizers
from chromadb.config import Settings
from numpy.typing import NDArray

_NEAREST = 100


def find(data: Path, question: str) -> int:
    """Return how many passages were found by the words' meaning, in all indexes in ``data``."""
    [graph] = data.glob("models/*/model.onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    tokenizer = tokenizers.Tokenizer.from_file(str(graph.with_name("tokenizer.json")))
    ids = np.array([tokenizer.encode(question).ids], np.int64)
    vector = session.run(["embedding"], {"input_ids": ids})[0]
    for words in data.rglob("meta.json"):
        tantivy.Index.open(str(words.parent)).searcher()
    return sum(_nearest(place.parent, vector) for place in data.rglob("chroma.sqlite3"))


def _nearest(directory: Path, vector: NDArray[np.float32]) -> int:
    settings = Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(directory), settings=settings)
    found = 0
    for each in client.list_collections():
        collection = client.get_collection(each.name, embedding_function=None)
        answer = collection.query(
            query_embeddings=vector, n_results=_NEAREST, include=["distances"]
        )
        found += len(answer["ids"][0])
    return found


if __name__ == "__main__":
    if not find(Path(sys.argv[1]), sys.argv[2]):
        sys.exit("nothing was found")
