"""The words that come closest to a claim are the shortest run of sentences that says it."""

import pytest

from index.answering.backing import Backing, best_backing, strength
from index.library import Library
from index.text.sentences import Span
from tests.needs import needs_model

TEXT = (
    "Ferries stopped at noon. The bridge reopened on Monday. It cost 412 million crowns. "
    "“We waited far too long,” said the mayor. Nobody was hurt. Anglers met below it."
)


def _backing(claim: str, archive: Library, *, text: str = TEXT, byline: str = "") -> Backing:
    backing = best_backing(claim, text, embedder=archive.embedder, byline=byline)
    assert backing
    return backing


@needs_model
@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("The bridge reopened on Monday.", "The bridge reopened on Monday."),
        (
            "The bridge that cost 412 million crowns reopened on Monday.",
            "The bridge reopened on Monday. It cost 412 million crowns.",
        ),
        ("The repairs came to 412 million crowns.", "It cost 412 million crowns."),
        ("“We waited far too long,” it was said.", "“We waited far too long,” said the mayor."),
        ("Anglers met below the bridge.", "Anglers met below it."),
    ],
)
def test_the_shortest_run_that_says_it_is_found(archive: Library, claim: str, words: str) -> None:
    """A second sentence is taken where it brings something, and for nothing else."""
    assert TEXT[slice(*_backing(claim, archive).span)] == words


@needs_model
def test_figures_and_quotations_count_more_than_words(archive: Library) -> None:
    """A sentence with the claim's own figure beats one that shares all its other words."""
    between = "Anglers met. Barges passed. Children played. Dogs barked. Herons stood. "
    text = f"The old bridge over the harbour cost a lot of crowns. {between}412 million crowns."
    claim = "The old bridge over the harbour cost 412 million crowns."
    assert "412 million" in text[slice(*_backing(claim, archive, text=text).span)]
    text = f"The mayor of the harbour town said a lot. {between}It took “an age”."
    claim = "The mayor of the harbour town said “an age”."
    assert "“an age”" in text[slice(*_backing(claim, archive, text=text).span)]


@needs_model
def test_of_equal_places_the_first_is_taken(archive: Library) -> None:
    """A reader who looks it up finds that one."""
    text = "It rained. " * 6
    assert _backing("It rained.", archive, text=text).span == (0, 10)


@needs_model
def test_a_run_is_at_most_four_sentences_long(archive: Library) -> None:
    """A quote stays one that a reader looks over."""
    names = ["Alder", "Birch", "Cedar", "Ebony", "Hazel"]
    text = " ".join(f"{name} came." for name in names)
    backing = _backing(f"There came {', '.join(names)}.", archive, text=text)
    assert text[slice(*backing.span)].count("came") == 4
    backing = _backing("Alder, Birch, Cedar, Ebony came.", archive, text=text)
    assert text[slice(*backing.span)] == " ".join(f"{name} came." for name in names[:4])


@needs_model
def test_the_share_of_its_words_is_told(archive: Library) -> None:
    """Less a little for a second sentence; a claim of no words of its own shares none."""
    whole = _backing("The bridge reopened on Monday.", archive)
    assert whole.words == 1
    assert whole.meaning == pytest.approx(1, abs=0.01)
    assert _backing("The bridge burned on Monday.", archive).words == pytest.approx(2 / 3)
    both = _backing("The bridge that cost 412 million crowns reopened on Monday.", archive)
    assert both.words == pytest.approx(0.95)
    assert _backing("It is.", archive).words <= 0


@needs_model
def test_a_claim_may_say_what_the_byline_does(archive: Library) -> None:
    """Who published this need not stand in the text."""
    claim = "The Gazette wrote that the bridge reopened on Monday."
    assert _backing(claim, archive, byline="The Gazette").words == pytest.approx(3 / 4)
    assert _backing(claim, archive).words == pytest.approx(3 / 5)


@needs_model
def test_meaning_decides_between_runs_of_the_same_words(archive: Library) -> None:
    """Who bit whom is the same words; the run that means the claim is taken."""
    text = "The man bit the dog. The dog bit the man."
    backing = _backing("The dog bit the man.", archive, text=text)
    assert text[slice(*backing.span)] == "The dog bit the man."


@needs_model
def test_a_text_without_sentences_backs_nothing(archive: Library) -> None:
    """There is nothing to quote."""
    assert best_backing("It rained.", " \n ", embedder=archive.embedder) is None


def test_strength_weighs_words_above_meaning() -> None:
    """The same words said otherwise are worth more than others that mean about it."""
    assert strength(1, 0) == 0.6
    assert strength(0, 1) == 0.4
    assert Backing(span=Span(0, 1), words=0.5, meaning=0.5).strength == pytest.approx(0.5)
