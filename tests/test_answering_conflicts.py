"""Figures that disagree are shown side by side; what merely looks alike isn't."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.answer import Citation, Conflict
from index.answering.conflicts import find_conflicts
from index.article import Reference
from index.dates.partial_date import PartialDate
from tests.texts import texts

CONFLICTS = [
    (
        "The fire destroyed 40 houses in the village of Orlec.",
        "In the village of Orlec, 65 houses were destroyed by the fire.",
    ),
    (
        "The extension of Tram 9 to the hospital cost 412 million crowns, said the mayor.",
        "The extension of Tram 9 to the hospital cost 463 million crowns, auditors found.",
    ),
    (
        "More than 100,000 Russian soldiers have been killed or wounded in almost nine months.",
        "The number of Russian soldiers killed or wounded is put at 600,000 and climbing.",
    ),
    (
        "The flood of the Lusha killed 118 people and injured 300.",
        "The flood of the Lusha killed 140 people and injured 310.",
    ),
    (
        "Turnout in the Velden referendum was 54%, the election office said.",
        "Turnout in the Velden referendum was 61 percent, observers said.",
    ),
    (
        "The new bridge of Skarvik is 340 metres long.",
        "The new bridge of Skarvik has a length of 410 metres.",
    ),
    (
        "The siege of Tarnov lasted 80 days.",
        "The siege of Tarnov lasted 86 days, historians say.",
    ),
    (
        "Between 90 and 100 ships are waiting in the port of Lenz.",
        "Some 140 ships are waiting in the port of Lenz.",
    ),
    (
        "The stadium holds twenty-two thousand spectators and opened in May.",
        "The stadium holds 25,000 spectators.",
    ),
    (
        "The company Ardent paid $2.1 billion for the airline Norwing.",
        "Ardent paid 2.6 billion dollars for the airline Norwing.",
    ),
    (
        "A dozen sailors were rescued from the trawler Meridian.",
        "Nine sailors were rescued from the trawler Meridian.",
    ),
    (
        "Milley put Russian casualties at more than 100,000 soldiers killed or wounded.",
        "Russia's dead and wounded are put at 600,000, and the number is rising.",
    ),
    (
        "Up to 12,000 North Korean soldiers fight in the Kursk region.",
        "About 15,000 North Korean soldiers fight in the Kursk region.",
    ),
]

NO_CONFLICTS = {
    "equal": (
        "The fire destroyed 40 houses in Orlec.",
        "The fire destroyed forty houses in Orlec.",
    ),
    "written differently": (
        "Ardent paid $2.1 billion for the airline Norwing.",
        "Ardent paid 2,100 million dollars for the airline Norwing.",
    ),
    "rounded": (
        "Some 2,600 people rode the tram to the hospital.",
        "In all, 2,584 people rode the tram to the hospital.",
    ),
    "more than": (
        "More than 100,000 people fled the city of Tarnov.",
        "Officials say 112,000 people fled the city of Tarnov.",
    ),
    "a range around it": (
        "Between 90 and 100 ships wait in the port of Lenz.",
        "Now 95 ships wait in the port of Lenz.",
    ),
    "a rounded share": (
        "Turnout in the Velden referendum was 54%.",
        "Turnout in the Velden referendum was 54.3 percent.",
    ),
    "different things": (
        "The fire destroyed 40 houses in Orlec.",
        "The fire destroyed 12 cars in Orlec.",
    ),
    "different fates": (
        "The flood in Kostrino killed 118 people.",
        "The flood in Kostrino injured 300 people.",
    ),
    "killed, and killed or wounded": (
        "The army of Tarnov counts 20,000 soldiers killed.",
        "The army of Tarnov counts 60,000 soldiers killed or wounded.",
    ),
    "children among others": (
        "The flood in the valley of Kostrino left 118 people dead.",
        "The flood in the valley of Kostrino left 12 children dead.",
    ),
    "names that look alike": (
        "Nurses in Austria earn 3,100 euros on entering a hospital.",
        "Nurses in Australia earn 4,500 euros on entering a hospital.",
    ),
    "or more": (
        "A third of the pumps in Velden charge 4.75 euros or more for petrol.",
        "A third of the pumps in Velden charge 5 euros for petrol.",
    ),
    "dates of a series": (
        "The recalls of the week (Feb. 3-10) concern 817,143 cars of the maker Ardent.",
        "The recalls of the week (Feb. 10-17) concern 578,607 cars of the maker Ardent.",
    ),
    "crossed over": (
        "The flood in Kostrino killed 118 people and injured 300.",
        "The flood in Kostrino injured 300 people and killed 118.",
    ),
    "different sides": (
        "Russia has lost 100,000 soldiers in the war with Ukraine.",
        "Ukraine has lost 80,000 soldiers in the war with Russia.",
    ),
    "different places": (
        "The storm left 3,000 homes in Velden without power.",
        "The storm left 9,000 homes in Tarnov without power.",
    ),
    "different companies": (
        "Ardent said its profit was $3 billion for the quarter.",
        "Norwing said its profit was $5 billion for the quarter.",
    ),
    "profit and revenue": (
        "Ardent reported a profit of $3 billion for the quarter.",
        "Ardent reported revenue of $9 billion for the quarter.",
    ),
    "currencies": (
        "Ardent paid $2.1 billion for the airline Norwing.",
        "Ardent paid €1.9 billion for the airline Norwing.",
    ),
    "units": (
        "The new tunnel of Skarvik is 3.4 kilometres long.",
        "The new tunnel of Skarvik is 2.1 miles long.",
    ),
    "years": (
        "In 2019 the museum of Lenz had 91,000 visitors.",
        "In 2023 the museum of Lenz had 120,000 visitors.",
    ),
    "last year": (
        "The museum of Lenz had 91,000 visitors last year.",
        "The museum of Lenz had 40,000 visitors.",
    ),
    "days": (
        "On Monday, the artillery of Tarnov fired 300 shells at the port.",
        "On Friday, the artillery of Tarnov fired 900 shells at the port.",
    ),
    "dates": (
        "The new bridge of Skarvik opened on 14 May.",
        "The new bridge of Skarvik opened on 21 May.",
    ),
    "years of an event": (
        "The new bridge of Skarvik opened in 1987.",
        "The new bridge of Skarvik opened in 1989.",
    ),
    "ages": (
        "Božena Černá, 45, works as a nurse in the hospital of Želivov.",
        "The 61-year-old Božena Černá works as a nurse in the hospital of Želivov.",
    ),
    "names with numbers": (
        "Tram 9 takes passengers to the hospital of Želivov.",
        "Tram 14 takes passengers to the hospital of Želivov.",
    ),
    "plans": (
        "The extension of the tram was budgeted at 300 million crowns by the council.",
        "The extension of the tram cost the council 463 million crowns.",
    ),
    "denied": (
        "The fire destroyed 40 houses in the village of Orlec.",
        "The mayor denied that the fire destroyed 90 houses in the village of Orlec.",
    ),
    "negated": (
        "The extension of the tram did not cost 300 million crowns.",
        "The extension of the tram cost 463 million crowns.",
    ),
    "a part": (
        "The flood in Kostrino displaced 4,000 people, including 700 children.",
        "The flood in Kostrino displaced 4,000 people, 900 of them children.",
    ),
    "more of it": (
        "The army sent 3,000 soldiers to the border with Velden.",
        "The army sent another 1,000 soldiers to the border with Velden.",
    ),
    "a change": (
        "Prices in Velden rose by 5 percent.",
        "Prices in Velden rose to 12 percent above the average.",
    ),
    "a rate": (
        "The plant in Lenz produces 400 tonnes of steel a day.",
        "The plant in Lenz produces 146,000 tonnes of steel.",
    ),
    "one attack and another": (
        "A missile strike killed four people in the port of Lenz.",
        "A missile strike killed seven people in the port of Lenz.",
    ),
    "scores": (
        "Velden beat Tarnov 3-2 in the final of the cup.",
        "Velden beat Tarnov 4-1 in the final of the cup.",
    ),
    "parts of a day": (
        "The session of parliament in Velden began at 10:30.",
        "The session of parliament in Velden began at 9 p.m.",
    ),
    "nothing in common": (
        "Nine sailors were rescued from the trawler Meridian.",
        "The theatre has 640 seats.",
    ),
    "no figures": ("The fire destroyed houses in Orlec.", "The fire destroyed cars in Orlec."),
}


def _citation(
    number: int, quote: str, published: str | None = None, publisher: str | None = None
) -> Citation:
    article = Reference(
        id=str(number),
        path=f"{number}.md",
        publisher=publisher,
        published=PartialDate.parse(published) if published else None,
    )
    return Citation(number=number, quote=quote, start=0, end=len(quote), article=article)


def _conflicts(
    one: str, other: str, *, dates: tuple[str | None, str] = ("2024-05-02", "2024-05-09")
) -> tuple[Conflict, ...]:
    publishers = ("The Gazette", "The Courier")
    return find_conflicts(
        _citation(number, quote, date, publisher)
        for number, (quote, date, publisher) in enumerate(
            zip((one, other), dates, publishers, strict=True), start=1
        )
    )


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_different_figures_for_the_same_thing_are_a_conflict(one: str, other: str) -> None:
    """Whichever is cited first, the older one is shown first."""
    [conflict, *_] = _conflicts(one, other)
    assert conflict.citations == (1, 2)
    [turned, *_] = _conflicts(other, one, dates=("2024-05-09", "2024-05-02"))
    assert turned.citations == (2, 1)


@pytest.mark.parametrize(("one", "other"), NO_CONFLICTS.values(), ids=NO_CONFLICTS)
def test_what_may_both_be_true_is_no_conflict(one: str, other: str) -> None:
    """Neither the other way round."""
    assert _conflicts(one, other) == ()
    assert _conflicts(other, one) == ()


def test_a_conflict_names_each_source_with_its_date() -> None:
    """What the figures are of is said in the articles' own words, once."""
    [conflict] = _conflicts(*CONFLICTS[0])
    assert conflict.told == (
        "Sources disagree: Fire destroyed … houses in the village of Orlec: "
        "40 (The Gazette, 2 May 2024); 65 (The Courier, 9 May 2024)"
    )


