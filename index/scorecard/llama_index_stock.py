"""LlamaIndex's vector index as it comes, over our embedding model: a baseline."""

from collections.abc import Sequence

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from index.article import Article, Reference
from index.embedding import Embedder
from index.scorecard.questions import ScoredQuestion
from index.scorecard.retrieval import Find

# Texts a call: the cache in front of the model opens its file once for each.
_BATCH = 128


class _OurEmbedding(BaseEmbedding):
    """Our embedder as LlamaIndex sees one."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.name, embed_batch_size=_BATCH)
        self._embedder = embedder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed(texts).tolist()
        return rows

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def stock_retriever(articles: Sequence[Article], embedder: Embedder, *, limit: int) -> Find:
    """Return what finds articles as LlamaIndex does by default.

    Its own splitter cuts them (1,024 tokens, 200 of overlap), a title goes along as metadata, and
    its in-memory store is asked for the ``limit`` nearest chunks.
    """
    references = {article.id: article.reference for article in articles}
    index = VectorStoreIndex.from_documents(
        [_document(article) for article in articles], embed_model=_OurEmbedding(embedder)
    )
    retriever = index.as_retriever(similarity_top_k=limit)

    def find(question: ScoredQuestion) -> list[Reference]:
        nodes = retriever.retrieve(question.text)
        return [references[str(found.node.ref_doc_id)] for found in nodes]

    return find


def _document(article: Article) -> Document:
    metadata = {"title": article.headline} if article.headline else {}
    return Document(id_=article.id, text=article.text, metadata=metadata)
