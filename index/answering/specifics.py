"""What in a sentence is either right or wrong: its figures, dates, names and quoted words."""

import calendar
import re
from collections.abc import Iterator, Set
from decimal import Decimal
from unicodedata import normalize

from index.answering.names import mentions
from index.answering.units import MONEY, UNITS, unit_named
from index.text.words import STOP_WORDS, content_terms

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?!\w)"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"|\b(?P<month_first>{_MONTH})(?: (?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\d))?"
    r"|(?<![\d.,$€£¥₽₴])(?P<year>(?:1[5-9]|20)\d\d)\b(?![.,]\d)"
)
# What a day is called from another one: true on the day of writing alone.
_RELATIVE_DAY = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|this|next) (?:week|month|year))\b",
    re.IGNORECASE,
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
    "dozen": 12,
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
_SYMBOL = "[$€£¥₽₴]"
_MEASURE = "|".join(words for unit, words in UNITS.items() if unit != "%")
_FIGURE = re.compile(
    rf"(?P<symbol>{_SYMBOL} ?)?\b(?:(?P<digits>\d+(?:[.,]\d+)*)"
    rf"|(?:(?P<tens>{'|'.join(_TENS)})-?)?(?P<unit>one|{'|'.join(_UNITS)})?)"
    rf"(?P<scale>(?:[ -]?(?:{'|'.join(_SCALES)})\b)*)"
    rf"(?:(?P<share>\s?(?:%|percent\b|per cent\b))|[ -](?P<measure>{_MEASURE})\b)?",
    re.IGNORECASE,
)
_CURRENCY = re.compile(rf"{_SYMBOL}|\b(?:{'|'.join(MONEY.values())})\b", re.IGNORECASE)
# Parts and multiples, each with what it is in one spelling.
_PROPORTIONS = {
    "half": r"half|halves|halved?",
    "double": r"doubl(?:e|es|ed|ing)|twice|twofold",
    "triple": r"tripl(?:e|es|ed|ing)|threefold",
    "third": r"(?:one|two)[ -]thirds?|a third of",
    "quarter": r"(?:one|three)[ -]quarters?|a quarter of",
    "pair": r"couple|pair",
}
_PROPORTION = re.compile(
    "|".join(rf"\b(?P<{name}>{words})\b" for name, words in _PROPORTIONS.items()), re.IGNORECASE
)
# A word with digits in it that are no figure: a name such as F-16, or an invented key.
_CODE = re.compile(
    r"\b(?=\w*\d)(?!\d+(?:st|nd|rd|th|s|k|m|mn|bn|[ap]m|km|kg|cm|mm)\b)\d*[^\W\d]\w*"
)
_DOUBLE = '“”„‟«»‹›「」『』《》〈〉〝〞〟❝❞"″'
_QUOTATION = re.compile(
    rf"[{_DOUBLE}](?P<double>[^{_DOUBLE}]+)[{_DOUBLE}]?|^(?P<before>[^{_DOUBLE}]+)[”»›](?!\w)"
    r"|(?<!\w)[‘‚‛](?P<curly>[^‘]+?)[’‘](?!\w)|(?<!\w)'(?P<straight>[^']+)'(?!\w)"
)
# What also stands for a quotation mark; compatibility forms take a prime apart into two.
_OTHER_MARKS = re.compile(r"``|''|’’|‘‘|,,|″|‶|′′")
_QUOTATION_MARKS = str.maketrans(dict.fromkeys(f"{_DOUBLE}‘’‚‛'", ""))
_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
# Of Latin, Greek and Cyrillic; other alphabets know no capitals.
_CAPITAL = "[" + "".join(filter(str.isupper, map(chr, range(0x530)))) + "]"
_NAME = re.compile(rf"{_CAPITAL}\w*(?:[’'-]\w+)*(?: {_CAPITAL}\w*(?:[’'-]\w+)*)*")
# Words of other languages than English are names, or foreign words that no source has.
_FOREIGN_WORD = re.compile(r"\b\w*[^\W\d_a-zA-Z]\w*")
_SAID = r"(?:said|says|told|added|wrote|claimed|warned|announced|explained|according to)"
# Nobody is called that, small letters or not.
_NO_NAME = (
    r"(?:the|an?|that|it|he|she|they|we|you|his|her|their|its|in|on|at|to|by|of|for|from|with|all"
    r"|some|no|so|there|this|these|those|when|while|if|as|and|but|how|what|who|why)"
)
_SPEAKER = re.compile(rf"\b{_SAID} (?!{_NO_NAME}\b)([a-z]\w+)")
_SPEAKER_NAMED = re.compile(
    rf"\b{_SAID} (?:(?:the|an?|its|his|her|their) [a-z’' -]+,? )?({_NAME.pattern})"
    rf"|({_NAME.pattern}),? {_SAID}\b"
)
# Words, beside the function words, that open a sentence with a capital and name nothing.
_OPENINGS = STOP_WORDS | frozenset(
    """across additionally afterwards along although among another anyone around besides despite
    earlier even every everyone finally first following furthermore hence however inside instead
    last later like many meanwhile moreover nearly neither nevertheless nobody none nothing once
    overall rather second several similarly since some someone still therefore though thus today
    together two unlike until upon via whether within without yet""".split()
)


