"""What a sentence of an article says in place of what a statement does.

A false objection is worse than a missed one: where the words leave it open whether both tell of
the same thing, there is none.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from index.answer import Citation
from index.answering.figures import Figure, find_figures
from index.answering.measurements import Measurement, counted_behind, measurements_in
from index.answering.names import mentions
from index.answering.specifics import dates, figures, unknown_names
from index.answering.support import DENIAL
from index.article import Passage, Reference
from index.dates.forms import find_dates
from index.text.sentences import Span, split_sentences
from index.text.words import content_terms
from index.verdict import Difference

# A sentence tells of the same thing if it has this many of the statement's other terms, and this
# share of them.
_FEWEST_SHARED = 3
_NEARLY_ALL = 0.75
_WEEKDAYS = tuple(calendar.day_name)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b")
_Count = tuple[Figure, frozenset[str]]
# Only dates seen from the day of asking need it, and here it is enough that they are dates.
_ANY_DAY = date(2000, 1, 1)
# What says which part a name plays: "west of Skarvik", "the director, Owen Tate", "Tate is". What
# happened in one place may have happened in another, too.
_PART_BEFORE = re.compile(r"\b(?!(?:in|at|near|from|to|for|with|and|or) \Z)[\w’'-]+,? \Z")
_PART_BEHIND = re.compile(r" (?:is|was|are|were|became|remains)\b")


def objections_to(statement: str, passage: Passage) -> Iterator[tuple[Span, Difference]]:
    """Yield the sentences that say otherwise, as spans of the article, with what they give."""
    for start, end in split_sentences(passage.text):
        if difference := _difference(statement, passage.text[start:end], passage):
            yield Span(passage.start + start, passage.start + end), difference


def _difference(statement: str, sentence: str, passage: Passage) -> Difference | None:
    if _gives_another_figure(statement, sentence, passage.article):
        return Difference.FIGURE
    if _tells_of_the_same(statement, sentence) and denies_otherwise(statement, sentence):
        return Difference.DENIAL
    if _tells_of_the_same(statement, sentence) and _gives_another_date(statement, sentence):
        return Difference.DATE
    if _gives_another_name(statement, sentence, passage):
        return Difference.NAME
    return None


def denies_otherwise(statement: str, sentence: str) -> bool:
    """Tell whether one denies what the other says."""
    one, other = _denied(statement), _denied(sentence)
    said, given = content_terms(statement), content_terms(sentence)
    return bool(one.intersection(given) - other or other.intersection(said) - one)


def _denied(text: str) -> frozenset[str]:
    """Return the first term behind each denial: "never annexed" denies the annexing."""
    behind = (content_terms(text[match.end() :])[:1] for match in DENIAL.finditer(text))
    return frozenset(term for terms in behind for term in terms)


def _gives_another_figure(statement: str, sentence: str, article: Reference) -> bool:
    """Tell whether both measure one thing and differ; a statement is taken to be of the day."""
    if any(
        said.is_of_the_same_thing_as(given) and not said.figure.agrees_with(given.figure)
        for said in _measurements(statement, article)
        for given in _measurements(sentence, article)
    ):
        return True
    without = " ".join(figure.spoken for figure in find_figures(statement))
    return (
        _tells_of_the_same(statement, sentence, without=without)
        and not _gives_another_date(statement, sentence)
        and (_replaces_a_count(statement, sentence) or _replaces_a_share(statement, sentence))
    )


def _replaces_a_count(statement: str, sentence: str) -> bool:
    """Tell whether a figure that only one has stands against one of the same of the other."""
    said, given = list(_counts(statement)), list(_counts(sentence))
    return any(
        one.unit == other.unit and _may_be_one(things, others)
        for one, things in said
        for other, others in given
        if not any(one.agrees_with(figure) for figure, _ in given)
        and not any(other.agrees_with(figure) for figure, _ in said)
    )


def _may_be_one(things: frozenset[str], others: frozenset[str]) -> bool:
    return bool(things & others) or not (things and others)


def _replaces_a_share(statement: str, sentence: str) -> bool:
    """Tell the same of percentages: they need no noun, and "by 35 percent" tells a difference."""
    said, given = (
        {figure for figure in figures(text) if figure.endswith("%")}
        for text in (statement, sentence)
    )
    return bool(said and given) and said.isdisjoint(given)


def _measurements(text: str, article: Reference) -> list[Measurement]:
    quote = Citation(number=0, quote=text, start=0, end=len(text), article=article)
    return list(measurements_in(quote))


def _gives_another_date(statement: str, sentence: str) -> bool:
    """Tell whether both give a weekday, day, month or year, and not the same."""
    said, given = _dates_by_kind(statement), _dates_by_kind(sentence)
    return any(said[kind].isdisjoint(given[kind]) for kind in said.keys() & given.keys())


def _dates_by_kind(text: str) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, value in (found.split() for found in dates(text)):
        kinds[kind].add(value)
    if weekdays := set(_WEEKDAY.findall(text)):
        kinds["weekday"] = weekdays
    return kinds


def _gives_another_name(statement: str, sentence: str, passage: Passage) -> bool:
    """Tell whether all is the same but one name, which another has the place of."""
    known = f"{passage.article.headline} {passage.text}"
    strange = unknown_names(statement, known)
    if len(strange) != 1 or not _tells_of_the_same(statement, sentence, without=strange[0]):
        return False
    if not figures(statement) <= figures(sentence):
        return False
    before, _, behind = statement.partition(strange[0])
    lead, trail = _PART_BEFORE.search(before), _PART_BEHIND.match(behind)
    parts = [(lead[0], "")] if lead else []
    parts += [("", trail[0])] if trail else []
    others = unknown_names(sentence, statement)
    return any(f"{first}{name}{last}" in sentence for name in others for first, last in parts)


def _tells_of_the_same(statement: str, sentence: str, *, without: str = "") -> bool:
    """Tell whether a sentence has nearly all terms of a statement, short of dates and ``without``.

    That are words whose counterparts are looked for otherwise: a name, figures.
    """
    words = frozenset(content_terms(_undated(statement))).difference(content_terms(without))
    vocabulary = frozenset(content_terms(sentence))
    shared = sum(mentions(vocabulary, term) for term in words)
    return shared >= max(_FEWEST_SHARED, _NEARLY_ALL * len(words))


def _undated(text: str) -> str:
    for mention in reversed(find_dates(text, asked=_ANY_DAY)):
        text = text[: mention.start] + text[mention.end :]
    return text


def miscounts(statement: str, quote: str) -> bool:
    """Tell whether a figure of a statement is there in a quote, but of another thing only."""
    vocabulary = frozenset(content_terms(quote))
    given = list(_counts(quote))
    return any(
        _is_of_another_thing(figure, things, given, vocabulary)
        for figure, things in _counts(statement)
        if things
    )


def _is_of_another_thing(
    figure: Figure, things: frozenset[str], given: Sequence[_Count], vocabulary: frozenset[str]
) -> bool:
    """Tell whether equal figures count other things, and these things aren't there or number so."""
    same_figure = [others for other, others in given if figure.agrees_with(other)]
    same_things = [other for other, others in given if things & others]
    if not same_figure or any(things & others for others in same_figure):
        return False
    return bool(same_things) or not things <= vocabulary


def _counts(text: str) -> Iterator[_Count]:
    """Yield the figures of a text with the terms for what they count; none for what has a unit."""
    for figure in find_figures(text):
        counted = "" if figure.unit else counted_behind(text[figure.end :])
        yield figure, frozenset(content_terms(counted))
