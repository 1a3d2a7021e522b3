"""all-MiniLM-L6-v2 on the CPU."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from index.embedding.embedder import Embeddings
from index.embedding.prepared import GRAPH, TOKENIZER, PreparedModel, prepare
from index.embedding.source import Variant

# sentence_bert_config.json: max_seq_length, what the model was trained to be used with.
_MAX_TOKENS = 256

# onnxruntime 1.31 would join each sum with the normalisation after it into an operator that takes
# several times as long as the two on their own.
_SLOWER = ("SkipLayerNormFusion",)


class MiniLM:
    """An Embedder that holds one model in memory and may be used by several threads at a time."""

    dimensions = 384

    def __init__(self, model: PreparedModel, *, threads: int | None = None) -> None:
        self.name = model.name
        self._threads = threads or os.cpu_count() or 1
        self._tokenizer = _tokenizer(model.folder / TOKENIZER)
        self._session = _session(model.folder / GRAPH)

    @classmethod
    def load(cls, variant: Variant, *, cache_dir: Path, threads: int | None = None) -> Self:
        """Return the model, made ready in ``cache_dir`` at its first use."""
        return cls(prepare(variant, cache_dir=cache_dir), threads=threads)

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one row a text; a text longer than 256 tokens counts with its beginning."""
        if len(texts) == 1:
            return self._embed_one(texts[0])  # a question isn't worth starting threads
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        # The longest first, so that no thread is left alone with a long one at the end.
        places = sorted(range(len(texts)), key=lambda place: len(texts[place]), reverse=True)
        with ThreadPoolExecutor(self._threads) as pool:
            rows = pool.map(self._embed_one, [texts[place] for place in places])
            for place, row in zip(places, rows, strict=True):
                vectors[place] = row
        return vectors

    def _embed_one(self, text: str) -> Embeddings:
        # Half a surrogate pair, which JSON may bring, has no UTF-8 and no token.
        writable = text.encode("utf-8", "replace").decode("utf-8")
        ids = np.array([self._tokenizer.encode(writable).ids], np.int64)
        embedding: Embeddings = self._session.run(["embedding"], {"input_ids": ids})[0]
        return embedding


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS)
    return tokenizer


def _session(path: Path) -> InferenceSession:
    options = SessionOptions()
    # `run` gives up the GIL, so the threads are ours: one text each, no padding, no idle spinning.
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(
        path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
