"""LlamaIndex as it comes, over our embedding model: what finds articles, and what cites them."""

from collections.abc import Mapping, Sequence
from typing import Self

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.response_synthesizers.no_text import NoText
from llama_index.core.schema import BaseNode

from index.answer import Answer, Citation, Sentence
from index.article import Article, Reference
from index.embedding import Embedder
from index.embedding.as_llama_index import EmbedderAsLlamaIndex
from index.scorecard.answers import Reply
from index.scorecard.questions import ScoredQuestion
from index.scorecard.retrieval import Find


class LlamaIndexStock:
    """LlamaIndex's vector index of articles; a class because finding and citing share it.

    Its own splitter cuts them (1,024 tokens, 200 of overlap), and a title goes along as metadata.
    """

    def __init__(self, index: VectorStoreIndex, references: Mapping[str, Reference]) -> None:
        self._index = index
        self._references = references

    @classmethod
    def of(cls, articles: Sequence[Article], embedder: Embedder) -> Self:
        """Return the index of the articles, kept in memory."""
        index = VectorStoreIndex.from_documents(
            [_document(article) for article in articles],
            embed_model=EmbedderAsLlamaIndex(embedder),
        )
        return cls(index, {article.id: article.reference for article in articles})

    def finder(self, *, limit: int) -> Find:
        """Return what names the articles of the ``limit`` nearest chunks."""
        retriever = self._index.as_retriever(similarity_top_k=limit)

        def find(question: ScoredQuestion) -> list[Reference]:
            nodes = retriever.retrieve(question.text)
            return [self._references[str(found.node.ref_doc_id)] for found in nodes]

        return find

    def quoter(self) -> Reply:
        """Return what answers with all that CitationQueryEngine would have a model cite.

        By default that is the two nearest chunks, cut to 512 tokens.
        """
        no_model = MockLLM()
        engine = CitationQueryEngine(
            self._index.as_retriever(), llm=no_model, response_synthesizer=NoText(llm=no_model)
        )

        def reply(question: ScoredQuestion) -> Answer:
            sources = engine.query(question.text).source_nodes
            citations = [
                self._citation(number, source.node) for number, source in enumerate(sources, 1)
            ]
            return _quoting(question, citations)

        return reply

    def _citation(self, number: int, node: BaseNode) -> Citation:
        # The engine heads its sources for the model, and doesn't keep where they stand.
        quote = node.get_content().removeprefix(f"Source {number}:\n").strip()
        article = self._references[str(node.ref_doc_id)]
        return Citation(number=number, quote=quote, start=0, end=len(quote), article=article)


def _document(article: Article) -> Document:
    metadata = {"title": article.headline} if article.headline else {}
    return Document(id_=article.id, text=article.text, metadata=metadata)


def _quoting(question: ScoredQuestion, citations: Sequence[Citation]) -> Answer:
    return Answer(
        question=question.text,
        answered=bool(citations),
        sentences=tuple(Sentence(" ".join(c.quote.split()), (c.number,)) for c in citations),
        citations=tuple(citations),
    )
