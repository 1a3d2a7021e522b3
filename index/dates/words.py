"""The words that dates are written with: months, weekdays, counts, parts, with their meanings."""

import re
from collections.abc import Iterable

from index.dates.period import Unit

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# The month each begins in, as meteorologists count them; three months each.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
UNITS = {
    "day": Unit(days=1),
    "week": Unit(days=7),
    "fortnight": Unit(days=14),
    "month": Unit(months=1),
    "quarter": Unit(months=3),
    "year": Unit(months=12),
    "decade": Unit(months=120),
    "century": Unit(months=1200),
}
# How many of a unit away from the day asked.
DIRECTIONS = {"last": -1, "previous": -1, "this": 0, "the current": 0, "next": 1, "coming": 1}
NEAR_DAYS = {
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this evening": 0,
    "tomorrow": 1,
}
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
COUNTS = {word: number for number, word in enumerate(_NUMBERS, start=1)} | {
    "a": 1,
    "an": 1,
    "couple": 2,
    "few": 3,
    "several": 5,
}
# From which fraction of the whole to which.
PARTS = {
    "early": (0, 1, 3),
    "start": (0, 1, 3),
    "beginning": (0, 1, 3),
    "mid": (1, 2, 3),
    "middle": (1, 2, 3),
    "late": (2, 3, 3),
    "end": (2, 3, 3),
    "first half": (0, 1, 2),
    "second half": (1, 2, 2),
    "first quarter": (0, 1, 4),
    "second quarter": (1, 2, 4),
    "third quarter": (2, 3, 4),
    "fourth quarter": (3, 4, 4),
    "q1": (0, 1, 4),
    "q2": (1, 2, 4),
    "q3": (2, 3, 4),
    "q4": (3, 4, 4),
}
# Words that make a name or a count of the number behind them, and things that are counted.
BEFORE_NUMBERS = """agenda almost approximately exactly flight least most nearly number page project
    roughly room route runner some than vision windows""".split()
COUNTED = """barrels cases children cities civilians companies days dead deaths dollars drones euros
    feet homes hours houses injured jobs kilometers kilometres km men meters metres migrants miles
    minutes missiles months people percent persons pounds refugees roubles rubles seats soldiers
    tanks tonnes tons towns troops villages votes weeks women workers wounded years""".split()


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of these words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
