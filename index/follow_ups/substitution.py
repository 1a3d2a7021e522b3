"""The question before with a part of it replaced: "and in 2024?", "what about Kherson?"."""

import re

from index.answer import Answer
from index.follow_ups.names import NAME, NAMED, names_in, uncapitalised

_PART = re.compile(
    r"\W*+(?:(?:and|but|so|ok(?:ay)?|then|now)\b\W*+)*+(?:(?:what|how) about\b|what of\b)?+\s*+"
    r"(?P<part>.*[^\s?!.])[\s?!.]*+",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_PREPOSITION = r"(?:in|on|during|since|until|by|before|after|at|of|for|from)"
_TIME = re.compile(
    rf"(?:\b(?P<preposition>{_PREPOSITION}) (?:the )?)?"
    rf"(?P<time>\b(?:(?:\d{{1,2}} {_MONTH}|{_MONTH}(?: \d{{1,2}}(?!\d))?)(?:,? (?P<year>{_YEAR}))?"
    rf"|{_YEAR}(?![.,]?\d)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow"
    r"|(?:last|this|next|past) (?:week|month|year|weekend|spring|summer|autumn|winter))\b)"
)
_A_YEAR_ON = re.compile(
    r"(?:in )?(?:(?:the )?(?P<on>year after|next year|following year)|a year (?P<later>later)"
    r"|(?:the )?(?:year before|previous year)|a year earlier)(?: that)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?:\bon )?(?:\bthe )?\b(?P<ordinal>first|second|third|fourth|fifth|sixth|last)\b"
    r"(?: (?P<of>\w+))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\w.,])(?!{_YEAR}\b)\d+(?:[.,]\d+)*(?![\w%])")
# Whoever does this is the subject of the question; where it was done is not.
_ACTS = re.compile(
    rf"\b(?:did|does|do|has|have|is|was|will|would|can|could) (?P<name>{NAME})(?= (?:say"
    r"|said|saying|tell|think|want|do|done|doing|claim|promise|announce|call|meet|warn|demand|offer"
    r"|propose|respond|react|plan|mean|decide)\b)"
)


def substituted(question: str, base: str, last: Answer) -> str | None:
    """Return ``base`` with its part of the same kind replaced by what the question is.

    None if the question is more than a time, a name or a number.
    """
    match = _PART.fullmatch(question)
    if match is None:
        return None
    part = uncapitalised(match["part"])
    return (
        _with_year(part, base, last)
        or _with_time(part, base)
        or _with_ordinal(part, base)
        or _with_name(part, base)
        or _with_number(part, base)
    )


def _with_year(part: str, base: str, last: Answer) -> str | None:
    match = _A_YEAR_ON.fullmatch(part)
    year = match and _year_spoken_of(base, last)
    if not (match and year):
        return None
    return _with_time(f"in {year + (1 if match['on'] or match['later'] else -1)}", base)


def _year_spoken_of(base: str, last: Answer) -> int | None:
    """Return the year that was asked about, else that of what was cited."""
    texts = (base, *(citation.quote for citation in last.citations))
    years = [int(year) for text in texts for year in re.findall(rf"\b{_YEAR}\b", text)]
    published = [c.article.published.year for c in last.citations if c.article.published]
    return next(iter((*years, *published)), None)


def _with_time(part: str, base: str) -> str | None:
    new = _TIME.fullmatch(part)
    if new is None:
        return None
    old = _TIME.search(base)
    if old is None:
        return f"{base.rstrip('?. ')} {_with_preposition(new, None)}?"
    time = _with_preposition(new, old["preposition"])
    if old["year"] and not re.search(_YEAR, time) and re.search(_MONTH, time):
        time += f" {old['year']}"
    return base[: old.start()] + time + base[old.end() :]


def _with_preposition(time: re.Match[str], other: str | None) -> str:
    if time["preposition"]:
        return time[0]
    if re.fullmatch(r"[a-z].*", time["time"]):  # yesterday, last week
        return time["time"]
    usual = "in" if re.fullmatch(rf"(?:{_MONTH} ?)?(?:{_YEAR})?", time["time"]) else "on"
    return f"{other or usual} {time['time']}"


def _with_ordinal(part: str, base: str) -> str | None:
    new = _ORDINAL.fullmatch(part)
    for old in _ORDINAL.finditer(base):
        if new and (new["of"] is None or new["of"] == old["of"]):
            return base[: old.start("ordinal")] + new["ordinal"] + base[old.end("ordinal") :]
    return None


def _with_name(part: str, base: str) -> str | None:
    new = NAMED.fullmatch(part)
    known = names_in(base)
    if not (new and known):
        return None
    if new["preposition"]:
        alike = [name for name in known if name["preposition"] == new["preposition"]]
        if not alike:
            return f"{base.rstrip('?. ')} {part}?"
        old: re.Match[str] = alike[-1]
    else:
        placed = [name for name in known if name["preposition"]]
        old = _ACTS.search(uncapitalised(base)) or (placed[-1] if placed else known[0])
    return base[: old.start("name")] + new["name"] + base[old.end("name") :]


def _with_number(part: str, base: str) -> str | None:
    numbers = list(_NUMBER.finditer(base))
    if not numbers or not _NUMBER.fullmatch(part):
        return None
    return base[: numbers[-1].start()] + part + base[numbers[-1].end() :]
