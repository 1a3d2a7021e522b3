"""What a sentence must hold to be an answer of the kind a question asks for."""

import re

from index.question import Kind, Question
from index.text.words import capitalised, content_terms

_NUMBER_WORDS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?"
    r"|thousands?|millions?|billions?|dozens?|scores|several|half|halves|thirds?|quarters?|double"
    r"|twice|none|no one|nobody"
)
_MONTHS = (
    r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
)
_YEAR = r"\b(?:1[5-9]|20)\d\d\b"
_DATE_PARTS = re.compile(
    rf"\b(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})"
    rf"|{_YEAR}"
)
_FIGURE = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥₽₴]\s?\d|\d\s?(?:bn|m|k)?\s?(?:[$€£¥₽₴]|dollars?|euros?|pounds|rubles|roubles|yen|yuan)"
    r"|illion (?:dollars|euros|pounds|rubles|roubles|yen|yuan)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\d\s?(?:%|percent|per cent|percentage)|\b(?:percent|half|thirds?|quarters?|fifths?|tenths?"
    r"|majority|most|all|none)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"{_YEAR}|\b(?:{_MONTHS})\b(?! be\b)|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:yesterday|today|tonight|tomorrow|midnight|noon|dawn|spring|summer|autumn|winter"
    r"|century|decades?|\d+s)\b"
    r"|\b(?:last|next|this|past|coming) (?:week|month|year|weekend|fall)\b"
    r"|\b(?:days?|weeks?|months?|years?) (?:ago|later|earlier|after|before)\b"
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|in order to|so that|as a result|therefore|thus"
    r"|hence|reasons?|caus(?:e[sd]?|ing)|led to|leads? to|meant to|aim(?:s|ed)? to|intend(?:s|ed)?"
    r"|to avoid|to prevent|if|by \w+ing)\b",
    re.IGNORECASE,
)
# "chief engineer, Dr. Ada Brown", "the mayor Ada Brown"; "Ada Brown, a baker,", "Ada Brown is the".
_LED_BY_WHAT = re.compile(
    r"(?:[a-z]{3,},|\b(?!(?:after|under|over|for|other|per|are|before|like)\b)"
    r"[a-z]+(?:er|or|ist|ian|ant|man|ary|ent|chief|head|aide|coach)) (?:[A-Z][a-z]{1,4}\. )?$"
)
_FOLLOWED_BY_WHAT = re.compile(
    r",? (?:\([^)]*\),? )?(?:(?:is|was|has been|became|served as|works? as) )?"
    r"(?:an?|the|who|whose)\b"
    r"|, [^,]{3,80},"
)

_SIGNS = {
    Kind.QUANTITY: _FIGURE,
    Kind.MONEY: _MONEY,
    Kind.SHARE: _SHARE,
    Kind.TIME: _WHEN,
    Kind.REASON: _REASON,
}


def fits(question: Question, sentence: str) -> bool:
    """Tell whether a sentence holds the kind of thing the question asks for.

    Names count only where the question doesn't have them already: "Who is Ann?" isn't answered
    by a sentence that only names Ann. The figures of a date are no quantity.
    """
    if question.kind in {Kind.PERSON, Kind.PLACE}:
        return _has_new_name(question, sentence)
    if question.kind is Kind.IDENTITY:
        return _says_who(question, sentence)
    if question.kind is Kind.QUANTITY:
        sentence = _DATE_PARTS.sub("", sentence)
    sign = _SIGNS.get(question.kind)
    return sign is None or sign.search(sentence) is not None


def _says_who(question: Question, sentence: str) -> bool:
    """Tell whether a sentence puts a description beside a name that the question asks about."""
    for start, name in capitalised(sentence):
        if not set(content_terms(name)) & set(question.words):
            continue
        before, after = sentence[:start], sentence[start + len(name) :]
        # "General Milley": the run holds more than was asked about.
        has_title = any(term not in question.words for term in content_terms(name))
        if has_title or _LED_BY_WHAT.search(before) or _FOLLOWED_BY_WHAT.match(after):
            return True
    return False


def _has_new_name(question: Question, sentence: str) -> bool:
    # Any sentence begins with a capital: a first word alone is no sign of a name.
    names = (run for start, run in capitalised(sentence) if start or " " in run)
    return any(term not in question.words for name in names for term in content_terms(name))
