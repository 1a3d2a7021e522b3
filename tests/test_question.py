"""What a question asks for is read off its words."""

import pytest

from index.question import Question


@pytest.mark.parametrize(
    "question",
    [
        "How have Russian losses changed since 2022?",
        "How did the mayor's position on the tram evolve?",
        "Compare the two reports on the fire.",
        "What is the difference between the Gazette's and the Courier's account?",
        "How did the price of petrol develop over the last months?",
        "What happened to support for the war over time?",
        "Give me a timeline of the talks.",
        "Which countries have offered to mediate?",
        "Which European leaders are in favour of talks?",
    ],
)
def test_some_questions_ask_several_articles(question: str) -> None:
    """A change, a comparison and a list are in no single one."""
    assert Question.understand(question).asks_several


@pytest.mark.parametrize(
    "question",
    [
        "How many soldiers has Russia lost?",
        "How did the fire start?",
        "Which freighter picked up the sailors?",
        "Which virus did they find?",
        "Which process was used?",
        "Which two countries are forging closer ties?",
        "How did the navy make a difference in the war?",
        "Which city saw the biggest increase compared to a year ago?",
        "Who will change the law?",
        "When was the bridge over the Lusha opened?",
    ],
)
def test_most_ask_for_one_thing(question: str) -> None:
    """The best article may tell it all."""
    assert not Question.understand(question).asks_several
