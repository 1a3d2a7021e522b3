"""From a topic to its timeline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.answering.evidence import Evidence, gather_evidence
from index.answering.quotes import citation, understandable
from index.answering.series import longest_series
from index.answering.specifics import figures
from index.answering.weighing import confidence, is_answer, worth
from index.article import Article
from index.dates.moment import Moment, moment_told
from index.dates.partial_date import PartialDate
from index.embedding import Embedder
from index.question import Question
from index.retrieval import Candidate, spread
from index.store.view import View
from index.text.sentences import Span
from index.text.words import nearly_the_same
from index.timeline import Entry, Timeline

# About what a reader takes in at once, and what one message of Discord holds.
_MOST_ENTRIES = 12
# So that one long article isn't the whole timeline.
_MOST_OF_AN_ARTICLE = 3
_PASSAGES = 24
# The share of the topic's words, weighted by rarity, that a statement or its context must have. One
# that has them itself needs to be less likely than an answer to a question.
_ON_TOPIC = 0.5
_LIKELY = 0.35
# What a date of its own counts for beside `worth`: it makes a statement one of events.
_OWN_DATE = 0.3
# Two statements that share this part of their words (Jaccard), and all figures, tell the same.
_SAME = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A sentence on the topic, and the date it has in the timeline.

    ``span`` is its quote, which has what it needs to be understood. ``moment`` is where it says the
    date itself; without one, it is the publication's.
    """

    evidence: Evidence
    article: Article
    span: Span
    when: PartialDate | None
    moment: Moment | None


def as_question(topic: str) -> str:
    """Return a topic so that it isn't its first word: only then a capital letter marks a name."""
    has_words = any(character.isalnum() for character in topic)
    return f"About {topic.strip()}" if has_words else topic


def tell_timeline(
    question: Question,
    candidates: Sequence[Candidate],
    view: View,
    *,
    topic: str,
    embedder: Embedder,
) -> Timeline:
    """Return what the candidates say on a topic; each statement has to be on it by itself."""
    offered = [candidate for _, candidate in spread(candidates, _PASSAGES)]
    evidence = gather_evidence(question, offered, view, embedder=embedder) if offered else []
    on_topic = [_statement(item, view) for item in evidence if _is_on_topic(item)]
    told = sorted(_best(_without_repeats(sorted(on_topic, key=_date))), key=_date)
    quotes = [citation(number, item.article, item.span) for number, item in enumerate(told, 1)]
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
    signals = evidence.signals
    if signals.coverage >= _ON_TOPIC:
        return confidence(signals) >= _LIKELY
    return signals.context >= _ON_TOPIC and is_answer(signals)


def _statement(evidence: Evidence, view: View) -> _Statement:
    """Give a sentence the date it says itself, unless its publication's is as good and closer."""
    article = view.article(evidence.article.id)
    assert article is not None, "a passage's article is in the same view"
    moment = moment_told(evidence.text)
    if moment and article.published and _holds(moment.when, article.published):
        moment = None
    return _Statement(
        evidence=evidence,
        article=article,
        span=understandable(article.text, evidence.span),
        when=moment.when if moment else article.published,
        moment=moment,
    )


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
    return nearly_the_same(one.words, other.words, share=_SAME)


def _best(statements: Iterable[_Statement]) -> list[_Statement]:
    """Return the few to show: the best of every article, then the second best ones, and so on."""
    chosen: dict[str, list[_Statement]] = defaultdict(list)
    for statement in sorted(statements, key=_merit, reverse=True):
        others = chosen[statement.article.id]
        if len(others) < _MOST_OF_AN_ARTICLE and not any(_overlap(statement, o) for o in others):
            others.append(statement)
    ranked = [pair for others in chosen.values() for pair in enumerate(others)]
    ranked.sort(key=lambda pair: pair[0])
    return [statement for _, statement in ranked[:_MOST_ENTRIES]]


def _overlap(one: _Statement, other: _Statement) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def _merit(statement: _Statement) -> float:
    return worth(statement.evidence.signals) + (_OWN_DATE if statement.moment else 0.0)


def _undated(statement: _Statement) -> str:
    """Return the words of a statement without its date, which is no part of what it measures."""
    text, moment = statement.evidence.text, statement.moment
    return text[: moment.start] + text[moment.end :] if moment else text
