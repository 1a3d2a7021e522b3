"""The parts of speech that dates are written with, as patterns with named words."""

import re

from index.dates import words
from index.dates.words import any_of

FLAGS = re.IGNORECASE | re.ASCII
# A number or a hyphen before a date makes another thing of it: 12.5, pre-2022.
BEGIN = r"(?<![\w.,/$€£#-])"
# A number that goes on like this is no year and no day: 2022.5, 2022-11, 2022%.
WHOLE = r"(?!\w|[.,/-]\d|%)"

YEAR = rf"(?P<year>(?:1[89]|20)\d\d){WHOLE}"
NO_NAME = "".join(rf"(?<!\b{word} )" for word in words.BEFORE_NUMBERS)
NO_COUNT = rf"(?!(?: (?:and|or|to) [\d,]+)? (?:{any_of(words.COUNTED)})\b)"
LONG_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
MONTH = rf"(?P<month>(?:{LONG_MONTH}|sept|{any_of(words.MONTHS)})\b)\.?"
# In small letters, these two are verbs as often.
SURE_MONTH = rf"(?!(?-i:may|march)\b){MONTH}"
DAYS = (
    r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
    r"(?: ?(?:[-–—]|and|to|until) ?(?P<to_day>\d\d?)(?:st|nd|rd|th)?)?"
)
WEEKDAY = any_of(words.WEEKDAYS)
PART = rf"(?P<part>{any_of(words.PARTS)})[ -](?:(?:of|in) )?(?:the )?"
WHICH = r"(?P<which>last|this|next) "
SEASON = rf"(?P<season>{any_of(words.SEASONS)})\b(?! (?:of [a-z]|games|olympics?|solstice))"
UNIT = rf"(?P<unit>{any_of(words.UNITS)})\b(?! of\b)"
COUNT = rf"(?:a )?(?P<count>{any_of(words.COUNTS)}|\d{{1,4}})(?: of)?"
UNITS = rf"(?P<unit>{any_of(words.UNITS)})s?\b(?! of\b)"

# What stands before a word that could mean other things, where it means a date.
LED = (
    r"\b(?:in|on|of|by|from|since|after|before|between|during|until|till|through|throughout) \Z"
    rf"|(?:\b(?:{LONG_MONTH})|\d) (?:and|or|to|until|through) \Z|\d ?[–—-] ?\Z"
)
LED_BY_ARTICLE = (
    r"\b(?:in|on|at|by|from|since|after|before|between|during|over|until|early|late)(?: the)? \Z"
    rf"|\b(?:{WEEKDAY}|{any_of(words.SEASONS)}) (?:and|or|to|until|through)(?: the)? \Z"
)


def day_of_month(month: str, *, day_first: bool) -> str:
    """Return the pattern of a day of the month, or of days that follow each other."""
    order = rf"{DAYS} (?:of )?{month}" if day_first else rf"{month} (?:the )?{DAYS}{WHOLE}"
    return rf"(?:(?:{WEEKDAY}),? (?:the )?)?{order}"
