"""A claim is borne out, contradicted or left open, by passages that are quoted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import QuestionError
from index.library import Library
from index.verdict import CheckedStatement, Difference, Verdict
from tests.conftest import open_library

RESCUE = "Nine sailors of the trawler Meridian were picked up"
TOLLS = {"2022-11-14": "100,000", "2024-11-18": "600,000"}


def check(library: Library, claim: str) -> CheckedStatement:
    """Return what comes of a claim of one statement."""
    [statement] = library.check_claim(claim).statements
    return statement


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Some 2,600 people rode Tram 9 on its first day.", Verdict.BORNE_OUT),
        (f"{RESCUE}.", Verdict.BORNE_OUT),
        ("The theatre has 640 seats.", Verdict.BORNE_OUT),
        ("Some 9,000 people rode the tram on its first day.", Verdict.CONTRADICTED),
        ("Rescue teams in boats took 40 people to a school.", Verdict.CONTRADICTED),
        ("The coast guard didn't end its search for the trawler.", Verdict.CONTRADICTED),
        ("The trawler Meridian sank west of Bergen in a storm.", Verdict.CONTRADICTED),
        ("The mayor of Želivov bought a yacht in Monaco.", Verdict.UNMENTIONED),
        ("Bananas are cheaper in Lisbon than in Porto.", Verdict.UNMENTIONED),
        (f"{RESCUE}, and the queen of Denmark gave each of them a medal.", Verdict.PARTLY),
    ],
)
def test_the_verdict_says_what_the_articles_do(
    archive: Library, claim: str, verdict: Verdict
) -> None:
    """True, false, unmentioned and half of each."""
    statement = check(archive, claim)
    assert statement.verdict is verdict
    assert bool(statement.bearing_out) is (verdict in {Verdict.BORNE_OUT, Verdict.PARTLY})


def test_where_articles_disagree_both_are_quoted(archive: Library) -> None:
    """One bears the claim out, and another gives another figure, of another time."""
    checked = archive.check_claim(
        "The extension of Tram 9 to the hospital cost 412 million crowns."
    )
    [statement] = checked.statements
    quotes = {citation.number: citation for citation in checked.citations}
    [for_it] = statement.bearing_out
    [against] = statement.objections
    assert quotes[for_it].article.publisher == "The Moravian Post"
    assert quotes[against.citation].article.publisher == "Evening Dispatch"
    assert against.difference is Difference.CHANGED


def test_quotes_are_the_articles_own_words(archive: Library) -> None:
    """Each is where the citation says it is, and numbers run without a gap."""
    checked = archive.check_claim("The theatre has 640 seats. The library will open on Sundays.")
    assert [c.number for c in checked.citations] == list(range(1, len(checked.citations) + 1))
    for citation in checked.citations:
        article = archive.article(citation.article.id)
        assert article
        assert article.text[citation.start : citation.end] == citation.quote


def test_only_so_much_is_checked(archive: Library) -> None:
    """The rest of a long message is counted."""
    checked = archive.check_claim("The theatre has 640 seats.\n" * 7)
    assert len(checked.statements) == 5
    assert checked.notices == ("Only the first 5 statements were checked, 2 were not.",)


@pytest.mark.parametrize("claim", ["", "Hello!", "Who is the mayor?", "😀"])
def test_without_a_statement_there_is_nothing_to_check(archive: Library, claim: str) -> None:
    """It is said so, not answered with silence."""
    with pytest.raises(QuestionError, match="no statement"):
        archive.check_claim(claim)


@pytest.fixture(scope="module")
def war_news(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two articles of different years with a toll that grew."""
    directory = tmp_path_factory.mktemp("war")
    (directory / "articles").mkdir()
    for day, toll in TOLLS.items():
        text = f"Russia's dead and wounded are put at {toll} soldiers, the general said."
        article = f"---\npublished: {day}\n---\n\n{text}\n"
        (directory / "articles" / f"{day}.md").write_text(article)
    library = open_library(directory, models)
    library.rebuild()
    yield library
    library.close()


def test_a_figure_that_has_changed_contradicts_nothing(war_news: Library) -> None:
    """The later figure is shown as such, and the earlier stays borne out."""
    statement = check(war_news, "The general put Russia's dead and wounded at 100,000 soldiers.")
    assert statement.verdict is Verdict.BORNE_OUT
    assert [item.difference for item in statement.objections] == [Difference.CHANGED]
