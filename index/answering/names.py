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
    ("americ", "washington", "white hous"),
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
    """Return the terms of those names and numbers of the question that the vocabulary mentions."""
    mentioned = (name for name in _asked(question) if mentions(vocabulary, name))
    return frozenset(term for name in mentioned for term in name.split())


def share_of_names_in(vocabulary: Set[str], question: Question) -> float:
    """Return the share of the question's names and numbers mentioned; 1 if it has none."""
    asked = _asked(question)
    return sum(mentions(vocabulary, name) for name in asked) / len(asked) if asked else 1.0


def mentions(vocabulary: Set[str], name: str) -> bool:
    """Tell whether every word of a name is there, in some form, or one that stands for it."""
    if all(_has(vocabulary, term) for term in name.split()):
        return True
    rows = (row for row in _SAME if any(name.startswith(root) for root in row))
    return any(_has_root(vocabulary, root) for row in rows for root in row)


def _has(vocabulary: Set[str], term: str) -> bool:
    root = term[: max(_SHORTEST_ROOT, len(term) - 3)]
    return term in vocabulary or (len(term) >= _SHORTEST_ROOT and _has_root(vocabulary, root))


def _has_root(vocabulary: Iterable[str], root: str) -> bool:
    return any(term.startswith(root) for term in vocabulary)


def _asked(question: Question) -> Set[str]:
    return question.names | question.numbers
