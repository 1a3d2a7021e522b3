"""Vectors of synthetic passages, assembled from real vectors of their sentences."""

import zlib
from collections.abc import Sequence

import numpy as np

from index.embedding import Embedder, Embeddings
from index.text.sentences import split_sentences


class Assembling:
    """An Embedder for an index of which some articles are synthetic.

    A real passage has the model's own vector. That of a synthetic one is the mean of the vectors
    of its sentences, each the model's own, and what a real passage's vector has beyond such a mean:
    the one of a real passage drawn by the text. So its length, its spread and how near neighbours
    are resemble real ones, which the benchmark of recall reports. A class because it is an
    Embedder; it bears the model's name because the product is to take its vectors for the model's.
    """

    def __init__(self, embedder: Embedder, *, synthetic: frozenset[str], sample: Sequence[str]):
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self._embedder = embedder
        self._synthetic = synthetic
        self._beyond = self._left_over(sample)

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one row a text; a synthetic one is known by its headline."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        is_made = [text.partition("\n")[0] in self._synthetic for text in texts]
        for wanted, make in ((False, self._embedder.embed), (True, self._assemble)):
            places = [place for place, made in enumerate(is_made) if made is wanted]
            if places:
                vectors[places] = make([texts[place] for place in places])
        return vectors

    def _assemble(self, texts: Sequence[str]) -> Embeddings:
        drawn = [zlib.crc32(text.encode()) % len(self._beyond) for text in texts]
        return _of_length_one(self._means(texts) + self._beyond[drawn])

    def _left_over(self, texts: Sequence[str]) -> Embeddings:
        return self._embedder.embed(texts) - self._means(texts)

    def _means(self, texts: Sequence[str]) -> Embeddings:
        parts = [[text[start:end] for start, end in split_sentences(text)] for text in texts]
        known = list(dict.fromkeys(part for of_text in parts for part in of_text))
        rows = dict(zip(known, self._embedder.embed(known), strict=True))
        return np.stack([np.mean([rows[part] for part in of], axis=0) for of in parts])


def _of_length_one(vectors: Embeddings) -> Embeddings:
    unit: Embeddings = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
