"""From a topic to its timeline."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.answer import Citation
from index.answering.evidence import Evidence, gather_evidence
from index.answering.quotes import citation, understandable
from index.answering.series import longest_series
from index.answering.specifics import figures
from index.answering.weighing import is_answer, worth
from index.dates.moment import Moment, moment_told
from index.dates.partial_date import PartialDate
from index.embedding import Embedder
from index.question import Question
from index.retrieval import Candidate, spread
from index.store.generation import Generation
from index.timeline import Entry, Timeline

# About what a reader takes in at once, and what one message of Discord holds.
_MOST_ENTRIES = 12
# So that one long article isn't the whole timeline.
_MOST_OF_AN_ARTICLE = 3
_PASSAGES = 24
# The share of the topic's words, weighted by rarity, that a statement's context must have.
_ON_TOPIC = 0.5
# What a date of its own counts for beside `worth`: it makes a statement one of events.
_OWN_DATE = 0.3
# Two statements that share this part of their words (Jaccard), and all figures, tell the same.
_SAME = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A sentence on the topic, and the date it has in the timeline.

    ``moment`` is where it says that date itself; without one, it is the publication's.
    """

    evidence: Evidence
    when: PartialDate | None
    moment: Moment | None


def as_question(topic: str) -> str:
    """Return a topic as a question, so that a capital letter marks a name wherever it stands."""
    topic = topic.strip()
    is_name = topic[-1:].isalnum()
    return f"What about {topic}?" if is_name else topic


def tell_timeline(
    question: Question,
    candidates: Sequence[Candidate],
    generation: Generation,
    *,
    topic: str,
    embedder: Embedder,
) -> Timeline:
    """Return what the candidates say on a topic; each statement has to be on it by itself."""
    offered = [candidate for _, candidate in spread(candidates, _PASSAGES)]
    evidence = gather_evidence(question, offered, generation, embedder=embedder) if offered else []
    on_topic = [_dated(item) for item in evidence if _is_on_topic(item)]
    told = sorted(_best(_without_repeats(sorted(on_topic, key=_date))), key=_date)
    quotes = [_quote(number, item, generation) for number, item in enumerate(told, start=1)]
    return Timeline(
        topic=topic,
        entries=tuple(
            Entry(when=item.when, reported=item.moment is None, citation=quote)
            for item, quote in zip(told, quotes, strict=True)
        ),
        series=longest_series(
            (item.when, replace(quote, quote=_undated(item)))
            for item, quote in zip(told, quotes, strict=True)
            if item.when
        ),
    )


def _is_on_topic(evidence: Evidence) -> bool:
    return evidence.signals.context >= _ON_TOPIC and is_answer(evidence.signals)


def _dated(evidence: Evidence) -> _Statement:
    """Give a sentence the date it says itself, unless its publication's is as good and closer."""
    published = evidence.article.published
    moment = moment_told(evidence.text)
    if moment and published and _holds(moment.when, published):
        moment = None
    return _Statement(evidence=evidence, when=moment.when if moment else published, moment=moment)


def _holds(vague: PartialDate, exact: PartialDate) -> bool:
    """Tell whether one date is no more than a vaguer name for the other."""
    inside = vague.earliest <= exact.earliest and exact.latest <= vague.latest
    return inside and vague != exact


def _date(statement: _Statement) -> tuple[bool, str]:
    """Order by date, what has none last."""
    return statement.when is None, str(statement.when)


def _without_repeats(statements: Iterable[_Statement]) -> list[_Statement]:
    """Return the statements in order, less those that repeat one before them."""
    kept: list[_Statement] = []
    for statement in statements:
        if not any(_tell_the_same(statement.evidence, other.evidence) for other in kept):
            kept.append(statement)
    return kept


def _tell_the_same(one: Evidence, other: Evidence) -> bool:
    if figures(one.text) != figures(other.text):
        return False
    return len(one.words & other.words) >= _SAME * len(one.words | other.words)


def _best(statements: Iterable[_Statement]) -> list[_Statement]:
    """Return the few to show: the best of every article, then the second best ones, and so on."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, _Statement]] = []
    for statement in sorted(statements, key=_merit, reverse=True):
        article = statement.evidence.article.id
        if seen[article] < _MOST_OF_AN_ARTICLE:
            ranked.append((seen[article], statement))
        seen[article] += 1
    ranked.sort(key=lambda pair: pair[0])
    return [statement for _, statement in ranked[:_MOST_ENTRIES]]


def _merit(statement: _Statement) -> float:
    return worth(statement.evidence.signals) + (_OWN_DATE if statement.moment else 0.0)


def _quote(number: int, statement: _Statement, generation: Generation) -> Citation:
    article = generation.catalogue.article(statement.evidence.article.id)
    assert article is not None, "a passage's article is in the same generation"
    return citation(number, article, understandable(article.text, statement.evidence.span))


def _undated(statement: _Statement) -> str:
    """Return the words of a statement without its date, which is no part of what it measures."""
    text, moment = statement.evidence.text, statement.moment
    return text[: moment.start] + text[moment.end :] if moment else text
