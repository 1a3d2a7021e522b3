"""A reply is read into plain sentences, each with the offered keys it cites."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.prompts import SILENT
from index.answering.reply import Claim, claims_of, is_silent

KNOWN = frozenset({"k7f2", "m3q8"})
LETTERS = "[]【】k7f2m3q8,. \n-*#|aA1“”"
RAIN, SUN = "It rained on Monday.", "The sun shone on Tuesday."


def _claims(*pieces: str) -> list[Claim]:
    async def coming() -> AsyncIterator[str]:
        for piece in pieces:
            yield piece

    async def read() -> list[Claim]:
        return [claim async for claim in claims_of(coming(), known=KNOWN)]

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("reply", "claims"),
    [
        (f"{RAIN} [k7f2] {SUN} [m3q8]", [(RAIN, ["k7f2"]), (SUN, ["m3q8"])]),
        ("It rained on Monday [k7f2].", [(RAIN, ["k7f2"])]),
        (f"{RAIN} [k7f2][m3q8]", [(RAIN, ["k7f2", "m3q8"])]),
        (f"{RAIN} [m3q8, k7f2; m3q8]", [(RAIN, ["m3q8", "k7f2"])]),
        ("It rained [k7f2] on Monday [m3q8].", [(RAIN, ["k7f2", "m3q8"])]),
        (f"{RAIN} 【k7f2】", [(RAIN, ["k7f2"])]),
        (f"{RAIN} [a2a2] [1] [7, 8]", [(RAIN, [])]),
        (f"{RAIN} {SUN} [k7f2]", [(RAIN, []), (SUN, ["k7f2"])]),
        (f"- **{RAIN}** [k7f2]\n2. {SUN} [m3q8]", [(RAIN, ["k7f2"]), (SUN, ["m3q8"])]),
        ("“It rained [sic] on Monday.” [k7f2]", [("“It rained [sic] on Monday.”", ["k7f2"])]),
        (f"{RAIN} [k7f2]\n---\n\n{SILENT}", [(RAIN, ["k7f2"])]),
        (f"{RAIN} [k7f2] {SUN} [m3q", [(RAIN, ["k7f2"]), (SUN, [])]),
        (f"[k7f2]{RAIN} [m3q8]", [(RAIN, ["m3q8"])]),
        (f"{RAIN} [k7f2] {SUN} [", [(RAIN, ["k7f2"]), (SUN, [])]),
    ],
)
def test_sentences_have_the_keys_they_cite(reply: str, claims: list[tuple[str, list[str]]]) -> None:
    """Wherever the markers stand, and without the Markdown around them."""
    assert _claims(reply) == [Claim(text, tuple(keys)) for text, keys in claims]


def test_silence_is_heard() -> None:
    """It may have a full stop behind it."""
    assert is_silent(f"{SILENT}.")
    assert not is_silent(RAIN)
    assert _claims(f"{SILENT}.") == []


async def test_a_sentence_is_there_as_soon_as_the_next_one_begins() -> None:
    """Nobody waits for the rest of the reply; what more there is to the sentence is waited for."""
    sent: list[str] = []

    async def coming() -> AsyncIterator[str]:
        for piece in (RAIN, " [k7", "f2]", " ", "[m3q8]", " T", "he sun"):
            sent.append(piece)
            yield piece

    claims = claims_of(coming(), known=KNOWN)
    assert await anext(claims) == Claim(RAIN, ("k7f2", "m3q8"))
    assert sent[-1] == " T"
    assert await anext(claims) == Claim("The sun", ())


@given(st.lists(st.text(st.sampled_from(LETTERS), max_size=20), max_size=8))
def test_it_does_not_matter_in_which_pieces_a_reply_comes(pieces: list[str]) -> None:
    """Torn anywhere, it is read as if it had come whole."""
    assert _claims(*pieces) == _claims("".join(pieces))


@given(st.text(st.sampled_from(LETTERS), max_size=60))
def test_whatever_comes_only_offered_keys_are_cited(reply: str) -> None:
    """No marker is left in a sentence, and no key is one that was never offered."""
    for claim in _claims(reply):
        assert KNOWN.issuperset(claim.keys)
        assert not any(f"[{key}]" in claim.text for key in KNOWN)
        assert "[1]" not in claim.text
