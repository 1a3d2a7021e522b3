"""Words as the lexical index sees them: folded, stemmed, numbers kept whole."""

import re
from collections.abc import Iterator, Set
from functools import cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

ANALYSER = "footnote"
# A number keeps its separators ("12,000", "4.5"); an apostrophe ends a word, so that "Moscow's"
# is found under "Moscow".
_TOKEN = r"\d+(?:[.,]\d+)*|[\p{L}\p{M}\p{N}]+"
# tantivy drops longer ones; nothing readable is.
_LONGEST_WORD = 60

_LETTERS = re.compile(r"[^\W\d_][\w’'-]*")

# Function words and the words that only make a question: they say nothing of its subject.
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being both but by can
    could d did do does doing don during each few for from further had has have having he her here
    hers him his how i if in into is it its just let ll m many me might more most much must my no
    nor not now of off on once only or other our out over own please re s same say says said shall
    she should so some such t tell than that the their them then there these they this those
    through to too under until up upon us ve very was we were what when where which while who whom
    whose why will with would you your according""".split()
)


@cache
def analyser() -> TextAnalyzer:
    """Return the analyser that the lexical index and every word comparison share."""
    return (
        TextAnalyzerBuilder(Tokenizer.regex(_TOKEN))
        .filter(Filter.remove_long(_LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stemmer("english"))
        .build()
    )


@cache
def _stemmed_stop_words() -> frozenset[str]:
    return STOP_WORDS | frozenset(analyser().analyze(" ".join(STOP_WORDS)))


def terms(text: str) -> list[str]:
    """Return every word of ``text`` as a term, in order."""
    return analyser().analyze(text)


def content_terms(text: str) -> list[str]:
    """Return the terms of ``text`` that say something of its subject, in order."""
    stop_words = _stemmed_stop_words()
    return [term for term in terms(text) if term not in stop_words]


def nearly_the_same(one: Set[str], other: Set[str], *, share: float) -> bool:
    """Tell whether two texts' terms have that share of them in common (Jaccard's index)."""
    shared = len(one & other)
    return shared >= share * (len(one) + len(other) - shared)


def capitalised(text: str) -> Iterator[tuple[int, str]]:
    """Yield each run of words with a capital letter, and where it begins: names, mostly."""
    run, start, end = "", 0, 0
    for match in _LETTERS.finditer(text):
        if not match[0][0].isupper():
            continue
        if run and text[end : match.start()] == " ":
            run += f" {match[0]}"
        else:
            if run:
                yield start, run
            run, start = match[0], match.start()
        end = match.end()
    if run:
        yield start, run
