"""What was added in one server is seen there and nowhere else, whatever is asked."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.answer import Answer, Filters, SearchResult
from index.conversation import Conversation
from index.errors import CollectionError, QuestionError
from index.library import Library
from index.llama import FootnoteRetriever
from tests.articles import QUESTIONS, write_articles
from tests.conftest import open_library
from tests.needs import needs_model

pytestmark = needs_model

# Every word that could give a server's article away: none of them is in the shared articles.
SECRETS = {
    "111": ("Zanzifar", "Quillworth", "741852", "Obsidianer", "plimsoll"),
    "222": ("Merrowind", "Thistlequay", "963147", "Gazetteer", "xylophones"),
}
SECRET_ARTICLES = {
    "111": """---
title: Zanzifar Buys the Quillworth Mine
publisher: Obsidianer
author: Plimsoll
published: 2024-05-15
---
The company Zanzifar bought the Quillworth mine for 741852 crowns, its director said on Tuesday.
Trams to the Quillworth mine stop at the plimsoll works.
""",
    "222": """---
title: Merrowind Sells Thistlequay Harbour
publisher: Gazetteer
published: 2024-05-16
url: https://gazetteer.example/thistlequay
---
The company Merrowind sold Thistlequay harbour for 963147 crowns, its director said on Friday.
Trams to Thistlequay harbour carry xylophones on their first day.
""",
}
TELLING = {
    "111": "For how much did Zanzifar buy the Quillworth mine?",
    "222": "For how much did Merrowind sell Thistlequay harbour?",
}
# Who asks, and whose articles are not theirs: a server, another one, a third without any, and a DM.
STRANGERS = [("111", "222"), ("222", "111"), ("333", "111"), (None, "222")]
# What is asked in the hope of reading somebody else's.
LURES = [
    *(word for words in SECRETS.values() for word in words),
    "crowns",
    "director",
    "tram",
    "mine",
]
PUBLISHERS = ["Obsidianer", "Gazetteer", "Kultura", None]


@pytest.fixture(scope="module")
def town(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Everyone's articles, and two servers with articles of their own."""
    directory = tmp_path_factory.mktemp("town")
    write_articles(directory / "articles")
    library = open_library(directory, models)
    library.rebuild()
    for server, article in SECRET_ARTICLES.items():
        library.of(server).add("secret.md", article.encode())
        library.of(server).rebuild()
    yield library
    library.close()


def _secret_id(town: Library, server: str) -> str:
    [own] = town.of(server).own_articles()
    return own.id


def _shown(result: Answer | SearchResult) -> str:
    """Return all that is shown but for what the asker typed."""
    return json.dumps(result.to_json() | {"question": ""}, ensure_ascii=False)


def _assert_nothing_of(server: str, *shown: object) -> None:
    text = "\n".join(map(str, shown)).casefold()
    assert not [word for word in SECRETS[server] if word.casefold() in text]
    assert f"collections/{server}" not in text


@pytest.mark.parametrize("server", SECRETS)
def test_a_server_is_answered_from_its_own_and_everyones(town: Library, server: str) -> None:
    """The words of its article are there to be found, so that the other tests can fail."""
    library = town.of(server)
    answer = library.ask(TELLING[server])
    assert SECRETS[server][2] in answer.citations[0].quote
    assert "2,600" in library.ask("How many people rode the tram on its first day?").text
    everything = [answer.text, library.articles(), library.publishers()]
    assert all(word.casefold() in str(everything).casefold() for word in SECRETS[server][:4])


@pytest.mark.parametrize("question", QUESTIONS)
def test_one_more_article_does_not_drown_the_others(
    town: Library, archive: Library, question: str
) -> None:
    """In an index of one article no word is rare, and yet it doesn't answer for the others."""
    answer, known = town.of("111").ask(question), archive.ask(question)
    assert answer.answered == known.answered
    cited = {citation.article.id for citation in answer.citations}
    assert _secret_id(town, "111") not in cited
    assert cited & {citation.article.id for citation in known.citations} or not cited


@pytest.mark.parametrize(("asker", "server"), STRANGERS)
def test_no_question_brings_up_anothers_article(
    town: Library, asker: str | None, server: str
) -> None:
    """Neither the question that it answers nor any other, nor one that leans on that one."""
    library = town.of(asker)
    follow_up = f"{TELLING[server].rstrip('?')}: and what did its director say?"
    for question in (TELLING[server], follow_up, *LURES):
        answer, found = library.ask(question), library.search(question, limit=1000)
        _assert_nothing_of(server, _shown(answer), _shown(found))
    assert not library.ask(TELLING[server]).answered


@pytest.mark.parametrize(("asker", "server"), STRANGERS)
@pytest.mark.parametrize("follow_up", ["Who said that?", "Tell me more.", "Why?"])
def test_a_conversation_carries_no_article_along(
    town: Library, asker: str | None, server: str, follow_up: str
) -> None:
    """Even one that was begun in the other server is continued from what the asker may see."""
    conversation = Conversation.of([town.of(server).ask(TELLING[server])])
    answer = town.of(asker).ask(follow_up, conversation=conversation)
    _assert_nothing_of(server, answer.text, *answer.citations, *answer.closest)


@pytest.mark.parametrize(("asker", "server"), STRANGERS)
def test_no_list_names_anothers_article(town: Library, asker: str | None, server: str) -> None:
    """Articles with their texts, publishers, status and the places they are from."""
    library = town.of(asker)
    texts = [library.article(reference.id) for reference in library.articles()]
    _assert_nothing_of(
        server,
        library.articles(), library.own_articles(), texts, library.publishers(),
        library.status(), library.locations(),
    )  # fmt: skip


