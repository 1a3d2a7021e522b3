"""What a cited figure is said of, and whether two figures are said of the same thing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from index.answer import Citation
from index.answering.distinctions import (
    distinctions_in,
    groups_in,
    subject_terms,
    without_distinctions,
)
from index.answering.figures import Figure, find_figures
from index.text.sentences import split_sentences
from index.text.words import STOP_WORDS, content_terms

# Two figures are of one thing if their clauses share this many words, and this share of the
# shorter clause's and of the longer one's.
_FEWEST_SHARED = 3
_SHARE_OF_SHORTER = 0.5
_SHARE_OF_LONGER = 0.3
# Words of the same root: as long as this, with no more letters behind it.
_SHORTEST_ROOT = 4
_LONGEST_ENDING = 3
_DAYS_OF_ONE_EVENT = 3

_PERIODS = re.compile(
    r"\b(?:1[5-9]|20)\d\d(?:s\b)?|\b(?:last|this|past|coming|previous|same) (?:\w+ )?(?:day|night"
    r"|week|weekend|month|year|quarter|decade|century|spring|summer|autumn|fall|winter|season)\b"
    r"|\b(?:first|second|third|fourth) (?:quarter|half)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug"
    r"|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|ust|(?:t?em|o)?ber)?\b(?:\.? \d{1,2}\b)?"
)
_DENIAL = re.compile(
    r"\b(?:not|never|no longer|without|den(?:y|ied|ies|ying)|disput\w+|false\w*|wrong\w*|incorrect"
    r"|rather than|instead of|myth|rumou?rs?)\b|n[’']t\b",
    re.IGNORECASE,
)
# "A strike killed four" tells of one strike; another day's strike is no change of that figure.
_EVENT = re.compile(
    r"\b(?:an?|another|one|separate) (?:[\w’'-]+ ){0,4}(?:strike|attack|shelling|missile|drone"
    r"|rocket|bomb|bombing|explosion|blast|crash|accident|collision|derailment|fire|blaze|shooting"
    r"|raid|clash|storm|hurricane|tornado|flood|avalanche|landslide|earthquake|quake|stampede"
    r"|protest|rally|auction|match|game|bus|boat|ferry|plane|train|helicopter|building)\b",
    re.IGNORECASE,
)
_SAYING = (
    "said|says|say|told|tells|found|finds|reports?|reported|estimates?|estimated|announced?"
    "|claim(?:s|ed)?|writes?|wrote|believes?|puts?|confirmed"
)
_ATTRIBUTIONS = (
    re.compile(r",? ?\b(?:according to|citing) [^,;.]+", re.IGNORECASE),
    re.compile(rf", (?:[^,;]+ )?(?:{_SAYING})\b(?:[^;]*)\Z"),
    re.compile(rf"(?:\b[A-Z][\w.’'-]* )+(?:{_SAYING})\b(?=[^.;]* [A-Z])"),
    re.compile(rf"\b(?:{_SAYING})\b(?: on [A-Z][a-z]+day)?"),
)
_JOINT = re.compile(r"[,;:(—–]| (?:and|but|or|while|whereas|with|against|compared)\b")
_COUNTED_NOUN = re.compile(r"(?: [\w’'-]+){1,3}")
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’-]+")


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """A cited figure with the words that say what it is the figure of.

    ``lead`` and ``trail`` are the words before and after it, without other figures' clauses and
    without who says it. Without slots, because what is read off them is kept.
    """

    citation: Citation
    figure: Figure
    sentence: str
    lead: str
    trail: str

    @cached_property
    def words(self) -> frozenset[str]:
        """The terms that say what the figure is of, without its own."""
        publisher = content_terms(self.citation.article.publisher or "")
        return subject_terms(f"{self.lead} {self.trail}").difference(publisher)

    @cached_property
    def distinctions(self) -> frozenset[str]:
        """What sets the figure apart from others of similar words."""
        return distinctions_in(f"{self.lead} {self.trail}")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names before and after the figure, as terms, in order."""
        text = f"{self.lead} {self.trail}".strip()
        found = (name[0] for name in _NAME.finditer(_DAYS.sub("", text)))
        return tuple(content_terms(" ".join(found)))

    @cached_property
    def periods(self) -> frozenset[str]:
        """The years and spans of time named, short of the year of publication."""
        published = self.citation.article.published
        year = str(published.year) if published else ""
        return frozenset(p[0].lower() for p in _PERIODS.finditer(self.sentence)) - {year}

    @cached_property
    def days(self) -> frozenset[str]:
        """The weekdays and months named, other than by who says it."""
        return frozenset(_DAYS.findall(f"{self.lead} {self.trail}"))

    @cached_property
    def counted(self) -> str:
        """The words that directly follow the figure: "soldiers", "empty houses"."""
        return counted_behind(self.trail)

    def shared_words(self, other: "Measurement") -> frozenset[str]:
        """Return the terms that the other measurement has, too, if in another form."""
        return frozenset(word for word in self.words if _among(word, other.words))

    def is_of_the_same_thing_as(self, other: "Measurement") -> bool:
        """Tell whether both say how much there is of one thing; where in doubt, they don't."""
        return (
            self.figure.unit == other.figure.unit
            and self.distinctions == other.distinctions
            and self.periods == other.periods
            and not (self.days and other.days and self.days.isdisjoint(other.days))
            and self._counts_what(other)
            and self._names_whom(other)
            and self._shares_enough_with(other)
            and self._tells_of_the_event_in(other)
        )

    def _counts_what(self, other: "Measurement") -> bool:
        if self.figure.unit or not (self.counted and other.counted):
            return True
        words = content_terms(other.counted)
        is_alike = any(_among(word, words) for word in content_terms(self.counted))
        return is_alike and groups_in(self.counted) == groups_in(other.counted)

    def _names_whom(self, other: "Measurement") -> bool:
        if not (self.names and other.names):
            return True
        return _alike(self.names[0], other.names[0]) and (
            all(_among(name, other.words) for name in self.names)
            or all(_among(name, self.words) for name in other.names)
        )

    def _shares_enough_with(self, other: "Measurement") -> bool:
        shared = len(self.shared_words(other))
        fewer, more = sorted((len(self.words), len(other.words)))
        enough = shared + bool(self.figure.unit) >= _FEWEST_SHARED
        return enough and shared >= _SHARE_OF_SHORTER * fewer and shared >= _SHARE_OF_LONGER * more

    def _tells_of_the_event_in(self, other: "Measurement") -> bool:
        if not (_EVENT.search(self.sentence) or _EVENT.search(other.sentence)):
            return True
        one, another = self.citation.article.published, other.citation.article.published
        if one is None or another is None:
            return False
        return abs((one.earliest - another.earliest).days) <= _DAYS_OF_ONE_EVENT


