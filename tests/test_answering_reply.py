"""A reply is read into plain sentences, each with the offered keys it cites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.prompts import SILENT
from index.answering.reply import Claim, is_silent, read_reply

KNOWN = frozenset({"k7f2", "m3q8"})
RAIN, SUN = "It rained on Monday.", "The sun shone on Tuesday."


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
    ],
)
def test_sentences_have_the_keys_they_cite(reply: str, claims: list[tuple[str, list[str]]]) -> None:
    """Wherever the markers stand, and without the Markdown around them."""
    assert read_reply(reply, known=KNOWN) == [Claim(text, tuple(keys)) for text, keys in claims]


def test_silence_is_heard() -> None:
    """It may have a full stop behind it."""
    assert is_silent(f"{SILENT}.")
    assert not is_silent(RAIN)
    assert read_reply(f"{SILENT}.", known=KNOWN) == []


@given(st.text(st.sampled_from("[]【】k7f2m3q8,. \n-*#|aA1“”"), max_size=60))
def test_whatever_comes_only_offered_keys_are_cited(reply: str) -> None:
    """No marker is left in a sentence, and no key is one that was never offered."""
    for claim in read_reply(reply, known=KNOWN):
        assert KNOWN.issuperset(claim.keys)
        assert not any(f"[{key}]" in claim.text for key in KNOWN)
        assert "[1]" not in claim.text