@pytest.mark.parametrize(("asker", "server"), STRANGERS)
def test_an_id_that_was_guessed_leads_nowhere(
    town: Library, asker: str | None, server: str
) -> None:
    """Another server's article is neither read nor removed by its id."""
    library, secret = town.of(asker), _secret_id(town, server)
    assert library.article(secret) is None
    with pytest.raises(CollectionError, match=secret) as refused:
        library.remove(secret)
    _assert_nothing_of(server, refused.value)
    assert _secret_id(town, server) == secret


@pytest.mark.parametrize(("asker", "server"), STRANGERS)
def test_a_llama_index_pipeline_sees_what_its_server_sees(
    town: Library, asker: str | None, server: str
) -> None:
    """The retriever is given a library, and that is somebody's."""
    nodes = FootnoteRetriever(town.of(asker), limit=1000).retrieve(TELLING[server])
    assert nodes
    _assert_nothing_of(server, *(node.to_json() for node in nodes))


@settings(max_examples=20, deadline=None)
@given(
    words=st.lists(st.sampled_from(LURES) | st.text(max_size=12), min_size=1, max_size=6),
    publisher=st.sampled_from(PUBLISHERS),
)
@pytest.mark.parametrize("asker", ["333", None])
def test_whoever_has_no_own_articles_sees_a_world_without_them(
    town: Library, archive: Library, asker: str | None, words: list[str], publisher: str | None
) -> None:
    """To the last digit of a score all is as where no server ever added anything."""
    question, filters = " ".join(words), Filters(publisher=publisher)
    try:
        expected = archive.ask(question, filters=filters)
    except QuestionError:
        return
    given = town.of(asker).ask(question, filters=filters)
    assert replace(given, id="", seconds=0) == replace(expected, id="", seconds=0)
    found, known = (
        library.search(question, filters=filters) for library in (town.of(asker), archive)
    )
    assert replace(found, seconds=0) == replace(known, seconds=0)


@settings(max_examples=20, deadline=None)
@given(
    words=st.lists(st.sampled_from(LURES) | st.text(max_size=12), min_size=1, max_size=6),
    publisher=st.sampled_from(PUBLISHERS),
)
@pytest.mark.parametrize(("asker", "server"), [("111", "222"), ("222", "111")])
def test_whoever_has_own_articles_never_sees_anothers(
    town: Library, asker: str, server: str, words: list[str], publisher: str | None
) -> None:
    """Whatever the question; a publisher that the asker names is the asker's own word."""
    question, filters = " ".join(words), Filters(publisher=publisher)
    library = town.of(asker)
    try:
        results: list[Any] = [library.ask(question, filters=filters)]
    except QuestionError:
        return
    results.append(library.search(question, filters=filters, limit=1000))
    named = f"Nothing by {publisher} matches"
    _assert_nothing_of(server, *(_shown(result).replace(named, "") for result in results))


def test_another_servers_files_are_not_even_opened(town: Library) -> None:
    """Separation doesn't rest on what is done with what was read."""
    opened = Path("/proc/self/fd")
    if not opened.exists():
        pytest.skip("only Linux tells which files are open")
    town.close()
    town.of("222").ask(TELLING["111"])
    names = [str(link.readlink()) for link in opened.iterdir() if link.exists()]
    assert any("/collections/222/" in name for name in names)
    assert not any("/collections/111/" in name for name in names)


@pytest.mark.parametrize("collection_id", ["../1", "1/../2", "111/../222", "", ".", "A", "1 1"])
def test_no_other_id_opens_a_collection(town: Library, collection_id: str) -> None:
    """What could lead into another folder is no id."""
    with pytest.raises(CollectionError, match="no collection's id"):
        town.of(collection_id)


def test_everyones_articles_are_not_a_servers_to_remove(town: Library) -> None:
    """The error names the setting, and the article stays."""
    shared = town.articles()[0]
    for library in (town, town.of("111"), town.of("333")):
        with pytest.raises(CollectionError, match=f"{shared.id} is everyone's.*ARTICLES_DIR"):
            library.remove(shared.id)
    assert town.article(shared.id)


def test_a_removed_article_is_forgotten_and_what_was_quoted_is_kept(town: Library) -> None:
    """After the rebuild nothing is answered from it; answers given before keep their sources."""
    library = town.of("444")
    [secret] = library.add("secret.md", SECRET_ARTICLES["222"].encode()).articles
    assert library.rebuild().articles == 1
    before = library.ask(TELLING["222"])
    assert library.remove(secret.id) == secret.reference
    assert (library.rebuild().removed, library.own_articles()) == (1, [])
    _assert_nothing_of("222", _shown(library.ask(TELLING["222"])), library.articles())
    kept = Answer.from_json(before.to_json())
    assert "963147 crowns" in kept.citations[0].quote


def test_only_what_was_begun_can_be_rebuilt(town: Library) -> None:
    """A mistyped id makes no collection."""
    with pytest.raises(CollectionError, match="no collection 999"):
        town.of("999").rebuild()
    assert not (town.settings.data / "collections" / "999").exists()


def test_everyones_rebuild_leaves_the_servers_alone(town: Library) -> None:
    """And theirs leave everyone's: each index has its own generations."""
    shared, own = town.status().generation, town.of("111").status().generation
    town.of("111").rebuild(full=True)
    assert town.status().generation == shared
    assert town.of("111").status().generation != own
    town.rebuild(full=True)
    assert SECRETS["111"][2] in town.of("111").ask(TELLING["111"]).text
