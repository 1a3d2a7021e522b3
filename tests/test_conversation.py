"""In a conversation what was asked before counts, and what is understood is told."""

import pytest

from index.answer import Answer
from index.answering.speakers import NOBODY
from index.conversation import Conversation
from index.library import Library

RIDERS = "How many people rode the tram on its first day?"
RESCUED = "How many people were taken to a school after the flood?"


def _asked(library: Library, *questions: str) -> list[Answer]:
    answers: list[Answer] = []
    for question in questions:
        answers += [library.ask(question, conversation=Conversation.of(answers))]
    return answers


@pytest.mark.parametrize(
    ("questions", "understood", "quoted"),
    [
        (("Was a night tram ruled out?", "Why?"), "Why was a night tram ruled out?", "noise"),
        (
            ("What did the auditors find about Tram 9?", "What did the mayor say about it?"),
            "What did the mayor say about Tram 9?",
            "unfair",
        ),
        (
            ("How many sailors were rescued?", "By whom?"),
            "By whom? (How many sailors were rescued?)",
            "the Solveig",
        ),
        (
            ("What does a ticket cost?", "And in 2019?"),
            "What does a ticket cost in 2019?",
            "half of what it did in 2019",
        ),
    ],
)
def test_a_follow_up_is_answered(
    archive: Library, questions: tuple[str, ...], understood: str, quoted: str
) -> None:
    """With the quote it asks for, and a notice of how it was understood."""
    answer = _asked(archive, *questions)[-1]
    assert answer.answered
    assert (answer.question, answer.understood_as) == (questions[-1], understood)
    assert answer.notices[0] == f"Understood as: “{understood}”"
    assert quoted in answer.text


def test_more_brings_something_else(archive: Library) -> None:
    """Nothing is cited twice, until the articles have no more."""
    first, second, *_, last = _asked(archive, RIDERS, "Tell me more", "yes", "more", "more")
    assert first.answered
    assert second.answered
    assert not last.answered
    assert second.citations[0].article == first.citations[0].article
    cited = [(c.start, c.end) for answer in (first, second) for c in answer.citations]
    assert len(cited) == len(set(cited))


def test_who_said_it_is_found_beside_the_quote(archive: Library) -> None:
    """The quote comes with the words that name its speaker, and the subject stays what it was."""
    _, answer, more = _asked(archive, RESCUED, "Who said that?", "Tell me more")
    assert answer.text.startswith("Rescue teams in boats took 118 people to a school on the hill. ")
    assert "a spokeswoman of the fire brigade said." in answer.text
    assert more.understood_as == RESCUED


def test_what_nobody_said_is_the_article_s_own(archive: Library) -> None:
    """Whoever is quoted next isn't made its speaker."""
    _, answer = _asked(archive, RIDERS, "Who said that?")
    assert (answer.answered, answer.notices[-1]) == (False, NOBODY)
    assert "2,600" in answer.closest[0].quote


def test_a_question_that_stands_alone_gets_no_notice(archive: Library) -> None:
    """Nothing was understood that wasn't typed."""
    alone = archive.ask(RIDERS)
    answer = archive.ask(RIDERS, conversation=Conversation.of([alone]))
    assert (answer.understood_as, answer.notices) == (None, alone.notices)
    assert answer.text == alone.text


def test_a_conversation_is_bounded() -> None:
    """Only the last few answers count, however many are given."""
    answers = [Answer(question=str(n), answered=False, sentences=()) for n in range(50)]
    conversation = Conversation.of(answers)
    assert len(conversation.answers) < 10
    assert conversation.answers[-1].question == "49"
    assert conversation.after(answers[0]).answers[-1].question == "0"
