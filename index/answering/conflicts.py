"""Cited figures that disagree: shown side by side, oldest first, never reconciled."""

import re
from collections.abc import Iterable, Sequence, Set
from datetime import timedelta
from itertools import combinations

from index.answer import Citation, Conflict
from index.answering.distinctions import subject_terms
from index.answering.measurements import Measurement, measurements_in

# Figures published further apart than this may both have been right in their time.
AT_THE_SAME_TIME = timedelta(days=14)
_LONGEST_SUBJECT = 100  # characters


def find_conflicts(citations: Iterable[Citation]) -> tuple[Conflict, ...]:
    """Return where cited articles give different figures for the same thing.

    A false conflict is worse than a missed one: where the words leave it open whether two figures
    are of the same thing, they are no conflict.
    """
    return tuple(_conflict(group) for group in same_things(citations) if _disagree(group))


def same_things(citations: Iterable[Citation]) -> list[list[Measurement]]:
    """Return what is cited in figures, those for one thing together, the oldest article first."""
    groups: list[list[Measurement]] = []
    for measurement in sorted(
        (c for cited in citations for c in measurements_in(cited)), key=_published
    ):
        home = next((group for group in groups if _belongs(measurement, group)), None)
        if home:
            home.append(measurement)
        else:
            groups.append([measurement])
    return groups


def _published(measurement: Measurement) -> tuple[bool, str, int]:
    """Order by date, what has none last, then as cited."""
    published = measurement.citation.article.published
    return published is None, str(published), measurement.citation.number


def _belongs(measurement: Measurement, group: Sequence[Measurement]) -> bool:
    """Tell whether a measurement is another article's about what all of a group are about."""
    return all(
        measurement.citation.article != other.citation.article
        and measurement.is_of_the_same_thing_as(other)
        for other in group
    )


def _disagree(group: Sequence[Measurement]) -> bool:
    return any(not a.figure.agrees_with(b.figure) for a, b in combinations(group, 2))


def _conflict(group: Sequence[Measurement]) -> Conflict:
    over_time = _may_have_changed(group)
    joint = ", later " if over_time else "; "
    figures = joint.join(_sourced(measurement) for measurement in group)
    return Conflict(
        statement=f"{subject_of(group)}: {figures}",
        citations=tuple(measurement.citation.number for measurement in group),
        over_time=over_time,
    )


def _may_have_changed(group: Sequence[Measurement]) -> bool:
    """Tell whether the later figures may be new ones rather than others.

    So it is where they were published far apart, and where one publisher followed them up.
    """
    articles = [measurement.citation.article for measurement in group]
    dates = [article.published for article in articles if article.published]
    if len(dates) < len(articles):
        return False
    apart = max(dates).earliest - min(dates).latest
    publishers = {article.publisher for article in articles}
    is_followed_up = len(publishers) == 1 and None not in publishers and apart > timedelta(0)
    return is_followed_up or apart > AT_THE_SAME_TIME


def _sourced(measurement: Measurement) -> str:
    article = measurement.citation.article
    source = article.publisher or article.title or article.path
    figure = measurement.figure.spoken
    # "Nine" began a sentence, "US$9" may stand anywhere.
    figure = figure[0].lower() + figure[1:] if not figure[1:2].isupper() else figure
    return f"{figure} ({source}, {article.spoken_date})"


def subject_of(group: Sequence[Measurement]) -> str:
    """Return what the figures are of, in the words of the article that says it most briefly."""
    subject = min((_in_own_words(measurement, group) for measurement in group), key=len)
    return subject[0].upper() + subject[1:]


def _in_own_words(measurement: Measurement, group: Sequence[Measurement]) -> str:
    """Return the words from the first shared one to the last, "…" where the figure stands."""
    shared = frozenset().union(
        *(measurement.shared_words(o) for o in group if o is not measurement)
    )
    sides = [
        side for text in (measurement.lead, measurement.trail) if (side := _stretch(text, shared))
    ]
    whole = " … ".join(sides)
    return (
        whole
        if len(whole) <= _LONGEST_SUBJECT
        else max(sides, key=lambda side: len(subject_terms(side)))
    )


def _stretch(text: str, shared: Set[str]) -> str:
    words = list(re.finditer(r"\w[\w’'-]*", text))
    hits = [word for word in words if shared & subject_terms(word[0])]
    return text[hits[0].start() : hits[-1].end()] if hits else ""
