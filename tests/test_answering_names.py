"""A name is mentioned in whatever form news writes it."""

import pytest

from index.answering.names import names_mentioned, share_of_names_in
from index.question import Question
from index.text.words import content_terms


def _share(question: str, text: str) -> float:
    return share_of_names_in(set(content_terms(text)), Question.understand(question))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What did Zelensky say?", "Zelenskiy spoke in Brussels."),
        ("How many came from North Korea?", "North Korean troops arrived."),
        ("What does the Kremlin want?", "Russia wants the talks."),
        ("What did the White House ask for?", "Washington asked for more."),
        ("What happened in 2023?", "In 2023 the bridge closed."),
    ],
)
def test_another_form_of_a_name_is_the_name(question: str, text: str) -> None:
    """Spellings, adjectives, and a government's seat for its country."""
    assert _share(question, text) == 1.0


def test_a_name_that_is_not_there_is_missed() -> None:
    """One of two names is half of them; every word of a name counts."""
    assert _share("Did Milley see Macron?", "General Milley spoke.") == 0.5
    assert _share("Did Mark Milley speak?", "General Milley spoke.") == 0.0
    assert _share("What happened in 2025?", "In 2023 the bridge closed.") == 0.0


def test_a_question_without_names_misses_none() -> None:
    """There is nothing to look for."""
    assert _share("how long do eggs take", "Nothing of the kind.") == 1.0


def test_the_terms_of_what_is_mentioned_are_told() -> None:
    """As the question has them, whatever form the text has."""
    question = Question.understand("What did Zelensky and Macron say?")
    mentioned = names_mentioned({"zelenskii", "said"}, question)
    assert mentioned == set(content_terms("Zelensky"))
