"""Passages are found by words and by meaning, and copies are one source."""

from dataclasses import replace
from datetime import date

from index.answer import Filters
from index.article import Passage, Reference
from index.library import Library
from index.ranking import RankingSignals
from index.retrieval import Candidate, spread, without_copies
from tests.needs import needs_model

SIGNALS = RankingSignals(words=0, article=0, meaning=0, support=0, lead=0)
WIRE = "The river left its banks near Kostrino on Sunday night and flooded forty houses there."


def _candidate(article: str, text: str, score: float) -> Candidate:
    passage = Passage(Reference(id=article, path=f"{article}.md"), 0, len(text), text)
    return Candidate(passage=passage, signals=SIGNALS, score=score)


def test_a_wire_story_in_two_papers_is_one_source() -> None:
    """The better one stands, even if an editor changed a word."""
    first, other = _candidate("a", WIRE, 3.0), _candidate("c", "Another text altogether.", 1.0)
    copy = _candidate("b", WIRE.replace("forty", "40"), 2.0)
    assert without_copies([first, copy, other]) == [first, other]


def test_a_further_passage_of_an_article_makes_room_for_others() -> None:
    """Where it isn't much better than they are."""
    first, second = _candidate("a", "One thing.", 3.0), _candidate("a", "Two things.", 2.9)
    other = _candidate("b", "Something else.", 2.5)
    shown = spread([first, second, other], 3)
    assert [candidate for _, candidate in shown] == [first, other, second]
    assert [score for score, _ in shown] == sorted((s for s, _ in shown), reverse=True)


@needs_model
def test_other_words_for_the_same_find_it(archive: Library) -> None:
    """None of the question's words is in the passage."""
    best = archive.search("Which actress injured her hand on a yacht?").passages[0].passage
    assert best.article.path == "culture/horses.md"


@needs_model
def test_the_days_asked_for_come_first(archive: Library) -> None:
    """Of two articles on what the tram cost, the one of that month."""
    for month, path in (("May 2024", "tram.md"), ("September 2024", "audit.md")):
        found = archive.search(f"What did Tram 9 to the hospital cost in {month}?")
        assert found.passages[0].passage.article.path == path
        assert found.notices == (f"Looking at {month}.",)


@needs_model
def test_nothing_from_after_the_day_of_asking_is_found(archive: Library) -> None:
    """It can't have been known."""
    filters = Filters(as_of=date(2024, 6, 1))
    found = archive.search("What did Tram 9 cost?", filters=filters, limit=100)
    assert "audit.md" not in {passage.passage.article.path for passage in found.passages}


@needs_model
def test_a_filter_that_leaves_nothing_is_dropped_and_said(archive: Library) -> None:
    """The asker gets passages, and knows that they aren't what was asked for."""
    filters = replace(Filters(), publisher="Nobody's Paper")
    found = archive.search("What did Tram 9 cost?", filters=filters)
    assert found.passages
    assert found.notices == ("Nothing by Nobody's Paper matches: looking at every publisher.",)
