"""From a claim to what the articles say of it, for and against."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from index.answer import Citation
from index.answering.conflicts import AT_THE_SAME_TIME
from index.answering.names import mentions
from index.answering.objections import denies_otherwise, miscounts, objections_to
from index.answering.quotes import citation
from index.answering.reply import Claim
from index.answering.statements import MOST_STATEMENTS, clauses_of, statements_in
from index.answering.support import check
from index.article import Passage, Reference
from index.embedding import Embedder
from index.errors import QuestionError
from index.retrieval import Candidate, spread
from index.store.view import View
from index.text.sentences import Span
from index.text.words import content_terms
from index.verdict import (
    NOTHING_TO_CHECK,
    CheckedClaim,
    CheckedStatement,
    Difference,
    Objection,
    Verdict,
)

# Of the passages found for a statement, those that are compared with it.
_PASSAGES = 12
# Quotes on either side of a statement; more say it no better.
_MOST_QUOTES = 3
# With less of its terms in the passage, a statement is borne out in part only.
_WHOLE = 0.75
_KEY = "passage"

Find = Callable[[str], Sequence[Candidate]]
_Place = tuple[str, Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """Where articles bear a statement out, in part at least, and where they say otherwise."""

    bearing_out: Mapping[_Place, bool]
    objecting: Mapping[_Place, Difference]

    @property
    def is_borne_out(self) -> bool:
        """Whether one of them bears out the whole."""
        return any(self.bearing_out.values())


def check_claim(claim: str, find: Find, view: View, *, embedder: Embedder) -> CheckedClaim:
    """Return what the articles say of each statement in a claim.

    ``find`` returns the passages that may tell of a statement, best first.

    Raises:
        QuestionError: nothing in it can be checked.
    """
    statements = statements_in(claim)
    if not statements:
        raise QuestionError(NOTHING_TO_CHECK)
    numbers: dict[_Place, int] = {}
    checked = tuple(
        _checked(statement, find, numbers, embedder=embedder)
        for statement in statements[:MOST_STATEMENTS]
    )
    return CheckedClaim(
        claim=claim,
        statements=checked,
        citations=tuple(_citation(number, place, view) for place, number in numbers.items()),
        notices=_left_out(len(statements) - len(checked)),
    )


def _checked(
    statement: str, find: Find, numbers: dict[_Place, int], *, embedder: Embedder
) -> CheckedStatement:
    """Check one statement, and number the places it needs that have no number yet."""
    passages = [candidate.passage for _, candidate in spread(find(statement), _PASSAGES)]
    parts = [_weigh(statement, passages, embedder=embedder)]
    if not parts[0].bearing_out and not parts[0].objecting:
        clauses = clauses_of(statement)
        parts = [_weigh(clause, passages, embedder=embedder) for clause in clauses] or parts
    bearing_out = [place for part in parts for place in part.bearing_out]
    objecting = [item for part in parts for item in part.objecting.items()]

    def number(place: _Place) -> int:
        return numbers.setdefault(place, len(numbers) + 1)

    return CheckedStatement(
        text=statement,
        verdict=_verdict(parts),
        bearing_out=tuple(dict.fromkeys(map(number, bearing_out))),
        objections=tuple(
            Objection(citation=number(place), difference=difference)
            for place, difference in objecting
        ),
    )


def _weigh(statement: str, passages: Iterable[Passage], *, embedder: Embedder) -> _Weighed:
    """Weigh each passage by itself: what one bears out, another may contradict."""
    bearing_out: dict[_Place, bool] = {}
    supporters: list[Reference] = []
    objecting: dict[_Place, tuple[Reference, Difference]] = {}
    for passage in passages:
        if backing := _backing(statement, passage, embedder=embedder):
            is_whole = _share_held(statement, passage) >= _WHOLE
            bearing_out.setdefault(_place(passage, backing), is_whole)
            supporters.append(passage.article)
            continue
        for span, difference in objections_to(statement, passage):
            objecting.setdefault((passage.article.id, span), (passage.article, difference))
    return _Weighed(
        bearing_out=dict(sorted(bearing_out.items(), key=lambda item: not item[1])[:_MOST_QUOTES]),
        objecting={
            place: _in_its_time(difference, article, supporters)
            for place, (article, difference) in islice(objecting.items(), _MOST_QUOTES)
        },
    )


def _in_its_time(
    difference: Difference, article: Reference, supporters: Sequence[Reference]
) -> Difference:
    """Return the difference, for a figure as a change where the others are of another time."""
    dates = [other.published for other in supporters if other.published]
    if difference is not Difference.FIGURE or not (dates and article.published):
        return difference
    nearest = min(abs(article.published.earliest - other.earliest) for other in dates)
    return Difference.CHANGED if nearest > AT_THE_SAME_TIME else difference


def _backing(statement: str, passage: Passage, *, embedder: Embedder) -> Span | None:
    """Return the words that bear a statement out, count what it counts and deny what it does."""
    found = check(Claim(statement, (_KEY,)), {_KEY: passage}, embedder=embedder).backing.get(_KEY)
    if found is None:
        return None
    quote = passage.text[slice(*found)]
    return None if miscounts(statement, quote) or denies_otherwise(statement, quote) else found


def _share_held(statement: str, passage: Passage) -> float:
    """Return the share of a statement's terms that a passage has in some form."""
    article = passage.article
    known = (article.headline, article.publisher, article.author, article.spoken_date)
    vocabulary = frozenset(content_terms(" ".join(filter(None, (passage.text, *known)))))
    wanted = frozenset(content_terms(statement))
    return sum(mentions(vocabulary, term) for term in wanted) / len(wanted)


def _place(passage: Passage, span: Span) -> _Place:
    return passage.article.id, Span(span.start + passage.start, span.end + passage.start)


def _verdict(parts: Sequence[_Weighed]) -> Verdict:
    is_contradicted = any(
        difference is not Difference.CHANGED
        for part in parts
        for difference in part.objecting.values()
    )
    if all(part.is_borne_out for part in parts) and not is_contradicted:
        return Verdict.BORNE_OUT
    if any(part.bearing_out for part in parts):
        return Verdict.PARTLY
    return Verdict.CONTRADICTED if is_contradicted else Verdict.UNMENTIONED


def _citation(number: int, place: _Place, view: View) -> Citation:
    article_id, span = place
    article = view.article(article_id)
    assert article is not None, "a passage's article is in the same view"
    return citation(number, article, span)


def _left_out(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"Only the first {MOST_STATEMENTS} statements were checked, {count} were not.",)
