"""What a question asks for is read off its words."""

import pytest

from index.errors import QuestionError
from index.question import LONGEST_QUESTION, Kind, Question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How much did the extension cost?", Kind.MONEY),
        ("what will it cost the town", Kind.MONEY),
        ("Which share of the visitors are students?", Kind.SHARE),
        ("How many people rode the tram?", Kind.QUANTITY),
        ("In which year did it open?", Kind.TIME),
        ("when did the river flood the houses", Kind.TIME),
        ("Where did she break her wrist?", Kind.PLACE),
        ("Which town pays for the librarians?", Kind.PLACE),
        ("Who is the mayor?", Kind.PERSON),
        ("Why was a night tram ruled out?", Kind.REASON),
        ("Did the mayor resign?", Kind.OTHER),
        ("tram 9", Kind.OTHER),
    ],
)
def test_the_kind_of_answer_is_told(text: str, kind: Kind) -> None:
    """The question word says what would answer."""
    assert Question.understand(text).kind is kind


def test_the_first_question_word_decides() -> None:
    """A later one only opens a clause."""
    assert Question.understand("Which town was flooded when the dam opened?").kind is Kind.PLACE


def test_names_are_runs_of_capitals_inside_the_question() -> None:
    """The first word has its capital from the sentence, unless more of a name follows."""
    assert Question.understand("Near what town does Aino Ström live?").names == {"aino strom"}
    assert Question.understand("Aino Ström lives where?").names == {"aino strom"}
    assert Question.understand("Does Želivov have a tram?").names == {"zelivov"}


def test_figures_and_quoted_phrases_are_kept() -> None:
    """Numbers as they are written; a single quoted word is no phrase."""
    question = Question.understand('Who said “night tram” cost 1,900 or "noise"?')
    assert question.numbers == {"1,900"}
    assert question.phrases == (("night", "tram"),)


@pytest.mark.parametrize("text", ["", "  \n", "?!", "x" * (LONGEST_QUESTION + 1)])
def test_what_is_no_question_is_refused(text: str) -> None:
    """Nothing to read, or more than a question."""
    with pytest.raises(QuestionError):
        Question.understand(text)


def test_a_question_is_read_as_articles_are() -> None:
    """Line breaks, invisible characters and decomposed letters make no difference."""
    assert Question.understand("Who is\n Zoe\u0308 \u202eMüller?\x00").text == "Who is Zoë Müller?"


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
