"""Questions that ask for the same are put together, and only those."""

from bot.alike import Alike, put_together
from bot.state.unanswered import Unanswered
from index.library import Library


def asked(*questions: str) -> list[Unanswered]:
    """Return questions that nobody answered."""
    return [
        Unanswered(question=question, asked_at=None, asker=None, was_answered=False)
        for question in questions
    ]


def texts(groups: list[Alike]) -> list[list[str]]:
    """Return what is asked in each group."""
    return [[each.question for each in group.questions] for group in groups]


def test_rewordings_are_alike(archive: Library) -> None:
    """The most frequent come first, the newest of each as its first."""
    questions = asked(
        "Who is the mayor of London?",
        "What is the capital of Peru?",
        "What is the price of a ticket?",
        "capital of peru?",
        "How much does a ticket cost?",
        "What's the capital of Peru",
    )
    assert texts(put_together(questions, archive.embedder)) == [
        ["What is the capital of Peru?", "capital of peru?", "What's the capital of Peru"],
        ["What is the price of a ticket?", "How much does a ticket cost?"],
        ["Who is the mayor of London?"],
    ]


def test_other_places_and_numbers_are_other_questions(archive: Library) -> None:
    """However near they are in meaning."""
    questions = asked(
        "Who won the election in 2023?",
        "Who won the election in 2024?",
        "What is the capital of Peru?",
        "What is the capital of Chile?",
    )
    assert len(put_together(questions, archive.embedder)) == 4


def test_a_reason_is_told_once(archive: Library) -> None:
    """The newest first."""
    first, second = asked("When?", "When?")
    group = Alike(
        (
            Unanswered(
                question="When?", asked_at=None, asker=1, was_answered=True, reasons=("old", "no")
            ),
            Unanswered(
                question="When?", asked_at=None, asker=2, was_answered=True, reasons=("no", "bad")
            ),
        )
    )
    assert group.reasons == ["old", "no", "bad"]
    assert texts(put_together([first, second], archive.embedder)) == [["When?", "When?"]]


def test_nothing_is_nothing(archive: Library) -> None:
    """Where all was answered there are no groups."""
    assert put_together([], archive.embedder) == []
