"""Any LlamaIndex query engine can answer from Footnote's index."""

import asyncio
from datetime import date

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import MetadataMode, NodeWithScore, TextNode

from index.answer import Filters
from index.errors import QuestionError
from index.library import Library
from index.llama import FootnoteRetriever
from tests.needs import needs_model

QUESTION = "What did the mayor say the extension of Tram 9 to the new hospital cost?"

pytestmark = needs_model


def test_the_nodes_are_what_a_search_finds(archive: Library) -> None:
    """The same passages with the same scores in the same order."""
    nodes = FootnoteRetriever(archive).retrieve(QUESTION)
    found = archive.search(QUESTION).passages
    assert [(node.text, node.score) for node in nodes] == [
        (ranked.passage.text, ranked.score) for ranked in found
    ]
    assert len(nodes) > 1


def test_a_node_is_an_exact_slice_of_the_article_it_names(archive: Library) -> None:
    """Its source is the article's id, and its offsets are the article's."""
    for node in map(_text_node, FootnoteRetriever(archive).retrieve(QUESTION)):
        article = archive.article(node.ref_doc_id or "")
        assert article
        assert node.text == article.text[node.start_char_idx : node.end_char_idx]
        assert node.node_id == f"{article.id}:{node.start_char_idx}-{node.end_char_idx}"


def test_the_metadata_is_what_is_known(archive: Library) -> None:
    """Where an article has no author and no address, no vector store meets a None."""
    [tram, *_] = FootnoteRetriever(archive).retrieve(QUESTION)
    [play, *_] = FootnoteRetriever(archive).retrieve("How much is a ticket for the play?")
    assert tram.metadata == {
        "title": "Tram 9 Reaches the Hospital at Last",
        "publisher": "The Moravian Post",
        "author": "Petra Šimková",
        "published": "2024-05-14",
        "url": "https://post.example/tram-9?from=front",
        "path": "tram.md",
    }
    assert set(play.metadata) == {"title", "publisher", "published", "path"}


def test_a_model_reads_who_wrote_and_not_where_it_lies(archive: Library) -> None:
    """Publisher and date go into the prompt; the file's path doesn't."""
    [tram, *_] = FootnoteRetriever(archive).retrieve(QUESTION)
    prompt = tram.get_content(MetadataMode.LLM)
    assert "The Moravian Post" in prompt
    assert "2024-05-14" in prompt
    assert "tram.md" not in prompt


def test_options_narrow_the_search(archive: Library) -> None:
    """``limit`` and ``filters`` mean what they mean in a search."""
    [only] = FootnoteRetriever(archive, limit=1).retrieve(QUESTION)
    assert only.metadata["path"] == "tram.md"
    later = FootnoteRetriever(archive, filters=Filters(since=date(2024, 9, 1)))
    assert "tram.md" not in {node.metadata["path"] for node in later.retrieve(QUESTION)}


async def test_the_event_loop_goes_on_meanwhile(archive: Library) -> None:
    """While passages are looked up asynchronously, other tasks have their turns."""
    retriever = FootnoteRetriever(archive)
    expected = retriever.retrieve(QUESTION)
    retrieval = asyncio.create_task(retriever.aretrieve(QUESTION))
    turns = 0
    while not retrieval.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 2  # a retrieval that keeps the loop is done after the first
    assert [node.node_id for node in await retrieval] == [node.node_id for node in expected]


async def test_a_query_engine_answers_over_it(archive: Library) -> None:
    """The engine's model is given the passages, and its sources are ours, sync and async."""
    engine = RetrieverQueryEngine.from_args(FootnoteRetriever(archive, limit=1), llm=MockLLM())
    for response in (engine.query(QUESTION), await engine.aquery(QUESTION)):
        assert "cost 412 million crowns" in str(response)  # it repeats its prompt
        assert [node.metadata["path"] for node in response.source_nodes] == ["tram.md"]


def test_an_empty_question_is_refused_in_our_words(archive: Library) -> None:
    """LlamaIndex lets the error through."""
    with pytest.raises(QuestionError, match="empty"):
        FootnoteRetriever(archive).retrieve(" ")


def _text_node(found: NodeWithScore) -> TextNode:
    assert isinstance(found.node, TextNode)
    return found.node
