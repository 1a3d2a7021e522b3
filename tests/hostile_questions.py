"""Questions that nobody asks to learn something: made to take long, or to be taken for commands."""

from hypothesis import strategies as st

from index.question import LONGEST_QUESTION

# The words that questions are recognised by, and whatever stands between words.
_WORDS = """who's who is was how much many what which when where why did does of in on at and but so
    about ok please more tell me go said says that it he her Tram Ada Lovelace Bank England January
    18 2024 1,000 1.5 million percent last this week year ago since between from to until first mid
    q1 according Reuters reported www. http:// AND OR NOT publisher: title: ^ ~2 NEAR/3 -- DROP"""
_SIGNS = "“”«»\"'’-–—.,;:!?()[]{}<>\\/|*_~#@%$€éÉAa1²½١谈😀"
_BETWEEN = [" ", "  ", "\n", "\n\n", "\t", "\u2028", "\u200b", "\0", "\x85"]
_PIECES = [*_WORDS.split(), *_SIGNS, *_BETWEEN]
_ENDS = ["", "!", "?a", "\n!", "1", "x", "?"]


def repeated(piece: str, *, end: str = "") -> str:
    """Return a piece again and again, as long as a question may be."""
    return (piece * LONGEST_QUESTION)[: LONGEST_QUESTION - len(end)] + end


@st.composite
def pumped(draw: st.DrawFn) -> str:
    """Texts of a question's greatest length, in which few things are repeated often."""
    stretches = draw(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4).map("".join),
                st.sampled_from([1, 1, 10, 100, 1_000, 4_000]),
            ),
            min_size=1,
            max_size=5,
        )
    )
    end = draw(st.sampled_from(_ENDS))
    text = "".join(piece * times for piece, times in stretches)
    return text[: LONGEST_QUESTION - len(end)] + end


# Each took longer than anybody waits, or would with one step more in a pattern.
SLOW = {
    "one name of many letters": f"who's A{'é' * 3_900}?a",
    "names without end": repeated("who is Aa ", end="?a"),
    "space before what": f"?{' ' * 1_900}x{'?' * 1_900}\ny",
    "politeness": repeated("ok please ", end="x"),
    "signs behind politeness": f"ok{':' * 3_900}?a",
    "and on a line": repeated("and ", end="\nx"),
    "owners": repeated("what his "),
    "amounts": repeated("how much is "),
    "what": repeated("what "),
    "changes": repeated("how has "),
    "which": repeated("which "),
    "quotation marks": repeated('"a'),
    "figures": repeated("1,1"),
    "dates": repeated("2024-11-"),
    "days": repeated("1-2 "),
    "parts of dates": repeated("early first half of "),
    "initials": repeated("A. "),
    "speakers": repeated("A’", end="?a"),
    "capitals": repeated("A A-"),
    "addresses": repeated("http://"),
    "brackets": repeated("[(<"),
    "lines": repeated("a\n"),
    "accents": repeated("e\u0301"),
    "no letters at all": repeated("?! "),
}

# What means something to SQLite, PostgreSQL, full-text search, tantivy, Chroma or a template.
QUERY_SYNTAX = (
    "'; DROP TABLE answers; --",
    '" OR 1=1 --',
    "Tram' UNION SELECT id, content FROM answers --",
    "tram AND NOT (flood OR *)",
    "tram*",
    "NEAR(tram, flood, 3)",
    "publisher:Gazette",
    "text:tram^1000 title:[a TO z] +flood -tram",
    '"tram 9"~1000000',
    "tram~2 /.*/ {a TO *} \\",
    "(((((((((((((((((((((tram",
    '{"$where": "1"} tram',
    "{{7*7}} ${7*7} %s %(tram)s {0}",
    "tram\0flood",
    "../../etc/passwd tram",
    "%' AND 1=0 -- _ tram",
)
