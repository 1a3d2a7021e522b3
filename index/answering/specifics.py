"""What in a sentence is either right or wrong: its figures, dates, names and quoted words."""

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal

from index.answering.names import mentions
from index.text.words import STOP_WORDS, content_terms

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?!\w)"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"|\b(?P<month_first>{_MONTH})(?: (?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\d))?"
    r"|(?<![\d.,$€£¥₽₴])(?P<year>(?:1[5-9]|20)\d\d)\b(?![.,]\d)"
)
_UNITS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split(),
        range(2, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_FIGURE = re.compile(
    rf"\b(?:(?P<digits>\d+(?:[.,]\d+)*)"
    rf"|(?:(?P<tens>{'|'.join(_TENS)})-?)?(?P<unit>one|{'|'.join(_UNITS)})?)"
    rf"(?P<scale>(?:[ -]?(?:{'|'.join(_SCALES)})\b)*)"
    r"(?P<share>\s?(?:%|percent\b|per cent\b))?",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"[$€£¥₽₴]|\b(?:dollar|euro|pound|yen|yuan|ruble|rouble|hryvnia|crown)s?\b", re.IGNORECASE
)
_SYMBOLS = {"$": "dollar", "€": "euro", "£": "pound", "₽": "ruble", "rouble": "ruble"}
_QUOTATION = re.compile(
    r"[“„«\"](?P<double>[^“”„«»\"]+)[”“»\"]?|^(?P<before>[^“„«\"]+)”"
    r"|(?<!\w)‘(?P<curly>[^‘]+?)’(?!\w)|(?<!\w)'(?P<straight>[^']+)'(?!\w)"
)
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„«»\"‘’'", ""))
_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ]\w*(?:[’'-]\w+)*(?: [A-ZÀ-ÖØ-Þ]\w*(?:[’'-]\w+)*)*")
# Words, beside the function words, that open a sentence with a capital and name nothing.
_OPENINGS = STOP_WORDS | frozenset(
    """across additionally afterwards along although among another anyone around besides despite
    earlier even every everyone finally first following furthermore hence however inside instead
    last later like many meanwhile moreover nearly neither nevertheless nobody none nothing once
    overall rather second several similarly since some someone still therefore though thus today
    together two unlike until upon via whether within without yet""".split()
)


def figures(text: str) -> frozenset[str]:
    """Return the figures, sums' currencies and dates of a text, each in one spelling.

    "12,000" and "twelve thousand" are the same, "20%" and "20 percent" as well.
    """
    without_dates = _DATE.sub(" ", text)
    return frozenset((*dates(text), *_numbers(without_dates), *_currencies(text)))


def dates(text: str) -> frozenset[str]:
    """Return the days, months and years that a text names, each in one spelling."""
    return frozenset(_dates(text))


def quotations(text: str) -> list[str]:
    """Return what a text sets in quotation marks, for comparison by `holds`.

    Where one of a pair is missing, it is all that stands behind or before the other.
    """
    quoted = (match[match.lastgroup or 0] for match in _QUOTATION.finditer(text))
    pieces = (piece for words in quoted for piece in _LEFT_OUT.split(words))
    return [piece for piece in (_plain(piece).strip(" .,;:!?–-") for piece in pieces) if piece]


def holds(text: str, quoted: str) -> bool:
    """Tell whether a text has the words of a quotation, as `quotations` returns them."""
    return re.search(rf"(?<!\w){re.escape(quoted)}(?!\w)", _plain(text)) is not None


def unknown_names(text: str, source: str) -> list[str]:
    """Return the names in a sentence that the source doesn't mention in any form.

    Any sentence begins with a capital: its first word alone is a name if the source lacks it.
    """
    vocabulary = frozenset(content_terms(source))
    first, _, rest = text.partition(" ")
    if first.casefold().rstrip(",") in _OPENINGS:
        text = rest
    names = (match[0] for match in _NAME.finditer(_DATE.sub(",", text)))
    return [name for name in names if not _is_known(name, vocabulary)]


def _is_known(name: str, vocabulary: frozenset[str]) -> bool:
    """Tell whether every word of a name is known; an initial stands for too much to tell."""
    return all(mentions(vocabulary, word) for word in content_terms(name) if len(word) > 1)


def _dates(text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        if match["year"]:
            yield f"year {match['year']}"
            continue
        month = _MONTHS[(match["month"] or match["month_first"])[:3].lower()]
        yield f"month {month}"
        if day := match["day"] or match["day_last"]:
            yield f"day {int(day)}/{month}"


def _numbers(text: str) -> Iterator[str]:
    for match in _FIGURE.finditer(text):
        value = _value(match)
        if value is not None:
            yield f"{value.normalize():f}{'%' if match['share'] else ''}"


def _value(match: re.Match[str]) -> Decimal | None:
    """Return what a figure comes to; none for a mere "one" or "thousands"."""
    scales = re.findall(r"[a-z]+", match["scale"].lower())
    if match["digits"]:
        value = _decimal(match["digits"])
    elif match["tens"] or match["unit"]:
        unit = (match["unit"] or "").lower()
        value = Decimal(_TENS.get((match["tens"] or "").lower(), 0))
        value += 1 if unit == "one" else _UNITS.get(unit, 0)
        if value == 1 and not scales:
            return None
    else:
        return None
    for scale in scales:
        value *= _SCALES[scale]
    return value


def _decimal(digits: str) -> Decimal:
    """Read 12,000 and 3.4 and 3,4; of anything else the digits."""
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(\.\d+)?", digits)
    text = digits.replace(",", "" if grouped else ".")
    return Decimal(text if text.count(".") < 2 else text.replace(".", ""))


def _currencies(text: str) -> Iterator[str]:
    for match in _CURRENCY.finditer(text):
        word = match[0].lower().removesuffix("s")
        yield _SYMBOLS.get(word, word)


def _plain(text: str) -> str:
    """Return a text without quotation marks, capitals and line breaks."""
    return " ".join(text.translate(_QUOTATION_MARKS).casefold().split())
