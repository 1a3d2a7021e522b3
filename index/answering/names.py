"""Whether a text mentions the names that a question asks about."""

from collections.abc import Iterable, Set

from index.question import Question

# Names match from this many letters on: Korea and Korean, Ukraine and Ukrainian.
_SHORTEST_ROOT = 4
# News writes of a government by its seat: where one root of a row is asked about, the others are
# as good. Roots, not words, so that Russian and Russians are Russia's.
_SAME = (
    ("russia", "moscow", "kremlin"),
    ("ukrain", "kyiv", "kiev"),
    ("americ", "washington", "white"),
    ("china", "chines", "beij"),
    ("british", "britain", "london"),
    ("franc", "french", "pari"),
    ("german", "berlin"),
    ("israel", "jerusalem"),
    ("iran", "tehran"),
    ("turkey", "turkish", "turki", "ankara"),
    ("india", "delhi"),
    ("japan", "tokyo"),
    ("europ", "brussel"),
)


def names_mentioned(vocabulary: Set[str], question: Question) -> frozenset[str]:
    """Return the question's names and numbers that the terms mention, in whatever form."""
    asked = question.names | question.numbers
    return frozenset(name for name in asked if _mentions(vocabulary, name))


def share_of_names_in(vocabulary: Set[str], question: Question) -> float:
    """Return the share of the question's names and numbers mentioned; 1 if it has none."""
    asked = question.names | question.numbers
    return len(names_mentioned(vocabulary, question)) / len(asked) if asked else 1.0


def _mentions(vocabulary: Set[str], name: str) -> bool:
    return name in vocabulary or any(_has_root(vocabulary, root) for root in _roots(name))


def _roots(name: str) -> Iterable[str]:
    if len(name) >= _SHORTEST_ROOT:
        yield name[: max(_SHORTEST_ROOT, len(name) - 3)]
    for row in _SAME:
        if any(name.startswith(root) for root in row):
            yield from row


def _has_root(vocabulary: Iterable[str], root: str) -> bool:
    return any(term.startswith(root) for term in vocabulary)
