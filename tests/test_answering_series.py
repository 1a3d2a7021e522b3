"""Figures of several articles for one thing become values at dates; others don't."""

from index.answer import Citation
from index.answering.series import longest_series
from index.article import Reference
from index.dates.partial_date import PartialDate

Statement = tuple[PartialDate, Citation]


def said(text: str, *, number: int, month: int) -> Statement:
    """Return what an article of that month of 2024 says."""
    when = PartialDate(2024, month)
    article = Reference(id=str(number), path=f"{number}.md", published=when)
    return when, Citation(number=number, quote=text, start=0, end=len(text), article=article)


def test_what_is_counted_is_named() -> None:
    """By the noun alone: the words behind it tell more than all figures do."""
    series = longest_series(
        [
            said("The army of Velden lost 900 young soldiers killed or hurt.", number=1, month=3),
            said("The army of Velden lost 700 soldiers killed or hurt.", number=2, month=1),
        ]
    )
    assert series
    assert series.unit == "soldiers"
    assert [(point.value, point.citation) for point in series.points] == [(700, 2), (900, 1)]


def test_the_thing_with_most_figures_is_chosen() -> None:
    """Of several that are measured, one is shown."""
    milk = "A litre of milk costs {} crowns in Velden."
    series = longest_series(
        [
            said("A loaf of rye bread costs 3 crowns in Brno.", number=1, month=1),
            said("A loaf of rye bread costs 4 crowns in Brno.", number=2, month=2),
            *(said(milk.format(n), number=n, month=n) for n in (3, 4, 5)),
        ]
    )
    assert series
    assert [point.citation for point in series.points] == [3, 4, 5]


def test_one_date_makes_no_series() -> None:
    """Nor do figures of different things, or one that no news would count to."""
    text = "A litre of milk costs {} crowns in Velden."
    here = [said(text.format(n), number=n, month=1) for n in (3, 4)]
    assert longest_series(here) is None
    others = ["The theatre has 640 seats.", "The library has 9,000 books."]
    assert longest_series(said(t, number=n, month=n) for n, t in enumerate(others, 1)) is None
    beyond = [said(text.format(f"{n}{'0' * 18}"), number=n, month=n) for n in (3, 4)]
    assert longest_series(beyond) is None
