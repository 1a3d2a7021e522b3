"""Whatever a language model writes, the reader gets an answer, and nothing in it is made up."""

import re
import unicodedata
from collections.abc import Callable, Iterator

import pytest

from index.answer import Answer
from index.answering.prose import IN_QUOTES
from index.embedding import CachedEmbedder
from index.equipment import Equipment
from index.library import Library
from tests.chat_server import Behaviour, ChatServer, Prompt, chat_server, says
from tests.hostile_replies import BAD_SENTENCES, GOOD, NO_REPLIES, WHOLE_REPLIES

QUESTION = "How many people rode Tram 9 on its first day, and what did it cost?"
# Words of each article, by which its key is found.
ARTICLES = {
    "tram": "2,600",
    "audit": "463 million",
    "horses": "640 seats",
    "flood": "forty houses",
    "wire": "trawler",
}
_HOLE = re.compile(rf"\{{({'|'.join(ARTICLES)}|tram_half)\}}")
MARKER = re.compile(r" \[(\d+)\]")
NUMBER = re.compile(r"\d+")
QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]")


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    """The server that stands for the model."""
    with chat_server() as server:
        yield server


@pytest.fixture(scope="module")
def library(archive: Library, server: ChatServer) -> Iterator[Library]:
    """The archive, with the model that the server stands for."""
    library = _with_model(archive, server, patience=20)
    yield library
    library.close()


@pytest.fixture(scope="module")
def hasty(archive: Library, server: ChatServer) -> Iterator[Library]:
    """The same, without patience."""
    library = _with_model(archive, server, patience=0.3)
    yield library
    library.close()


@pytest.fixture(scope="module")
def in_quotes(archive: Library) -> Answer:
    """The answer without a model."""
    return archive.ask(QUESTION)


def _with_model(archive: Library, server: ChatServer, *, patience: float) -> Library:
    settings = server.as_model_of(archive.settings, patience=patience)
    equipment = Equipment(settings)
    # It is the same question every time.
    equipment.embedder = CachedEmbedder(archive.embedder, settings.data / "hostile.sqlite")
    return Library(settings, equipment=equipment)


def _keyed(reply: str) -> Callable[[Prompt], str]:
    """Put the keys into a reply, as its prompt has them."""

    def worded(prompt: Prompt) -> str:
        keys = {name: prompt.key_of(words) for name, words in ARTICLES.items()}
        keys["tram_half"] = keys["tram"][:2]
        return _HOLE.sub(lambda hole: keys[hole[1]], reply)

    return worded


def _ask(library: Library, server: ChatServer, behaviour: Behaviour) -> tuple[Answer, list[Answer]]:
    """Return the answer and the drafts before it."""
    server.behaviours[:] = [behaviour]
    server.prompts.clear()
    drafts: list[Answer] = []
    return library.ask(QUESTION, on_draft=drafts.append), drafts


def _assert_true(answer: Answer, library: Library, server: ChatServer) -> None:
    """Hold an answer against the articles it cites, by means of its own."""
    assert answer.sentences
    numbers = [citation.number for citation in answer.citations]
    used = [int(number) for number in MARKER.findall(answer.text)]
    assert list(dict.fromkeys(used)) == numbers == list(range(1, len(numbers) + 1))
    sources = ""
    for citation in answer.citations:
        article = library.article(citation.article.id)
        assert article
        assert citation.quote == article.text[citation.start : citation.end] != ""
        sources += f" {article.label} {article.text}"
    if not answer.answered:
        return
    said = _plain(MARKER.sub("", answer.text))
    sources = _plain(sources)
    assert not any(key in said for prompt in server.prompts for key in prompt.offers)
    assert set(NUMBER.findall(said)) <= set(NUMBER.findall(sources))
    assert all(piece.strip(" .,").lower() in sources.lower() for piece in QUOTED.findall(said))
    assert not re.search(r"[\[\]{}<>|`@#]|https?:", said)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("sentence", BAD_SENTENCES.values(), ids=BAD_SENTENCES)
def test_a_bad_sentence_goes_and_the_good_one_stays(
    library: Library, server: ChatServer, sentence: str
) -> None:
    """Where the correction is no better, it is left out, and in no draft either."""
    behaviour = says(_keyed(f"{GOOD} [{{tram}}] {sentence}"))
    answer, drafts = _ask(library, server, behaviour)
    assert answer.text == f"{GOOD} [1]"
    assert answer.mode == "language model"
    assert {draft.text for draft in drafts} == {answer.text}
    assert len(server.prompts) == 2
    _assert_true(answer, library, server)


@pytest.mark.parametrize("reply", WHOLE_REPLIES.values(), ids=WHOLE_REPLIES)
def test_of_a_bad_reply_only_what_is_true_is_left(
    library: Library, server: ChatServer, in_quotes: Answer, reply: str
) -> None:
    """There always is an answer: what is borne out, or the quotes with a notice."""
    answer, drafts = _ask(library, server, says(_keyed(reply)))
    for shown in (answer, *drafts):
        _assert_true(shown, library, server)
    if answer.mode == "quotes":
        assert (answer.text, answer.notices[-1]) == (in_quotes.text, IN_QUOTES)
    elif answer.answered:
        assert {sentence.text for sentence in answer.sentences} == {GOOD}


@pytest.mark.parametrize("behaviour", NO_REPLIES.values(), ids=NO_REPLIES)
def test_without_a_reply_the_quotes_answer(
    hasty: Library, server: ChatServer, in_quotes: Answer, behaviour: Behaviour
) -> None:
    """With one notice, and as they do without a model."""
    answer, drafts = _ask(hasty, server, behaviour)
    assert (answer.text, answer.citations) == (in_quotes.text, in_quotes.citations)
    assert answer.notices == (*in_quotes.notices, IN_QUOTES)
    for shown in (answer, *drafts):
        _assert_true(shown, hasty, server)


def test_there_are_enough_of_them() -> None:
    """A hundred ways to be wrong, and more."""
    assert len(BAD_SENTENCES) + len(WHOLE_REPLIES) + len(NO_REPLIES) >= 100
