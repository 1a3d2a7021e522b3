"""Figures as news writes them, and the values that they leave possible."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.answering.units import DURATIONS, UNITS, unit_named

_ONES = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = (
    {"a": 1.0, "one": 1.0, "dozen": 12.0, "hundred": 100.0}
    | dict.fromkeys(("k", "thousand"), 1e3)
    | dict.fromkeys(("m", "mn", "million"), 1e6)
    | dict.fromkeys(("bn", "billion"), 1e9)
    | {"trillion": 1e12}
    | {word: float(value) for value, word in enumerate(_ONES, start=2)}
    | {word: 10.0 * value for value, word in enumerate(_TENS, start=2)}
)
_SPELT = (
    rf"\b(?:(?:{'|'.join(_TENS)})(?:[ -](?:one|{'|'.join(_ONES)}))?|{'|'.join(_ONES)}"
    r"|(?:a|one)(?= (?:dozen|hundred|thousand|(?:m|b|tr)illion)\b))\b"
)
_NUMBER = rf"(?:(?<![\w.,:/–-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|{_SPELT})"
_SCALE = r"(?:(?:[ -]?(?:dozen|hundred|thousand|(?:m|b|tr)illion)| ?(?:bn|mn)|[mk])\b)*"
# What the words before a figure leave possible, as multiples of it. "More than 100,000" isn't said
# of 200,000; "fewer than" may be said of anything less.
_LEEWAY = {
    "more than|over|at least|above|upwards of|no fewer than|no less than": (1.0, 1.5),
    "fewer than|less than|under|below|up to|at most|as many as|no more than": (0.0, 1.0),
    "nearly|almost|close to|just under|just over": (0.9, 1.1),
    "about|around|some|roughly|approximately|an estimated": (0.85, 1.15),
}
# Likewise what stands behind it.
_LEEWAY_BEHIND = {
    "and (?:climbing|counting|growing|rising)|or (?:more|higher|above|over)": (1.0, 1.5),
    "or (?:fewer|less|lower|below|under)": (0.0, 1.0),
}
# Below a hundred figures are counted, above they may be rounded, but no coarser than this.
_SMALLEST_ROUNDED = 100
_COARSEST = 0.05
_FIGURE = re.compile(
    rf"(?:\b(?:(?P<leeway>{'|'.join(_LEEWAY)})|(?P<between>between)) )?"
    rf"(?:(?:\bUS)?(?P<symbol>[$€£¥₽₴]) ?)?(?P<number>{_NUMBER})(?P<scale>{_SCALE})"
    rf"(?:(?(between) and |(?: ?[–-] ?| to ))[$€£¥₽₴]?"
    rf"(?P<last>\d+(?:,\d{{3}})*(?:\.\d+)?|{_SPELT})(?P<last_scale>{_SCALE}))?"
    rf"(?P<unit>(?: ?%| (?:{'|'.join(UNITS.values())})\b))?"
    rf"(?: (?P<behind>{'|'.join(_LEEWAY_BEHIND)})\b)?(?![\w%]|[:./,–-]\w)",
    re.IGNORECASE,
)
# Dates, times, ages, names with a number, and figures that tell a difference or a part: none of
# them is how much of a thing there is.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_UNCOUNTED_BEFORE = re.compile(
    rf"\b(?:{_MONTH}|(?i:age|aged|by|up|down|from|another|additional|further|extra|other|remaining"
    r"|including|than|not|first|last|next|past|every|each|hundred and|thousand and)) \Z"
)
_UNCOUNTED_BEHIND = re.compile(
    rf" ?(?:{_MONTH}(?: |\Z|[.,])|[ap]\.?m\b|o[’']clock)"
    r"| (?:times|fold|more|fewer|less|higher|lower|others?|points?|percentage)\b"
    r"| an? \w+ or (?:more|higher|less|lower|fewer)\b"
    r"|[ -](?:old|ago|later|earlier|before|after)\b|,? of (?:them|whom|which)\b"
    rf"|(?<=hundred|housand) and {_SPELT}"
)
_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]* \Z")
_DURATION_BEFORE = re.compile(
    r"\b(?:in|after|for|within|during|over|since|under|through) (?:the )?\Z", re.IGNORECASE
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_LARGEST_IN_A_NAME = 999
# Longer ones are accounts and codes, or made to be too large for any value.
_LONGEST_NUMBER = 25  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure in a text: ``spoken`` is ``text[start:end]``, ``low`` to ``high`` what it may mean.

    ``value`` is what it comes to as written, of a range the middle.
    ``unit`` is what it is measured in, the same however written, and empty for what is counted.
    """

    spoken: str
    start: int
    end: int
    value: float
    low: float
    high: float
    unit: str

    def agrees_with(self, other: "Figure") -> bool:
        """Tell whether both may be true of the same thing."""
        return self.low <= other.high and other.low <= self.high


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the figures that say how much there is of something, as they come."""
    for match in _FIGURE.finditer(text):
        unit = _unit(match)
        if _counts(match, text, unit):
            low, high = _bounds(match)
            yield Figure(
                spoken=match[0],
                start=match.start(),
                end=match.end(),
                value=(low + high) / 2
                if match["last"]
                else _value(match["number"], match["scale"]),
                low=low,
                high=high,
                unit=unit,
            )


def _unit(match: re.Match[str]) -> str:
    return match["symbol"] or unit_named((match["unit"] or "").strip())


def _counts(match: re.Match[str], text: str, unit: str) -> bool:
    """Tell whether a number says how much there is, and is no date, age, score or name."""
    start, end = match.span()
    if max(len(match["number"]), len(match["last"] or "")) > _LONGEST_NUMBER:
        return False
    if _UNCOUNTED_BEFORE.search(text, 0, start) or _UNCOUNTED_BEHIND.match(text, end):
        return False
    if unit in DURATIONS and _DURATION_BEFORE.search(text, 0, start):
        return False
    if match["last"]:
        return _value(match["number"], "") < _value(match["last"], "")
    if unit or match["leeway"] or match["scale"]:
        return True
    is_age = text[:start].endswith(", ") and text.startswith(",", end)
    is_small = _value(match["number"], "") <= _LARGEST_IN_A_NAME
    is_name = is_small and _NAME_BEFORE.search(text, 0, start)
    return not (is_age or is_name or _YEAR.fullmatch(match["number"]))


def _bounds(match: re.Match[str]) -> tuple[float, float]:
    low = _value(match["number"], match["scale"])
    if match["last"]:
        low = _value(match["number"], match["scale"] or match["last_scale"])
        return low, _value(match["last"], match["last_scale"] or match["scale"])
    for said, table in (match["leeway"], _LEEWAY), (match["behind"], _LEEWAY_BEHIND):
        for words, (least, most) in table.items():
            if said and re.fullmatch(words, said, re.IGNORECASE):
                return least * low, most * low
    blur = _rounding(match)
    return low - blur, low + blur


def _value(number: str, scale: str) -> float:
    """Return what a number in digits or words comes to, in the scale behind it."""
    words = re.split(r"[ -]", number.replace(",", "").lower())
    value = math.fsum(_VALUES.get(word) or float(word) for word in words)
    for word in re.findall(r"[a-z]+", scale.lower()):
        value *= _VALUES[word]
    return value


def _rounding(match: re.Match[str]) -> float:
    """Return how far from a figure that which it was rounded from may lie."""
    digits = match["number"].replace(",", "")
    value = _value(digits, match["scale"])
    is_counted = not (match["scale"] or _unit(match) == "%" or "." in digits)
    if not digits[0].isdigit() or (is_counted and value < _SMALLEST_ROUNDED):
        return 0.0
    decimals = len(digits.partition(".")[2])
    zeros = len(digits) - len(digits.rstrip("0"))
    step = 10.0 ** (-decimals if decimals else zeros)
    return min(step / 2 * _value("a", match["scale"]), _COARSEST * value)
