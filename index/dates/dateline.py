"""The line under a headline that says when an article was published."""

import re
from typing import NamedTuple

from index.dates.partial_date import PartialDate
from index.dates.words import MONTHS

_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})[a-z]*)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(rf"\b{form}", re.IGNORECASE)
    for form in (
        rf"{_MONTH} {_DAY},? {_YEAR}\b",
        rf"{_DAY} {_MONTH},? {_YEAR}\b",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    )
)
_BESIDE_DATES = re.compile(
    r"(?:\W|\d|T(?=\d)|(?<=\d)Z"
    r"|\b(?:(?:first|last) )?(?:published|posted|updated|modified|date|on|at)\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:[ap]\.?m|GMT|UTC|BST|CES?T|EES?T|E[SD]?T|P[SD]?T|MSK)\b)*",
    re.IGNORECASE,
)
_REVISED = re.compile(r"(?:updated|modified)\W*(?:on|at)?\W*\Z", re.IGNORECASE)

# The longest dateline gives two dates with weekday, time and zone.
_LONGEST = 120


class Dateline(NamedTuple):
    """When an article was published; None where the line tells only when it was changed."""

    published: PartialDate | None


def read_dateline(line: str) -> Dateline | None:
    """Return what a line that holds nothing but dates says, None for any other line."""
    if len(line) > _LONGEST:
        return None
    for form in _FORMS:
        dates = [*form.finditer(line)]
        if dates and _BESIDE_DATES.fullmatch(form.sub(" ", line)):
            published = (date for date in dates if not _REVISED.search(line[: date.start()]))
            return Dateline(next(map(_date, published), None))
    return None


def _date(match: re.Match[str]) -> PartialDate | None:
    month = match["month"]
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3].lower()) + 1
    try:
        return PartialDate(int(match["year"]), number, int(match["day"]))
    except ValueError:  # no such day
        return None