def figures(text: str) -> frozenset[str]:
    """Return the figures, sums, measures and dates of a text, each in one spelling.

    "12,000" and "twelve thousand" are the same, "20%" and "20 percent" as well. A figure with a
    unit is there with it and without it.
    """
    text = normalize("NFKC", text)
    without_dates = _DATE.sub(" ", text)
    return frozenset(
        (
            *dates(text),
            *_numbers(without_dates),
            *(unit for unit in map(_money, _CURRENCY.findall(text)) if unit),
            *(match.lastgroup or "" for match in _PROPORTION.finditer(text)),
            *(match[0].lower() for match in _RELATIVE_DAY.finditer(text)),
            *(match[0].lower() for match in _CODE.finditer(without_dates)),
        )
    )


def is_known(figure: str, known: Set[str]) -> bool:
    """Tell whether one of `figures` is among others.

    A measure is, too, where its number stands without a unit and its unit with other numbers:
    "3.4 to 5 kilometres".
    """
    if figure in known:
        return True
    number, _, unit = figure.partition(" ")
    measures = [other.split(" ", 1) for other in known if other[0].isdigit() and " " in other]
    is_bare = number in known and not any(other == number for other, _ in measures)
    return is_bare and (unit in known or any(other == unit for _, other in measures))


def dates(text: str) -> frozenset[str]:
    """Return the days, months and years that a text names, each in one spelling."""
    return frozenset(_dates(normalize("NFKC", text)))


def quotations(text: str) -> list[str]:
    """Return what a text sets in quotation marks, for comparison by `holds`.

    Where one of a pair is missing, it is all that stands behind or before the other.
    """
    text = normalize("NFKC", _OTHER_MARKS.sub('"', text))
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
    vocabulary = frozenset(content_terms(normalize("NFKC", source)))
    return [name for name in names(text) if not _is_known(name, vocabulary)]


def names(text: str) -> list[str]:
    """Return the names in a sentence, and whatever else can only be one."""
    text = normalize("NFKC", text)
    first, _, rest = text.partition(" ")
    if first.casefold().rstrip(",") in _OPENINGS:
        text = rest
    text = _DATE.sub(",", text)
    found = [match[0] for match in _NAME.finditer(text)]
    others = (*_FOREIGN_WORD.findall(text), *_SPEAKER.findall(text))
    return [*found, *(word for word in others if not any(word in name for name in found))]


def speakers(text: str) -> list[str]:
    """Return the names of those who say something in a sentence."""
    found = _SPEAKER_NAMED.findall(normalize("NFKC", text))
    return [behind or before for behind, before in found]


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
        if value is None:
            continue
        number = f"{value.normalize():f}"
        yield f"{number}{'%' if match['share'] else ''}"
        if unit := _money(match["symbol"] or "") or unit_named(match["measure"] or ""):
            yield f"{number} {unit}"


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
    elif scales == ["dozen"]:
        value = Decimal(1)
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


def _money(words: str) -> str:
    """Return the currency that a word or a sign stands for, or nothing."""
    sign = words.strip()
    return sign if sign in MONEY else unit_named(sign)


def _plain(text: str) -> str:
    """Return a text without quotation marks, capitals and line breaks."""
    return " ".join(normalize("NFKC", text).translate(_QUOTATION_MARKS).casefold().split())
