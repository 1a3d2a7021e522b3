"""Of a message, what states something is checked, and nothing else."""

import pytest

from index.answering.statements import clauses_of, statements_in


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hi everybody, good to see you!",
        "Good morning!",
        "Is the tram late?",
        "“Did the mayor say so?”",
        "lol",
        "https://example.org/the-mayor-resigns-over-the-tram",
        "It is what it is.",
        "🐎🐎🐎",
    ],
)
def test_greetings_questions_and_links_state_nothing(text: str) -> None:
    """They are left out."""
    assert statements_in(text) == []


def test_statements_are_found_among_them() -> None:
    """Each sentence for itself."""
    text = "Hello! The tram cost 412 million crowns. Who paid?\nThe mayor of Velden resigned."
    assert statements_in(text) == [
        "The tram cost 412 million crowns.",
        "The mayor of Velden resigned.",
    ]


def test_a_sentence_of_two_statements_has_clauses() -> None:
    """Joined by a comma and a word, or by a semicolon; a list has none."""
    joined = "The tram reached the hospital in May, and the library opens on Sundays."
    assert clauses_of(joined) == [
        "The tram reached the hospital in May",
        "the library opens on Sundays.",
    ]
    assert clauses_of("The tram, the bus, and the train were late.") == []
    assert clauses_of("The tram reached the hospital.") == []
