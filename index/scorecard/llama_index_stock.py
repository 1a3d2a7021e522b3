"""LlamaIndex's vector index as it comes, over our embedding model: a baseline."""

from collections.abc import Sequence

from llama_index.core import Document, VectorStoreIndex

from index.article import Article, Reference
from index.embedding import Embedder
from index.embedding.as_llama_index import EmbedderAsLlamaIndex
from index.scorecard.questions import ScoredQuestion
from index.scorecard.retrieval import Find


def stock_retriever(articles: Sequence[Article], embedder: Embedder, *, limit: int) -> Find:
    """Return what finds articles as LlamaIndex does by default.

    Its own splitter cuts them (1,024 tokens, 200 of overlap), a title goes along as metadata, and
    its in-memory store is asked for the ``limit`` nearest chunks.
    """
    references = {article.id: article.reference for article in articles}
    index = VectorStoreIndex.from_documents(
        [_document(article) for article in articles], embed_model=EmbedderAsLlamaIndex(embedder)
    )
    retriever = index.as_retriever(similarity_top_k=limit)

    def find(question: ScoredQuestion) -> list[Reference]:
        nodes = retriever.retrieve(question.text)
        return [references[str(found.node.ref_doc_id)] for found in nodes]

    return find


def _document(article: Article) -> Document:
    metadata = {"title": article.headline} if article.headline else {}
    return Document(id_=article.id, text=article.text, metadata=metadata)
