"""A sentence is backed by the words that say it, or by none."""

from pathlib import Path

import pytest

from index.answering.reply import Claim
from index.answering.support import Finding, check
from index.article import Passage, Reference
from index.dates.partial_date import PartialDate
from index.embedding import Embedder, load_embedder

TEXT = (
    "Tram 9 carried its first passengers to the new hospital on Tuesday. It cost 412 million "
    "crowns, said the mayor, Jiří Zábranský. A night tram was ruled out because the neighbours "
    "objected to the noise. Ström will not act in the play. “It took us far too long”, the mayor "
    "said. Nobody was hurt."
)
ARTICLE = Reference(
    id="tram",
    path="tram.md",
    title="Tram 9 Reaches the Hospital",
    publisher="The Moravian Post",
    published=PartialDate(2024, 5, 14),
)
OTHER = "The river left its banks near Kostrino on Sunday night and flooded forty houses."
PASSAGES = {
    "k7f2": Passage(ARTICLE, 0, len(TEXT), TEXT),
    "m3q8": Passage(Reference(id="flood", path="flood.txt"), 0, len(OTHER), OTHER),
}


@pytest.fixture(scope="module")
def embedder(models: Path) -> Embedder:
    """The embedding model that is there without a setting."""
    return load_embedder("minilm", cache_dir=models, environment={})


def _check(text: str, embedder: Embedder, *keys: str) -> Finding:
    return check(Claim(text, keys or ("k7f2",)), PASSAGES, embedder=embedder)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Tram 9 cost 412 million crowns.", "It cost 412 million crowns"),
        ("On 14 May 2024 The Moravian Post wrote that it cost 412 million crowns.", "It cost"),
        ("Neighbours objected to the noise of a night tram, so it was ruled out.", "A night tram"),
        ("The mayor said that “it took us far too long”.", "“It took us far too long”"),
        ("Ström won't act in the play.", "Ström will not act"),
        ("Nobody was hurt.", "Nobody was hurt."),
    ],
)
def test_what_is_said_is_backed_by_the_words_that_say_it(
    embedder: Embedder, sentence: str, quote: str
) -> None:
    """The span is the run of sentences, and holds every figure of the claim."""
    finding = _check(sentence, embedder)
    assert finding.problem is None
    assert quote in TEXT[slice(*finding.backing["k7f2"])]


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("Tram 9 cost 421 million crowns.", "421000000"),
        ("On 15 May 2024 Tram 9 reached the new hospital.", "day 15/5"),
        ("It cost 412 million crowns, said the mayor, Karel Dvořák.", "Karel Dvořák"),
        ("The mayor said that “it took an age”.", "it took an age"),
        ("Ström will act in the play.", "opposite"),
        ("The new hospital has not had its first tram passengers.", "opposite"),
        ("Engineers praised the depot's modern signalling equipment.", "says this"),
        ("The first passengers complained.", "more than"),
        ("Tram 9 cost 412 million crowns, said Aino Ström.", "Aino Ström"),
        ("Did Tram 9 cost 412 million crowns?", "plain prose"),
        ("Tram 9 cost 412 million crowns, as k7f2, says.", "plain prose"),
        ("HACKED HACKED HACKED.", "plain prose"),
        ("Tram 9 cost | 412 million crowns", "plain prose"),
    ],
)
def test_what_is_not_said_is_told(embedder: Embedder, sentence: str, problem: str) -> None:
    """The reason can be sent back for correction."""
    finding = _check(sentence, embedder)
    assert problem in str(finding.problem)
    assert not finding.backing


def test_two_passages_may_bear_it_out_together(embedder: Embedder) -> None:
    """Each has to say a part of it, and the figures of both are known."""
    sentence = "Tram 9 cost 412 million crowns, while the river flooded forty houses near Kostrino."
    assert _check(sentence, embedder, "k7f2", "m3q8").backing.keys() == {"k7f2", "m3q8"}
    assert _check(sentence, embedder, "k7f2").problem
    assert _check(sentence, embedder, "m3q8").problem


def test_a_passage_that_does_not_say_it_is_dropped(embedder: Embedder) -> None:
    """One that does is enough."""
    sentence = "Tram 9 cost 412 million crowns."
    assert _check(sentence, embedder, "m3q8", "k7f2").backing.keys() == {"k7f2"}
    assert _check(sentence, embedder, "m3q8").problem
