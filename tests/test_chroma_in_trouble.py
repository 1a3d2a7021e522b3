"""Whatever a Chroma server does, a question is answered in time, if need be by its words alone."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import StoreUnreachable
from index.finding import BY_WORDS, NO_VECTORS
from index.library import Library
from index.store import vectors as vectors_module
from index.store.segment import Label
from index.store.vectors import Vectors
from tests.chroma_proxy import TROUBLES, Proxy, Trouble, proxy_to
from tests.conftest import open_library
from tests.indexes import segment_folders
from tests.test_rebuild import QUESTION

FIGURE = "2,600"
PAUSE = 0.1  # seconds that a server which failed is left alone in these tests


@pytest.fixture(scope="module")
def way(chroma_url: str) -> Iterator[Proxy]:
    """The way to a server, on which nothing goes wrong yet."""
    with proxy_to(chroma_url) as proxy:
        yield proxy


@pytest.fixture
def library(
    archive: Library, models: Path, tmp_path: Path, way: Proxy, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    """The archive with its vectors at the end of that way."""
    monkeypatch.setattr(vectors_module, "_TO_ANSWER", 0.5)
    monkeypatch.setattr(vectors_module, "_PAUSE", PAUSE)
    monkeypatch.setattr(vectors_module, "_TIMES_AS_LONG", 0)
    opened = open_library(tmp_path, models, CHROMA_URL=way.url)
    opened = Library.open(replace(opened.settings, articles=archive.settings.articles))
    opened.rebuild()
    yield opened
    way.trouble = None
    opened.close()


def test_every_trouble_leaves_an_answer(library: Library, way: Proxy) -> None:
    """By words, with a notice, within seconds; and as ever once the trouble is over."""
    assert library.ask(QUESTION).notices == ()
    for trouble in TROUBLES:
        way.trouble = trouble
        answer = library.ask(QUESTION)
        assert FIGURE in answer.text, trouble.__name__
        assert answer.notices == (BY_WORDS,), trouble.__name__
        assert answer.seconds < 3, trouble.__name__
        way.trouble = None
        time.sleep(PAUSE)
        assert library.ask(QUESTION).notices == (), trouble.__name__


@pytest.mark.parametrize("trouble", TROUBLES[:5], ids=lambda trouble: trouble.__name__)
def test_a_process_that_begins_in_trouble_answers_too(
    library: Library, way: Proxy, trouble: Trouble
) -> None:
    """It has nothing open yet."""
    way.trouble = trouble
    anew = Library.open(library.settings)
    answer = anew.ask(QUESTION)
    assert FIGURE in answer.text
    assert answer.notices == (BY_WORDS,)
    anew.close()


def test_a_rebuild_in_trouble_says_so_and_harms_nothing(library: Library, way: Proxy) -> None:
    """It names the server and the setting; once the server is well, nothing has to be done."""
    generation = library.status().generation
    for trouble in TROUBLES[:4]:
        way.trouble = trouble
        with pytest.raises(StoreUnreachable, match=rf"{way.url}.*CHROMA_URL"):
            library.rebuild(full=True)
        way.trouble = None
    time.sleep(PAUSE)
    assert library.rebuild().generation == generation
    assert library.ask(QUESTION).notices == ()


def test_a_server_that_is_silent_is_left_alone_for_longer(
    library: Library, way: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few questions wait for it, not all: so a bot goes on answering."""
    monkeypatch.setattr(vectors_module, "_TIMES_AS_LONG", 100)
    way.trouble = TROUBLES[-2]
    waited = library.ask(QUESTION).seconds
    assert waited > 0.5
    time.sleep(PAUSE)
    asked_before = len(way.paths)
    assert all(library.ask(QUESTION).seconds < 0.5 for _ in range(3))
    assert len(way.paths) == asked_before


def test_vectors_that_are_gone_leave_the_words(library: Library) -> None:
    """A server that lost its data is told of, and the next rebuild brings the vectors back."""
    for folder in segment_folders(library.settings.data):
        label = Label.load(folder)
        assert label.chroma_url
        Vectors.drop(label.collection, url=label.chroma_url)
    for lost in (library, Library.open(library.settings)):
        answer = lost.ask(QUESTION)
        assert FIGURE in answer.text
        assert answer.notices == (NO_VECTORS,)
    library.rebuild()
    assert library.ask(QUESTION).notices == ()


def test_vectors_of_which_some_are_gone_leave_the_words(library: Library) -> None:
    """A server whose data was put back in part isn't believed."""
    [folder] = segment_folders(library.settings.data)
    label = Label.load(folder)
    collection = Vectors.open(folder, label.collection, url=label.chroma_url)._connect()
    collection.delete(ids=[number for number in collection.get()["ids"] if number != "0"])
    answer = library.ask(QUESTION)
    assert FIGURE in answer.text
    assert answer.notices == (NO_VECTORS,)
