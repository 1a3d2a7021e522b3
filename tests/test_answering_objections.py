"""What contradicts a statement is seen where it can be nothing else, and doubt means no."""

import pytest

from index.answering.objections import denies_otherwise, miscounts, objections_to
from index.article import Passage, Reference
from index.dates.partial_date import PartialDate
from index.verdict import Difference

TRAM = (
    "Tram 9 carried its first passengers to the new hospital of Velden on Tuesday, 14 May 2024. "
    "The extension of Tram 9 cost 412 million crowns, said the mayor, Petr Novak. "
    "The council never approved a night tram to the hospital. "
    "The tram sank in a lake 40 miles west of Skarvik. "
    "Fares rose by 12 percent in Velden last autumn."
)


def passage(text: str = TRAM) -> Passage:
    """Return a text as the only passage of an article."""
    article = Reference(id="a1", path="tram.md", published=PartialDate(2024, 5, 14))
    return Passage(article, 0, len(text), text)


@pytest.mark.parametrize(
    ("statement", "difference", "quote"),
    [
        ("The extension of Tram 9 cost 300 million crowns.", Difference.FIGURE, "412 million"),
        ("Fares in Velden rose by 30 percent last autumn.", Difference.FIGURE, "12 percent"),
        (
            "Tram 9 carried its first passengers to the hospital of Velden on 20 May 2024.",
            Difference.DATE,
            "14 May",
        ),
        (
            "Tram 9 carried its first passengers to the hospital of Velden on Friday.",
            Difference.DATE,
            "Tuesday",
        ),
        ("The council approved a night tram to the hospital.", Difference.DENIAL, "never"),
        ("The extension of Tram 9 didn't cost 412 million crowns.", Difference.DENIAL, "cost"),
        ("The tram sank in a lake west of Bergen.", Difference.NAME, "Skarvik"),
        (
            "The extension of Tram 9 cost 412 million crowns, said the mayor, Karel Dvorak.",
            Difference.NAME,
            "Novak",
        ),
    ],
)
def test_what_says_otherwise_is_found(statement: str, difference: Difference, quote: str) -> None:
    """One sentence, with what it gives in place of what is stated."""
    [(span, found)] = objections_to(statement, passage())
    assert found is difference
    assert quote in TRAM[slice(*span)]


@pytest.mark.parametrize(
    "statement",
    [
        "The extension of Tram 9 cost 412 million crowns.",
        "The extension of Tram 9 cost over 400 million crowns.",
        "The extension of Tram 4 to the harbour cost 90 million euros.",
        "The hospital of Velden has 640 beds.",
        "The mayor of Brno opened a tram on 20 May 2024.",
        "Karel Dvorak said nothing.",
        "Fares rose by 12 percent in Brno last autumn.",
        "The tram is red.",
    ],
)
def test_what_may_be_of_another_thing_is_no_objection(statement: str) -> None:
    """Agreeing figures, other places and other subjects contradict nothing."""
    assert list(objections_to(statement, passage())) == []


def test_a_figure_of_another_thing_bears_nothing_out() -> None:
    """The number stands there, but it counts something else."""
    quote = "On the day after the strikes, missiles hit a camp and killed 12 people."
    assert miscounts("The strikes hit 12 aircraft.", quote)
    assert not miscounts("Missiles killed 12 people.", quote)
    assert not miscounts("Missiles killed twelve.", quote)


def test_a_denial_is_of_what_stands_behind_it() -> None:
    """Another denial in the same sentence is none of it."""
    quote = "Russia officially annexed the regions but did not define their borders."
    assert denies_otherwise("Moscow never annexed the regions officially.", quote)
    assert not denies_otherwise("Russia annexed the regions.", quote)
    assert not denies_otherwise("Russia did not define the borders of the regions.", quote)