def counted_behind(trail: str) -> str:
    """Return what a figure counts, by the words that directly follow it."""
    noun = _COUNTED_NOUN.match(trail)
    words = noun[0].split() if noun else []
    return " ".join(takewhile(lambda word: word.lower() not in STOP_WORDS, words))


def measurements_in(citation: Citation) -> Iterator[Measurement]:
    """Yield what a quote says in figures; figures that are denied are left out."""
    for start, end in split_sentences(citation.quote):
        sentence = citation.quote[start:end]
        if not _DENIAL.search(sentence):
            yield from _measurements(citation, sentence)


def _measurements(citation: Citation, sentence: str) -> Iterator[Measurement]:
    figures = list(find_figures(sentence))
    opening = without_distinctions(sentence[: figures[0].start]) if figures else ""
    for before, figure, after in zip([None, *figures], figures, [*figures[1:], None], strict=False):
        begin = _JOINT.search(sentence, before.end, figure.start) if before else None
        end = _JOINT.search(sentence, figure.end, after.start) if after else None
        is_tangled = (before and not begin) or (after and not end)
        if is_tangled and [other.unit for other in figures].count(figure.unit) > 1:
            continue
        lead = sentence[begin.end() if begin else 0 : figure.start]
        yield Measurement(
            citation=citation,
            figure=figure,
            sentence=sentence,
            lead=_unattributed(f"{opening} {lead}" if begin else lead),
            trail=_unattributed(sentence[figure.end : end.start() if end else len(sentence)]),
        )


def _unattributed(text: str) -> str:
    """Return the text without who says it."""
    for pattern in _ATTRIBUTIONS:
        text = pattern.sub("", text)
    return text


def _among(word: str, words: Iterable[str]) -> bool:
    return any(_alike(word, other) for other in words)


def _alike(one: str, other: str) -> bool:
    """Tell whether two terms only end differently, as Russia and Russian do."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (
        len(shorter) > _SHORTEST_ROOT
        and len(longer) - len(shorter) <= _LONGEST_ENDING
        and longer.startswith(shorter[:-1])
    )