def test_figures_published_far_apart_may_have_changed() -> None:
    """They are told as of their time, and not as a disagreement."""
    [conflict] = _conflicts(*CONFLICTS[2], dates=("2022-11", "2024-11-18"))
    assert conflict.over_time
    assert conflict.told == (
        "Over time: Russian soldiers killed or wounded: more than 100,000 (The Gazette, "
        "November 2022), later 600,000 and climbing (The Courier, 18 November 2024)"
    )


@pytest.mark.parametrize("older", ["2024-05", "2024-04-28", None])
def test_figures_that_may_be_of_one_time_are_no_change(older: str | None) -> None:
    """A vague date passes where one of its days is near, and an unknown one is near everything."""
    [conflict] = _conflicts(*CONFLICTS[1], dates=(older, "2024-05-12"))
    assert not conflict.over_time


def test_a_publisher_follows_its_own_figures_up() -> None:
    """It corrects them rather than disagreeing with itself."""
    one, other = CONFLICTS[0]
    [conflict] = find_conflicts(
        [
            _citation(1, one, "2024-05-02", "The Gazette"),
            _citation(2, other, "2024-05-04", "The Gazette"),
        ]
    )
    assert conflict.over_time


def test_an_attack_told_of_much_later_is_another_one() -> None:
    """Of one day, the same words tell of the same attack."""
    reports = NO_CONFLICTS["one attack and another"]
    assert _conflicts(*reports, dates=("2024-05-02", "2024-05-02"))
    assert not _conflicts(*reports, dates=("2024-05-02", "2024-08-02"))


def test_an_article_does_not_disagree_with_itself() -> None:
    """Two figures of one article are its own affair."""
    one, other = (_citation(number, quote) for number, quote in enumerate(CONFLICTS[0], start=1))
    same = Citation(number=2, quote=other.quote, start=0, end=9, article=one.article)
    assert find_conflicts([one, same]) == ()


def test_several_sources_stand_in_one_conflict() -> None:
    """The third is shown with the others, whomever it agrees with; the undated stands last."""
    first, second = CONFLICTS[4]
    cited = [
        _citation(1, second),
        _citation(2, second, "2024-05-09"),
        _citation(3, first, "2024-05-02"),
    ]
    [conflict] = find_conflicts(cited)
    assert conflict.citations == (3, 2, 1)
    assert conflict.statement.endswith("61 percent (1.md, undated)")


@given(st.lists(texts(), max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_quotes_can_be_compared(quotes: list[str]) -> None:
    """Whatever is cited, a conflict is between several citations."""
    cited = [_citation(number, quote) for number, quote in enumerate(quotes, start=1)]
    assert all(len(set(conflict.citations)) > 1 for conflict in find_conflicts(cited))
