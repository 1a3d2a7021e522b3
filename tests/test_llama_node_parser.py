"""Documents are cut into passages whose spans are exact, however often their text repeats."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import BaseNode, NodeRelationship, TextNode

from index.embedding.as_llama_index import EmbedderAsLlamaIndex
from index.library import Library
from index.llama import FootnoteRetriever, PassageNodeParser
from index.text.splitting import LONGEST_PASSAGE, split_passages
from tests.needs import needs_model

SENTENCES = ["The bridge is open.", "It rained.", "He said so. " * 60, "words " * 200 + "end."]
REPEATED = st.lists(
    st.sampled_from([*SENTENCES, "\n\n", " ", "“Yes.”"]), min_size=1, max_size=12
).map(" ".join)
LONG = "The council met on Monday and again refused to say why. " * 100


@given(REPEATED)
def test_a_node_is_an_exact_slice_of_its_document(text: str) -> None:
    """The spans are the splitter's own, not those of an earlier copy of the same words."""
    nodes = _parse(Document(text=text, id_="a"))
    spans = [(node.start_char_idx, node.end_char_idx) for node in nodes]
    assert spans == split_passages(text)
    assert [node.text for node in nodes] == [text[start:end] for start, end in spans]


def test_repeated_text_is_cut_without_gaps() -> None:
    """A text of one sentence again and again has each of its words in exactly one node."""
    nodes = _parse(Document(text=LONG))
    assert len(nodes) > len(LONG.split()) // LONGEST_PASSAGE
    assert " ".join(node.text for node in nodes) == LONG.strip()
    for before, after in pairwise(nodes):
        assert before.end_char_idx is not None
        assert after.start_char_idx == before.end_char_idx + 1


async def test_the_asynchronous_way_gives_the_same_nodes() -> None:
    """Ids, spans and relationships included."""
    document = Document(text=LONG, id_="a")
    expected = PassageNodeParser().get_nodes_from_documents([document])
    assert await PassageNodeParser().aget_nodes_from_documents([document]) == expected


def test_ids_last() -> None:
    """Parsing the same document again gives the same ids, each of them once."""
    [first, again] = [_parse(Document(text=LONG, id_="a")) for _ in range(2)]
    ids = [node.node_id for node in first]
    assert ids == [node.node_id for node in again]
    assert len(set(ids)) == len(ids)


def test_a_given_id_function_names_the_nodes() -> None:
    """As with LlamaIndex's own parsers."""
    parser = PassageNodeParser(id_func=lambda number, document: f"{document.node_id}/{number}")
    nodes = parser.get_nodes_from_documents([Document(text=LONG, id_="a")])
    assert [node.node_id for node in nodes] == [f"a/{number}" for number in range(len(nodes))]


def test_a_node_knows_its_document_and_its_neighbours() -> None:
    """Metadata with its exclusions, the source, and what comes before and after it."""
    documents = [
        Document(text=LONG, id_=id_, metadata={"title": id_}, excluded_llm_metadata_keys=["title"])
        for id_ in ("a", "b")
    ]
    nodes = _parse(*documents)
    for node in nodes:
        assert node.metadata == {"title": node.ref_doc_id}
        assert node.excluded_llm_metadata_keys == ["title"]
    for before, after in pairwise(nodes):
        same = before.ref_doc_id == after.ref_doc_id
        assert (before.next_node is not None) == same
        assert (after.prev_node is not None) == same
        if before.next_node and after.prev_node:
            assert before.next_node.node_id == after.node_id
            assert after.prev_node.node_id == before.node_id


def test_metadata_and_neighbours_can_be_left_out() -> None:
    """The interface's options do what they say."""
    parser = PassageNodeParser(include_metadata=False, include_prev_next_rel=False)
    for node in parser.get_nodes_from_documents([Document(text=LONG, metadata={"title": "a"})]):
        assert node.metadata == {}
        assert set(node.relationships) == {NodeRelationship.SOURCE}


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_a_document_without_words_gives_no_node(text: str) -> None:
    """Nothing to quote, nothing to find."""
    assert _parse(Document(text=text)) == []


@needs_model
def test_the_nodes_are_those_that_the_index_holds(archive: Library) -> None:
    """An article that is parsed here has the ids and the texts that the retriever finds."""
    article = archive.article(archive.articles()[0].id)
    assert article
    parsed = {
        node.node_id: node.text for node in _parse(Document(text=article.text, id_=article.id))
    }
    found = FootnoteRetriever(archive, limit=100).retrieve(article.headline)
    own = {node.node_id: node.text for node in found if node.node.ref_doc_id == article.id}
    assert own == parsed


@needs_model
def test_a_pipeline_ingests_passages(archive: Library) -> None:
    """LlamaIndex's own pipeline and index, over our parser and model, find the right passage."""
    documents = [
        Document(text=article.text, id_=article.id, metadata={"title": article.headline})
        for article in filter(None, (archive.article(known.id) for known in archive.articles()))
    ]
    model = EmbedderAsLlamaIndex(archive.embedder)
    nodes = IngestionPipeline(transformations=[PassageNodeParser(), model]).run(documents=documents)
    index = VectorStoreIndex(nodes, embed_model=model)
    [best] = index.as_retriever(similarity_top_k=1).retrieve("Which play has live horses?")
    assert "horses" in best.text
    assert best.node_id in {node.node_id for node in _parse(*documents)}


def _parse(*documents: Document) -> list[TextNode]:
    return list(map(_text_node, PassageNodeParser().get_nodes_from_documents(documents)))


def _text_node(node: BaseNode) -> TextNode:
    assert isinstance(node, TextNode)
    return node
