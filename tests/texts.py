"""Texts as articles have them, and as they might."""

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    [
        "The",
        "mayor",
        "said",
        "Dr.",
        "J.",
        "D.",
        "“Yes,”",
        "3.4",
        "€18",
        "kůň",
        "🐎",
        "e\u0301",
        "Inc.",
    ]
) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
_JOINTS = st.sampled_from([" ", " ", " ", " ", ". ", "? ", ", ", "\n", ".\n\n", "\u00a0"])


@st.composite
def texts(draw: st.DrawFn, longest: int = 60) -> str:
    """Texts of up to ``longest`` words, in sentences and paragraphs."""
    words = draw(st.lists(st.tuples(_WORDS, _JOINTS), max_size=longest))
    return "".join(word + joint for word, joint in words)
