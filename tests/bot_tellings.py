"""Timelines and checked claims to be shown, of any content."""

from hypothesis import strategies as st

from index.timeline import Entry, Point, Series, Timeline
from index.verdict import CheckedClaim, CheckedStatement, Difference, Objection, Verdict
from tests.bot_answers import DATES, TEXTS, answers

_VALUES = st.floats(0, 1e300) | st.integers(0, 10**12).map(float)
_POINTS = st.builds(Point, when=DATES, value=_VALUES, spoken=TEXTS, citation=st.integers(1, 12))
SERIES = st.builds(
    Series, subject=TEXTS, unit=TEXTS, points=st.lists(_POINTS, min_size=2, max_size=12).map(tuple)
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Timelines of any content."""
    answer = draw(answers())
    entries = tuple(
        Entry(when=draw(st.none() | DATES), reported=draw(st.booleans()), citation=citation)
        for citation in answer.citations
    )
    return Timeline(topic=answer.question, entries=entries, notices=answer.notices)


@st.composite
def checked_claims(draw: st.DrawFn) -> CheckedClaim:
    """Checked claims of any content, that cite what they quote."""
    answer = draw(answers())
    numbers = [citation.number for citation in answer.citations]
    cited = st.lists(st.sampled_from(numbers), max_size=3) if numbers else st.just([])
    statements = st.builds(
        CheckedStatement,
        text=TEXTS,
        verdict=st.sampled_from(Verdict),
        bearing_out=cited.map(tuple),
        objections=cited.flatmap(
            lambda found: st.sampled_from(Difference).map(
                lambda difference: tuple(
                    Objection(citation=number, difference=difference) for number in found
                )
            )
        ),
    )
    return CheckedClaim(
        claim=answer.question,
        statements=tuple(draw(st.lists(statements, min_size=1, max_size=5))),
        citations=answer.citations,
        notices=answer.notices,
    )
