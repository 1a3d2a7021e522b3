"""The one date that a sentence gives for what it tells."""

import re
from datetime import date
from typing import NamedTuple

from index.dates.forms import Mention, find_dates
from index.dates.partial_date import PartialDate

# A date behind one of these is another event's, or bounds what is told without dating it.
_ASIDE = re.compile(
    r"\b(?:since|until|till|before|after|by|than|from|between|through|when|where|while|which|who"
    r"|whom|whose|that|because|like|unlike|as|if|compared|follow(?:ed|ing))\b",
    re.IGNORECASE,
)
# Only words seen from the day of publication need it, and those are no exact dates.
_ANY_DAY = date(2000, 1, 1)


class Moment(NamedTuple):
    """A date to the day or the month, and where in the sentence it stands."""

    when: PartialDate
    start: int
    end: int


def moment_told(sentence: str) -> Moment | None:
    """Return the day or month of what a sentence tells, where it says one with its year.

    None where it gives several, or where the words before the date leave open whose it is.
    """
    mentions = [
        mention
        for mention in find_dates(sentence, asked=_ANY_DAY)
        if {"year", "month"} <= mention.words.keys()
    ]
    if len(mentions) != 1 or _ASIDE.search(sentence, 0, mentions[0].start):
        return None
    when = _exact(mentions[0])
    return Moment(when, mentions[0].start, mentions[0].end) if when else None


def _exact(mention: Mention) -> PartialDate | None:
    """Return a day, or the month that holds several days; None for days of two months."""
    first, last = mention.period
    if first == last:
        return PartialDate.of(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    return PartialDate(first.year, first.month) if same_month else None
