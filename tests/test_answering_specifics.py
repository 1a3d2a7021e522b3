"""Figures, dates, names and quoted words are recognised in whatever spelling."""

import pytest

from index.answering.specifics import figures, is_known, quotations, unknown_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12,000 soldiers", "twelve thousand soldiers"),
        ("$5.5bn", "5.5 billion dollars"),
        ("20%", "twenty per cent"),
        ("twenty-one ships", "21 ships"),
        ("on 14 May 2024", "on May 14th, 2024"),
        ("in Sept. 2019", "in September 2019"),
        ("1,500,000", "1.5 million"),
        ("€18", "18 euros"),
        ("a dozen ships", "12 ships"),
        ("an 8-minute wait", "a wait of eight minutes"),
        ("５１２ people", "512 people"),
        ("twice as many", "double the number"),
    ],
)
def test_two_spellings_are_one_figure(one: str, other: str) -> None:
    """A source may write it differently."""
    assert figures(one) == figures(other) != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12,000", "12"),
        ("5 million", "5 billion"),
        ("5 million euros", "5 million dollars"),
        ("20%", "20"),
        ("14 May", "15 May"),
        ("14 May", "14 June"),
        ("2023", "2024"),
        ("3.4 km", "34 km"),
        ("3.4 km", "3.4 miles"),
        ("eight minutes", "eight hours"),
        ("half of it", "a third of it"),
        ("412 million", "4l2 million"),
        ("F-16 jets", "F16 jets"),
    ],
)
def test_different_figures_differ(one: str, other: str) -> None:
    """What is one digit, scale, currency or month off is another figure."""
    assert figures(one) != figures(other)


@pytest.mark.parametrize("text", ["No one came.", "One of them left.", "It may rain.", ""])
def test_some_words_are_no_figures(text: str) -> None:
    """They only look like it."""
    assert figures(text) == frozenset()


def test_a_unit_may_stand_with_another_figure() -> None:
    """In "3.4 to 5 kilometres" both are kilometres, in "3.4 miles, 5 kilometres" they aren't."""
    assert is_known("3.4 km", figures("3.4 to 5 kilometres"))
    assert not is_known("3.4 km", figures("3.4 miles, 5 kilometres"))
    assert not is_known("3.4 km", figures("3.4 to 5 miles"))


def test_quoted_words_are_found() -> None:
    """In any quotation marks, cut where words were left out, closed or not."""
    text = (
        "He said “We waited … for this,” and \"no way\", „nein“, 「いいえ」, ``non'', ‹ne›, “never"
    )
    assert quotations(text) == [
        "we waited", "for this", "no way", "nein", "いいえ", "non", "ne", "never"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "unknown"),
    [
        ("The mayor, Jiří Zábranský, spoke in Želivov.", []),
        ("The mayor, Karel Dvořák, spoke in Želivov.", ["Karel Dvořák"]),
        ("Zábranský met Ukrainian engineers on Monday, 14 May.", []),
        ("Dvořák spoke in Želivov.", ["Dvořák"]),
        ("However, they left for Paris.", ["Paris"]),
        ("Since May the U.S. has paid.", []),
        ("The mayor met Čapek.", ["Čapek"]),
        ("They left, said karel.", ["karel"]),
        ("They met dvořák there.", ["dvořák"]),
    ],
)
def test_names_have_to_be_known(sentence: str, unknown: list[str]) -> None:
    """In any form; the word that opens a sentence may be none."""
    source = "On Monday Jiří Zábranský, the mayor of Želivov, met engineers from Ukraine."
    assert unknown_names(sentence, source) == unknown
