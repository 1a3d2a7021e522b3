"""A sentence fits a question if it holds the kind of thing that would answer."""

import pytest

from index.answering.kinds import fits
from index.question import Question


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How much did it cost?", "The extension cost 412 million crowns, or €16 million."),
        ("How much did it cost?", "They paid 12 dollars for it."),
        ("Which share came by tram?", "Of all visitors, 40 percent took the tram."),
        ("Which share came by tram?", "A third of the visitors took the tram."),
        ("How many people came?", "Some 2,600 people rode the tram."),
        ("How many people came?", "Dozens of people came."),
        ("When did it open?", "The line opened on 14 May 2024."),
        ("When did it open?", "It opened eleven years ago."),
        ("Who is the mayor?", "The mayor, Jiří Zábranský, said so."),
        ("Who said so?", "Šimková was the one who said so, Ada Brown added."),
        ("Who is Ann Lee?", "Ann Lee, who runs the depot, laughed."),
        ("Who is Ann Lee?", "The depot's head engineer, Dr. Ann Lee, laughed."),
        ("Who is Lee?", "It was Mayor Lee who laughed."),
        ("Where was it built?", "The depot was built near Želivov."),
        ("Why was it ruled out?", "It was ruled out because the neighbours objected."),
        ("Did it open?", "Nobody knows."),
    ],
)
def test_a_sentence_with_it_fits(question: str, sentence: str) -> None:
    """A figure, a sum, a date, a new name, a reason; any sentence for other questions."""
    assert fits(Question.understand(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How much did it cost?", "The 3.4 kilometres took eleven years."),
        ("Which share came by tram?", "Some 2,600 people came by tram."),
        ("How many people came?", "People came on 14 May 2024."),
        ("When did it open?", "The line may open soon."),
        ("Who is Ann Lee?", "The town remembers Ann Lee."),
        ("Where was it built?", "The depot was built in a hurry."),
        ("Why was it ruled out?", "A night tram was ruled out."),
    ],
)
def test_a_sentence_without_it_does_not(question: str, sentence: str) -> None:
    """The figures of a date are no quantity, and a name of the question's own is no answer."""
    assert not fits(Question.understand(question), sentence)
