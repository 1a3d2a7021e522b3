"""The words that come closest to a claim are the shortest run of sentences that says it."""

from pathlib import Path

import pytest

from index.answering.backing import Backing, best_backing, strength
from index.embedding import Embedder, load_embedder
from index.text.sentences import Span

TEXT = (
    "Ferries stopped at noon. The bridge reopened on Monday. It cost 412 million crowns. "
    "“We waited far too long,” said the mayor. Nobody was hurt. Anglers met below it."
)


@pytest.fixture(scope="module")
def embedder(models: Path) -> Embedder:
    """The embedding model that is there without a setting."""
    return load_embedder("minilm", cache_dir=models, environment={})


def _backing(claim: str, embedder: Embedder, *, text: str = TEXT, byline: str = "") -> Backing:
    backing = best_backing(claim, text, embedder=embedder, byline=byline)
    assert backing
    return backing


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
def test_the_shortest_run_that_says_it_is_found(embedder: Embedder, claim: str, words: str) -> None:
    """A second sentence is taken where it brings something, and for nothing else."""
    assert TEXT[slice(*_backing(claim, embedder).span)] == words


def test_figures_and_quotations_count_more_than_words(embedder: Embedder) -> None:
    """A sentence with the claim's own figure beats one that shares all its other words."""
    between = "Anglers met. Barges passed. Children played. Dogs barked. Herons stood. "
    text = f"The old bridge over the harbour cost a lot of crowns. {between}412 million crowns."
    claim = "The old bridge over the harbour cost 412 million crowns."
    assert "412 million" in text[slice(*_backing(claim, embedder, text=text).span)]
    text = f"The mayor of the harbour town said a lot. {between}It took “an age”."
    claim = "The mayor of the harbour town said “an age”."
    assert "“an age”" in text[slice(*_backing(claim, embedder, text=text).span)]


def test_of_equal_places_the_first_is_taken(embedder: Embedder) -> None:
    """A reader who looks it up finds that one."""
    text = "It rained. " * 6
    assert _backing("It rained.", embedder, text=text).span == (0, 10)


def test_a_run_is_at_most_four_sentences_long(embedder: Embedder) -> None:
    """A quote stays one that a reader looks over."""
    names = ["Alder", "Birch", "Cedar", "Ebony", "Hazel"]
    text = " ".join(f"{name} came." for name in names)
    backing = _backing(f"There came {', '.join(names)}.", embedder, text=text)
    assert text[slice(*backing.span)].count("came") == 4
    backing = _backing("Alder, Birch, Cedar, Ebony came.", embedder, text=text)
    assert text[slice(*backing.span)] == " ".join(f"{name} came." for name in names[:4])


def test_the_share_of_its_words_is_told(embedder: Embedder) -> None:
    """Less a little for a second sentence; a claim of no words of its own shares none."""
    whole = _backing("The bridge reopened on Monday.", embedder)
    assert whole.words == 1
    assert whole.meaning == pytest.approx(1, abs=0.01)
    assert _backing("The bridge burned on Monday.", embedder).words == pytest.approx(2 / 3)
    both = _backing("The bridge that cost 412 million crowns reopened on Monday.", embedder)
    assert both.words == pytest.approx(0.95)
    assert _backing("It is.", embedder).words <= 0


def test_a_claim_may_say_what_the_byline_does(embedder: Embedder) -> None:
    """Who published this need not stand in the text."""
    claim = "The Gazette wrote that the bridge reopened on Monday."
    assert _backing(claim, embedder, byline="The Gazette").words == pytest.approx(3 / 4)
    assert _backing(claim, embedder).words == pytest.approx(3 / 5)


def test_meaning_decides_between_runs_of_the_same_words(embedder: Embedder) -> None:
    """Who bit whom is the same words; the run that means the claim is taken."""
    text = "The man bit the dog. The dog bit the man."
    backing = _backing("The dog bit the man.", embedder, text=text)
    assert text[slice(*backing.span)] == "The dog bit the man."


def test_a_text_without_sentences_backs_nothing(embedder: Embedder) -> None:
    """There is nothing to quote."""
    assert best_backing("It rained.", " \n ", embedder=embedder) is None


def test_strength_weighs_words_above_meaning() -> None:
    """The same words said otherwise are worth more than others that mean about it."""
    assert strength(1, 0) == 0.6
    assert strength(0, 1) == 0.4
    assert Backing(span=Span(0, 1), words=0.5, meaning=0.5).strength == pytest.approx(0.5)
