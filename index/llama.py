"""Footnote's retrieval and splitting as parts of other people's LlamaIndex pipelines."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

from llama_index.core.node_parser import NodeParser
from llama_index.core.node_parser.node_utils import build_nodes_from_splits
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import (
    BaseNode,
    Document,
    MetadataMode,
    NodeRelationship,
    NodeWithScore,
    ObjectType,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)
from llama_index.core.utils import get_tqdm_iterable

from index.answer import Filters
from index.article import Passage
from index.library import Library
from index.text.sentences import Span
from index.text.splitting import split_passages

# Where an article lies tells a language model nothing about what it says.
_ADDRESSES = ["url", "path"]


class FootnoteRetriever(BaseRetriever):
    """Retrieves what `Library.search` finds, for any query engine; raises what that raises.

    A node's ``start_char_idx`` and ``end_char_idx`` are its span in the article that ``ref_doc_id``
    names, and its metadata is what is known about that article.
    """

    def __init__(
        self, library: Library, *, limit: int = 10, filters: Filters | None = None
    ) -> None:
        super().__init__()
        self._library = library
        self._limit = limit
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._library.search(
            query_bundle.query_str, limit=self._limit, filters=self._filters
        )
        return [
            NodeWithScore(node=_node(ranked.passage), score=ranked.score)
            for ranked in found.passages
        ]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class PassageNodeParser(NodeParser):
    """Cuts documents into Footnote's passages: a node's text is its document's ``text[start:end]``.

    A node's id is made of its document's id and the span, unless an ``id_func`` is given: whoever
    gives documents lasting ids gets lasting nodes.
    """

    @classmethod
    def class_name(cls) -> str:
        """Return the name that tells this parser from others in a pipeline's cache."""
        return "PassageNodeParser"

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any
    ) -> list[BaseNode]:
        documents = get_tqdm_iterable(nodes, show_progress, "Parsing nodes")
        return [node for document in documents for node in self._cut(document)]

    def _cut(self, document: BaseNode) -> list[TextNode]:
        text = document.get_content(MetadataMode.NONE)
        spans = split_passages(text)
        nodes = build_nodes_from_splits(
            [text[start:end] for start, end in spans], document, id_func=self.id_func
        )
        for node, span in zip(nodes, spans, strict=True):
            node.start_char_idx, node.end_char_idx = span
            if "id_func" not in self.model_fields_set:
                node.id_ = _node_id(document.node_id, span)
        return nodes

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        """Add metadata and relationships, and keep the spans.

        LlamaIndex searches the document for each node's text, which in repeated text finds an
        earlier copy.
        """
        passages = cast("list[TextNode]", nodes)
        spans = [(node.start_char_idx, node.end_char_idx) for node in passages]
        super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, span in zip(passages, spans, strict=True):
            node.start_char_idx, node.end_char_idx = span
        return nodes


def _node(passage: Passage) -> TextNode:
    article = passage.article
    known = {key: value for key, value in article.to_json().items() if value is not None}
    del known["id"]
    return TextNode(
        id_=_node_id(article.id, Span(passage.start, passage.end)),
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=known,
        excluded_embed_metadata_keys=_ADDRESSES,
        excluded_llm_metadata_keys=_ADDRESSES,
        relationships={
            NodeRelationship.SOURCE: RelatedNodeInfo(
                node_id=article.id, node_type=ObjectType.DOCUMENT
            )
        },
    )


def _node_id(document_id: str, span: Span) -> str:
    return f"{document_id}:{span.start}-{span.end}"
